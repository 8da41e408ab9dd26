//! The generated side of the world.

#![allow(clippy::all, missing_docs, rust_2018_idioms, unreachable_pub)]

wasmtime::component::bindgen!({
    path: "wit",
    world: "engine",
    imports: {
        "wasi:clocks/wall-clock": trappable,
        "wasi:random/random": trappable,
        default: async,
    },
    exports: { default: async },
});

pub(crate) use self::badgehouse::service_accounts::{crypto, store};
pub(crate) use self::exports::badgehouse::service_accounts::{service_accounts, types};
pub(crate) use self::wasi::{clocks::wall_clock, random::random};
