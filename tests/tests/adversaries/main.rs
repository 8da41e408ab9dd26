//! Adversaries, each over many seeds: one writes to the store and has no sealing key, one schedules what others do as he likes, and sixty-four change a
//! company without pause.

mod load;
mod scheduler;
mod writer;

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A random choice of an adversary's.
struct Chance(ChaCha20Rng);

impl Chance {
    fn of(seed: u64) -> Self {
        Self(ChaCha20Rng::seed_from_u64(seed))
    }

    /// A number below this one.
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.0.next_u64() % u64::try_from(end).expect("a number")).expect("a number")
    }

    fn one_of<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}
