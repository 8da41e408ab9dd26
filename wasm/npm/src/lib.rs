//! The npm face of Badgehouse: translation only.
//!
//! The package's JavaScript begins an operation by its name, with arguments in JSON text, and steps a `Call` to its end with what its store and its provider
//! answer. The module calls and reads nothing of an embedder: what is foreign is touched outside of it.

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
mod given;
mod http;
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
mod token_refusal;

use badgehouse_allocator as _;
pub use refusal::{stopped, unreadable};
pub use token_refusal::stopped_token;
