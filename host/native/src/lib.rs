//! The native engine: Badgehouse with the system's clock, randomness and ring.
//!
//! [`Engine`] runs every operation on a store; [`MemoryStore`] keeps everything in this process, [`Ring`] signs and verifies.

mod clock;
mod engine;
mod memory;
mod ring;

pub use clock::unix_now;
pub use engine::Engine;
pub use memory::MemoryStore;
pub use ring::Ring;
