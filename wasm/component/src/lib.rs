//! The component face: the world `engine` of `wit/`, answered by the core. Translation only; every rule is the core's.
//!
//! The core's asks go to the imports `store` and `crypto`, its start comes from `wasi:clocks` and `wasi:random`.

mod bindings;
mod convert;
mod engine;
mod ports;
