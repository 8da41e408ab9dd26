//! What a client and an API do: tokens, fetched, checked, looked at and revoked, with the keys that verify them.

pub(crate) mod actor_token;
pub(crate) mod assertion;
pub(crate) mod authentication;
pub(crate) mod authorize;
pub(crate) mod claim;
pub(crate) mod dpop;
mod dummy;
pub(crate) mod error;
pub(crate) mod grant;
pub(crate) mod introspection;
mod jws;
pub(crate) mod key_ring;
mod once;
pub(crate) mod resource;
pub(crate) mod revocation;
mod scope;
pub(crate) mod throttle;
pub(crate) mod token;
pub(crate) mod workload;
