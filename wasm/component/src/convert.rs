//! Between the words of the contract and those of the core, by noun.

mod account;
mod catalogue;
mod contact;
mod crypto;
mod error;
mod grant;
mod http;
mod level;
mod permission;
mod platform;
mod principal;
mod secret;
mod settings;
mod store;
#[cfg(test)]
mod tests;

pub(crate) use account::account_query;
pub(crate) use permission::change;
pub(crate) use platform::usage;
pub(crate) use principal::{actor, principal};
pub(crate) use settings::settings;
