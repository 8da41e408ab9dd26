//! Badgehouse gives a product the feature "service accounts": every rule of it, and no I/O.
//!
//! A company's administrator creates an account for a program, hands its `client_id` and `client_secret` to an integrator and
//! decides what it may do; the program fetches OAuth 2.0 access tokens with the client-credentials grant; each API call is checked
//! against permissions that start at None.
//!
//! [`Core`] holds the rules. Each of its methods gives an [`operation::Operation`], a value that asks for what it needs (to read, to commit, to
//! sign) and that a [`driver`] steps to its end. There is no clock, no randomness, no thread and no global state in here: the present and a seed
//! come with [`Start`].
//!
//! Native programs use the crate `badgehouse-native`, which drives the operations for them.

pub mod account;
pub mod actor_token;
pub mod address;
mod administration;
mod assertion;
pub mod audit;
mod authentication;
pub mod authorize;
pub mod catalogue;
pub mod company;
pub mod contact;
mod context;
mod core;
pub mod crypto;
pub mod dpop;
pub mod driver;
mod dummy;
pub mod error;
pub mod grant;
pub mod http;
mod idempotency;
pub mod identifier;
pub mod input;
pub mod introspection;
mod jws;
pub mod key_ring;
mod life;
mod mac;
pub mod name;
mod once;
pub mod operation;
pub mod page;
pub mod permission;
mod precondition;
pub mod principal;
pub mod public_key;
mod random;
mod record;
pub mod resource;
pub mod revocation;
mod right;
pub mod rules;
#[cfg(feature = "schema")]
mod schema;
mod scope;
pub mod secret;
pub mod service;
pub mod settings;
pub mod store;
#[cfg(test)]
mod tests;
pub mod throttle;
pub mod timestamp;
mod token;
pub mod usage;
#[cfg(test)]
mod work;
pub mod workload;

pub use crate::core::{Core, Outcome};
pub use crate::random::Start;
