//! The rules alone, for a form in JavaScript: no store, no key, no operation, and nothing of the core that they do not need. JSON text in and out, so that not even
//! what makes JavaScript's objects is in it; it throws nothing.

#[path = "../../javascript/json.rs"]
mod json;
mod refusal;
mod rules;
#[path = "../../javascript/stopped.rs"]
mod stopped;

use badgehouse_allocator as _;
pub use refusal::{stopped, unreadable};
