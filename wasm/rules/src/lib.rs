//! The rules-only component: the world `rules` of `wit/`, answered by the core. Translation only; it imports nothing.

#[path = "../../allocator.rs"]
mod allocator;
mod bindings;
mod convert;
mod validation;

use validation::Face;

bindings::export!(Face with_types_in bindings);
