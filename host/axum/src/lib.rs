//! Badgehouse as an axum router and layer.
//!
//! [`routes`] serves the token endpoint, the keys and the admin API; [`require`] lets only those calls through to your own routes whose
//! access token holds the level that you name; [`authorize`] does the same within a handler. `examples/native.rs` has both.
//!
//! # Whom it trusts
//! No header but `Authorization`, and with cookies `Origin` and `Host`. Who administers is for your `actor_from` to say; where the
//! request comes from is nothing to anyone, so that no `X-Forwarded-*` is read.
//!
//! # The log
//! Why a request could not be answered goes to [`tracing`] as an error event with the field `diagnostic`, never to the client. There
//! is no secret and no token in it.

mod authorize;
mod encrypted;
mod message;
mod need;
mod require;
mod routes;

pub use authorize::authorize;
pub use encrypted::Encrypted;
pub use need::{Need, ToolNeed};
pub use require::{Require, Required, require};
pub use routes::{Paths, routes, routes_at};
