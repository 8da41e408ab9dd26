//! What an API in JavaScript checks tokens by: `authorize` and `verify` alone, and nothing of the core that they do not need.

#[path = "../../javascript/arguments.rs"]
mod arguments;
#[path = "../../javascript/ask.rs"]
mod ask;
#[path = "../../javascript/authorization.rs"]
mod authorization;
#[path = "../../javascript/body.rs"]
mod body;
#[path = "../../javascript/call.rs"]
mod call;
mod engine;
#[path = "../../javascript/json.rs"]
mod json;
#[path = "../../javascript/plain.rs"]
mod plain;
#[path = "../../javascript/refusal.rs"]
mod refusal;
#[path = "../../javascript/response.rs"]
mod response;
#[path = "../../javascript/settings.rs"]
mod settings;
#[path = "../../javascript/stopped.rs"]
mod stopped;

use badgehouse_allocator as _;
pub use refusal::{stopped, unreadable};
