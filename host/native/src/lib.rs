//! The native engine: Badgehouse with the system's clock, randomness and ring.
//!
//! [`Engine`] runs every operation on a store; [`MemoryStore`] keeps everything in this process, [`Ring`] signs and verifies.

mod clock;
mod crypto;
mod engine;
mod key_pair;
mod memory;
mod opened;
mod sealing;

pub use clock::unix_now;
pub use crypto::Ring;
pub use engine::Engine;
pub use memory::MemoryStore;
