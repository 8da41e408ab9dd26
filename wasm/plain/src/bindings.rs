//! The generated side of the world.

#![allow(clippy::all, missing_docs, rust_2018_idioms, unreachable_pub)]

wit_bindgen::generate!({ path: "../../wit", world: "plain", features: ["plain"], generate_all });

pub(crate) use self::badgehouse::service_accounts::{crypto, store};
pub(crate) use exports::badgehouse::service_accounts::types;
pub(crate) use wasi::{clocks::wall_clock, random::random};

/// What the other component calls the service accounts. Two words stand aside for the functions of their names.
pub(crate) mod service_accounts {
    pub(crate) use super::exports::badgehouse::service_accounts::operations::*;
    pub(crate) use super::exports::badgehouse::service_accounts::permission::{
        EffectivePermissions, RequestedPermissions,
    };
}
