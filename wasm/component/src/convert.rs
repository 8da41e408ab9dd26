//! Between the words of the contract and those of the core, by noun. Those of the interface `types` are in
//! `wasm/words`, since the rules' component has it too.

mod account;
mod audit;
#[path = "../../words/catalogue.rs"]
mod catalogue;
mod change;
mod contact;
mod crypto;
#[path = "../../words/error.rs"]
mod error;
mod grant;
mod http;
#[path = "../../words/level.rs"]
mod level;
mod look;
mod me;
mod permission;
mod platform;
mod principal;
mod public_key;
mod secret;
mod settings;
mod store;
mod template;
#[cfg(test)]
mod tests;
mod time;
mod trust;
mod usage;

pub(crate) use audit::note;
pub(crate) use principal::{actor, principal};
pub(crate) use settings::settings;
pub(crate) use usage::usage;

use crate::bindings::types;
use std::convert::Infallible;

/// The same case, where the contract and the core name them alike. `else` stands for cases of a later release: each of this one is named.
macro_rules! named_alike {
    ($from:ty => $to:ty { $($case:ident),* $(; else $other:ident)? }) => {
        impl From<$from> for $to {
            fn from(value: $from) -> Self {
                match value {
                    $(<$from>::$case => Self::$case,)*
                    $(_ => Self::$other,)?
                }
            }
        }
    };
}
use named_alike;

/// What is read of the contract's words without fail has no error.
impl From<Infallible> for types::Error {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}
