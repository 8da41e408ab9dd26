//! The rules-only component: the world `rules` of `wit/`, answered by the core. Translation only; it imports nothing.

mod bindings;
mod convert;
mod validation;
