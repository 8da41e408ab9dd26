//! Where a defect can be planted from outside: between the core and its store, in what a driver makes of an answer, in a process's clock. Without one all is honest.

use super::shelf::Shelf;
use super::told::Told;
use badgehouse::operation::Answer;
use badgehouse::store::{Change, Commit, Entry, Key, Listed};

/// A world's surroundings. What is not overridden is as it should be.
pub trait Plant {
    /// What a get finds.
    fn get(&mut self, shelf: &Shelf, keys: &[Key]) -> Vec<Option<Entry>> {
        shelf.get(keys)
    }

    /// What a list finds.
    fn list(&mut self, shelf: &Shelf, prefix: &str, after: Option<&Key>, limit: u32) -> Vec<Listed> {
        shelf.list(prefix, after, limit)
    }

    /// What becomes of a commit.
    fn commit(&mut self, shelf: &mut Shelf, changes: &[Change]) -> Commit {
        shelf.commit(changes)
    }

    /// What the driver makes of an answer.
    fn heard(&mut self, answer: Answer) -> Answer {
        answer
    }

    /// What a caller is told.
    fn tells(&mut self, told: Told) -> Told {
        told
    }

    /// How many seconds a process has seen pass by a clock that nobody sets; `clock` is the other.
    fn saw_pass(&mut self, monotonic: u64, _clock: u64) -> u64 {
        monotonic
    }
}

/// Nothing is planted.
#[derive(Debug, Default)]
pub struct Honest;

impl Plant for Honest {}
