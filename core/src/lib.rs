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
pub mod dpop;
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
pub mod name;
mod once;
pub mod page;
pub mod permission;
mod port;
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
#[cfg(test)]
mod tests;
pub mod throttle;
pub mod timestamp;
mod token;
pub mod usage;
#[cfg(test)]
mod work;
pub mod workload;

pub mod crypto {
    //! The crypto port: signatures by whoever does them best on the platform.

    pub use crate::port::crypto::built_in::BuiltIn;
    pub use crate::port::crypto::jwk::{Algorithm, EcCurve, OkpCurve, PublicJwk};
    pub use crate::port::crypto::seal::{Sealed, SealingKey, SealingKeyError};
    pub use crate::port::crypto::{Crypto, CryptoError, GeneratedKey, SigningKey};
}

pub mod driver {
    //! The drivers: each steps an operation to its end, with answers from its surroundings.

    pub use crate::port::driver::{answer, run, run_local, run_send};
}

pub mod operation {
    //! An operation is a value that is stepped: it asks for something or is done.

    pub use crate::port::operation::{Answer, Ask, Operation, Step};
}

pub mod store {
    //! The store port: three functions that any database can offer, and what they promise.

    pub use crate::port::store::{
        Action, Change, Commit, Entry, Expect, Key, Listed, MAX_CHANGES, MAX_COMMIT_BYTES, MAX_GET_KEYS,
        MAX_KEY_BYTES, MAX_LIST_LIMIT, MAX_VALUE_BYTES, Reply, SNAPSHOT_KEYS, Store, StoreError, Version,
    };
}

pub use crate::core::{Core, Outcome};
pub use crate::random::Start;
