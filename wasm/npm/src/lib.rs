//! The npm face of Badgehouse: translation only.
//!
//! The package's JavaScript hands in JSON text, and steps a `Call` to its end with what its store and its provider answer. The module
//! calls and reads nothing of an embedder: what is foreign is touched outside of it.

mod ask;
mod authorization;
mod call;
mod engine;
mod http;
mod refusal;
mod rules;
mod settings;
mod tokens_of;
mod value;

pub use refusal::{stopped, unreadable};
