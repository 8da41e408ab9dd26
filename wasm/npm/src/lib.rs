//! The npm face of Badgehouse: translation only.
//!
//! The package's JavaScript calls `Engine` and `Rules` with plain objects; store and crypto provider are
//! JavaScript objects whose promises answer an operation's asks.

mod call;
mod crypto;
mod engine;
mod http;
mod ports;
mod refusal;
mod rules;
mod settings;
mod store;
mod tokens_of;
mod value;
