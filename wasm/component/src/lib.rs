//! The component face: the world `engine` of `wit/`, answered by the core. Translation only; every rule is
//! the core's.
//!
//! The core's asks go to the imports `store` and `crypto`, its start comes from `wasi:clocks` and
//! `wasi:random`.

mod bindings;
#[path = "../../words/convert.rs"]
mod convert;
mod engine;
#[path = "../../operations/operations.rs"]
mod operations;
#[path = "../../operations/ports.rs"]
mod ports;

use badgehouse_allocator as _;

/// What answers the world's exports.
struct Face;

impl bindings::service_accounts::Guest for Face {
    type Engine = engine::Engine;
}

bindings::export!(Face with_types_in bindings);
