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
mod administration;
pub mod audit;
pub mod catalogue;
pub mod company;
pub mod contact;
mod context;
mod core;
pub mod http;
mod idempotency;
mod model;
mod oauth;
pub mod permission;
mod port;
pub mod principal;
pub mod public_key;
mod right;
#[cfg(feature = "schema")]
mod schema;
pub mod secret;
pub mod service;
#[cfg(test)]
mod tests;
pub mod usage;
mod value;
pub mod workload;

pub mod actor_token {
    //! Actor tokens: how a product tells a Badgehouse server which of its users is asking, and what that user may do.

    pub use crate::oauth::actor_token::{MAX_SECONDS, TYPE, is_actor_token};
}

pub mod address {
    //! Addresses, as far as the core looks at them: origins and paths of the settings, targets of requests, and what DPoP proofs are for.

    pub use crate::value::address::is_loopback;
}

pub mod authorize {
    //! Authorizing an API call: is the token good now, and does its account hold what the call needs.

    pub use crate::oauth::authorize::{Authorized, NeedInput, Presented};
}

pub mod crypto {
    //! The crypto port: signatures by whoever does them best on the platform.

    pub use crate::port::crypto::built_in::BuiltIn;
    pub use crate::port::crypto::jwk::{Algorithm, EcCurve, OkpCurve, PublicJwk};
    pub use crate::port::crypto::seal::{Sealed, SealingKey, SealingKeyError};
    pub use crate::port::crypto::{Crypto, CryptoError, GeneratedKey, SigningKey};
}

pub mod dpop {
    //! DPoP (RFC 9449): a token that is bound to a key of its client's, and the proofs that the client holds it.

    pub use crate::oauth::dpop::DpopInput;
}

pub mod driver {
    //! The drivers: each steps an operation to its end, with answers from its surroundings.

    pub use crate::port::driver::{answer, run, run_local, run_send};
}

pub mod error {
    //! Errors: stable codes, what was wrong and what to do; never a secret, never another company's existence.

    pub use crate::value::error::{Challenge, Code, Error, InputProblem, Required};
}

pub mod grant {
    //! The grant: client credentials for an access token (RFC 6749 section 4.4).

    pub use crate::oauth::error::{TokenError, TokenErrorCode};
    pub use crate::oauth::grant::{TokenRequest, TokenResponse};
}

pub mod identifier {
    //! Identifiers: what each is made of, and how it tells the partition it lives in.

    pub use crate::value::identifier::{
        ActionId, ActorId, AppId, ClientId, CompanyId, ContactId, CredentialId, IdempotencyKey, JobId, KeyId,
        ProjectId, SecretId, TemplateId, TokenId, ToolId, TrustId,
    };
}

pub mod input {
    //! Input in any encoding that serde reads: a value of ours, or the place at which it is none.

    pub use crate::value::input::read;
}

pub mod introspection {
    //! Introspection (RFC 7662): whether a token is good now, for a resource server that cannot ask in its own process.

    pub use crate::oauth::claim::{Audience, Confirmation};
    pub use crate::oauth::introspection::{Introspection, IntrospectionRequest};
    pub use crate::oauth::token::ActiveToken;
}

pub mod key_ring {
    //! The key ring: which key signs, which are published. One record; a key's place in its life follows from timestamps alone.

    pub use crate::oauth::key_ring::replace::EarlierTokens;
    pub use crate::oauth::key_ring::reseal::Resealed;
    pub use crate::oauth::key_ring::{Jwks, PublishedJwk};
}

pub mod name {
    //! Names: what people may call an account or a secret.

    pub use crate::value::name::MAX_NAME_CHARACTERS;
}

pub mod operation {
    //! An operation is a value that is stepped: it asks for something or is done.

    pub use crate::port::operation::{Answer, Ask, Operation, Step};
}

pub mod page {
    //! Pages: what a list answers at a time, and where the next begins.

    pub use crate::value::page::{MAX_PAGE, Page, PageInput};
}

pub mod resource {
    //! Protected resource metadata (RFC 9728): where a client that meets an API learns who issues tokens for it.

    pub use crate::oauth::resource::ResourceMetadata;
}

pub mod revocation {
    //! Revocation (RFC 7009): a client gives one of its tokens back. It counts from the commit on, wherever the token is looked at on the same store.

    pub use crate::oauth::revocation::RevocationRequest;
}

pub mod rules {
    //! The rules alone, for a form that wants to say what is wrong before it is sent. No store, no key, no authority: the back end decides again.

    pub use crate::model::rules::Rules;
}

pub mod settings {
    //! Settings: what the embedding product decides, checked once when the core is opened.

    pub use crate::model::settings::{DEFAULT_BASE_PATH, MAX_FAILURES, Policy, Settings};
}

pub mod store {
    //! The store port: three functions that any database can offer, and what they promise.

    pub use crate::port::store::{
        Action, Change, Commit, Entry, Expect, Key, Listed, MAX_CHANGES, MAX_COMMIT_BYTES, MAX_GET_KEYS,
        MAX_KEY_BYTES, MAX_LIST_LIMIT, MAX_VALUE_BYTES, Reply, SNAPSHOT_KEYS, Store, StoreError, Version,
    };
}

pub mod throttle {
    //! Countermeasures against guessing (RFC 6749 section 2.3.1): so many wrong credentials for a client from one source, or so many from it for whichever clients, and
    //! the source is asked to wait.

    pub use crate::oauth::throttle::{
        Failure, FailureWindow, KEPT, KEPT_OF_A_SOURCE, KEPT_SOURCES, source_of,
    };
}

pub mod timestamp {
    //! Moments, as the core sees them: whole seconds since 1970, given with each operation's start.

    pub use crate::value::timestamp::Timestamp;
}

pub use crate::core::{Core, Outcome};
pub use crate::value::random::Start;
