//! The generated side of the world.

#![allow(clippy::all, missing_docs, rust_2018_idioms, unreachable_pub)]

wit_bindgen::generate!({ path: "../../wit", world: "engine", generate_all });

pub(crate) use self::badgehouse::service_accounts::{crypto, store};
pub(crate) use exports::badgehouse::service_accounts::{service_accounts, types};
pub(crate) use wasi::{clocks::wall_clock, random::random};
