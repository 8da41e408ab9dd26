//! What is stored and what follows from it: records, and rules that ask for nothing.

pub(crate) mod account;
pub(crate) mod actor;
pub(crate) mod audit;
pub(crate) mod catalogue;
pub(crate) mod company;
pub(crate) mod contact;
pub(crate) mod credential;
pub(crate) mod erasure;
pub(crate) mod levels;
pub(crate) mod life;
pub(crate) mod need;
pub(crate) mod permission_change;
pub(crate) mod public_key;
pub(crate) mod record;
pub(crate) mod requested;
pub(crate) mod rules;
pub(crate) mod secret;
pub(crate) mod settings;
pub(crate) mod store_time;
pub(crate) mod template;
pub(crate) mod trust;
pub(crate) mod usage;
pub(crate) mod vouch;
