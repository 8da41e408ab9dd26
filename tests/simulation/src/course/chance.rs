//! Chance: of each step its own, so that a course without some of its steps takes the others as it did.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

pub(super) struct Chance(ChaCha8Rng);

impl Chance {
    pub(super) fn of(seed: u64, step: u64) -> Self {
        Self(ChaCha8Rng::from_seed(crate::seed(seed, step)))
    }

    /// A number below this one.
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0.next_u32() as usize % end.max(1)
    }

    pub(super) fn once_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    /// One of these; none of none.
    pub(super) fn one_of<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let one = self.below(of.len());
        of.get(one)
    }

    pub(super) fn seed(&mut self) -> [u8; 32] {
        let mut seed = [0; 32];
        self.0.fill_bytes(&mut seed);
        seed
    }
}
