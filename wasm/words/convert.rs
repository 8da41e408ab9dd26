//! Between the words of the contract and those of the core, by noun, for the components that have all operations. Of this folder the rules' component has the words of the
//! interface `types` alone.

mod account;
mod audit;
mod catalogue;
mod change;
mod contact;
mod crypto;
mod error;
mod grant;
mod http;
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
