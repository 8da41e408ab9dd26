//! The rules alone, for a form in JavaScript: no store, no key, no operation, and nothing of the core that they do not need.

#[path = "../../javascript/json.rs"]
mod json;
#[path = "../../javascript/plain.rs"]
mod plain;
#[path = "../../javascript/refusal.rs"]
mod refusal;
#[path = "../../javascript/response.rs"]
mod response;
mod rules;

pub use refusal::{stopped, unreadable};
