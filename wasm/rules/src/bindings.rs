//! The generated side of the world.

#![allow(clippy::all, missing_docs, rust_2018_idioms, unreachable_pub)]

wit_bindgen::generate!({ path: "../../wit", world: "rules", generate_all });

pub(crate) use exports::badgehouse::service_accounts::{types, validation};
