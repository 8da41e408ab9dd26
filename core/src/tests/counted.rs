//! The work of an operation, counted in tests alone.

use super::World;
use crate::core::Core;
use crate::model::record;
use crate::port::driver::run;
use crate::port::operation::{Ask, Operation};
use std::cell::Cell;

thread_local! {
    static COUNTED: Cell<Work> = const { Cell::new(Work::NONE) };
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Work {
    pub(crate) hashes: usize,
    pub(crate) records: usize,
    pub(crate) bytes: usize,
    pub(crate) signatures: usize,
    pub(crate) gets: usize,
    pub(crate) keys: usize,
    pub(crate) commits: usize,
}

impl Work {
    pub(crate) const NONE: Self =
        Self { hashes: 0, records: 0, bytes: 0, signatures: 0, gets: 0, keys: 0, commits: 0 };
}

fn count(add: impl FnOnce(&mut Work)) {
    let mut work = COUNTED.get();
    add(&mut work);
    COUNTED.set(work);
}

/// One Argon2 hash was computed.
pub(crate) fn hashed() {
    count(|work| work.hashes += 1);
}

/// One record of so many bytes was decoded.
pub(crate) fn decoded(bytes: usize) {
    count(|work| {
        work.records += 1;
        work.bytes += bytes;
    });
}

/// What an operation costs.
pub(crate) fn costs<T>(world: &mut World, operation: Operation<T>) -> (Work, T) {
    COUNTED.set(Work::NONE);
    let outcome = run(operation, |ask| {
        match &ask {
            Ask::Get { keys } => count(|work| {
                work.gets += 1;
                work.keys += keys.len();
            }),
            Ask::Commit { .. } => count(|work| work.commits += 1),
            Ask::Verify { .. } => count(|work| work.signatures += 1),
            _ => {}
        }
        world.answer(ask)
    });
    (COUNTED.get(), outcome)
}

/// How many bytes the key ring has, which every proof reads for the time that it tells.
pub(crate) fn ring_bytes(core: &Core, world: &World) -> usize {
    let key = record::key_ring();
    world.entries.get(&key).map_or(0, |entry| record::opened(core.keys(), &key, &entry.value).unwrap().len())
}
