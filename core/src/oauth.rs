//! What a client and an API do: tokens, fetched, checked, looked at and revoked, with the keys that verify them.

pub(crate) mod claim;
pub(crate) mod dpop;
pub(crate) mod error;
pub(crate) mod grant;
pub(crate) mod jws;
pub(crate) mod key_ring;
pub(crate) mod once;
mod scope;
pub(crate) mod token;
