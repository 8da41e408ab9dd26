//! Between the words of the contract and those of the core, by noun. Those of the interface `types` are in
//! `wasm/words`, since the rules' component has it too.

mod account;
#[path = "../../words/catalogue.rs"]
mod catalogue;
mod contact;
mod crypto;
#[path = "../../words/error.rs"]
mod error;
mod grant;
mod http;
#[path = "../../words/level.rs"]
mod level;
mod permission;
mod platform;
mod principal;
mod secret;
mod settings;
mod store;
#[cfg(test)]
mod tests;
mod time;

pub(crate) use account::account_query;
pub(crate) use permission::change;
pub(crate) use platform::usage;
pub(crate) use principal::{actor, principal};
pub(crate) use settings::settings;
