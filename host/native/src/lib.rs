//! The native engine: Badgehouse with the system's clock, randomness and ring.
//!
//! [`MemoryStore`] keeps everything in this process, [`Ring`] signs and verifies.

mod clock;
mod crypto;
mod key_pair;
mod memory;
mod opened;
mod sealing;

pub use crypto::Ring;
pub use memory::MemoryStore;
