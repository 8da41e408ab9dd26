//! The rules-only component: the world `rules` of `wit/`, answered by the core. Translation only; it imports nothing.

mod bindings;
mod convert;
mod validation;

use badgehouse_allocator as _;
use validation::Face;

bindings::export!(Face with_types_in bindings);
