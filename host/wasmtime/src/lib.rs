//! The Badgehouse component in wasmtime.
