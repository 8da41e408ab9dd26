//! A world in which everything is decided: a store in a map, a clock and seeds that the test gives, and only built-in cryptography. A
//! run with the same steps is the same run, byte for byte.

use crate::bounds::{assert_commit, assert_get, assert_list};
use crate::settings::settings;
use badgehouse::crypto::CryptoError;
use badgehouse::driver::run;
use badgehouse::http::{HttpRequest, HttpResponse};
use badgehouse::operation::{Answer, Ask, Operation};
use badgehouse::principal::Actor;
use badgehouse::store::{Action, Change, Commit, Entry, Expect, Key, Listed, Version};
use badgehouse::time::{Passed, StoreTime};
use badgehouse::timestamp::Timestamp;
use badgehouse::{Core, Start};
use std::collections::{BTreeMap, BTreeSet};

/// What lies in the store: by key, the value and its version.
pub type Table = BTreeMap<Key, Entry>;

/// The world. A clone goes its own way.
#[derive(Clone)]
pub struct Simulation {
    /// The core, with the settings of the scenarios.
    pub core: Core,
    /// The store.
    pub table: Table,
    /// The present, in Unix seconds.
    pub now: u64,
    /// The partitions that were looked at or written.
    pub touched: BTreeSet<String>,
    versions: u64,
}

impl Simulation {
    /// A world with nothing in it but the signing keys.
    pub fn new(now: u64) -> Self {
        let core = Core::open(settings()).expect("the settings");
        let mut simulation = Self { core, table: Table::new(), now, touched: BTreeSet::new(), versions: 0 };
        simulation.run(seed(0, 0), |core, start| core.jwks(start)).expect("the keys");
        simulation
    }

    /// Lets so many seconds pass, and maintains, so that the store's time knows of it.
    pub fn pass(&mut self, seconds: u64) {
        self.now += seconds;
        let number = self.now;
        self.run(seed(u64::MAX, number), |core, start| core.maintain(start, as_the_clock_says()))
            .expect("maintained");
    }

    /// Runs an operation with honest answers.
    pub fn run<T>(&mut self, seed: [u8; 32], begin: impl FnOnce(&Core, Start) -> Operation<T>) -> T {
        let operation = begin(&self.core, Start { now: self.now, seed });
        run(operation, |ask| self.answer(ask))
    }

    /// Answers a request.
    pub fn handle(&mut self, seed: [u8; 32], request: HttpRequest, actor: Option<Actor>) -> HttpResponse {
        self.run(seed, |core, start| core.handle(start, request, actor))
    }

    /// The honest answer to an ask.
    pub fn answer(&mut self, ask: Ask) -> Answer {
        match ask {
            Ask::Get { keys } => {
                assert_get(&keys);
                self.touched.extend(keys.iter().map(|key| key.partition().to_owned()));
                Answer::Get(Ok(keys.iter().map(|key| self.table.get(key).cloned()).collect()))
            }
            Ask::List { prefix, after, limit } => {
                assert_list(&prefix, limit);
                self.touched.extend(prefix.split('/').next().map(str::to_owned));
                let found = self.table.iter().filter(|(key, _)| key.as_str().starts_with(&prefix));
                let found = found.filter(|(key, _)| after.as_ref().is_none_or(|after| *key > after));
                let listed = found.map(|(key, entry)| Listed { key: key.clone(), entry: entry.clone() });
                Answer::List(Ok(listed.take(usize::try_from(limit).expect("a limit")).collect()))
            }
            Ask::Commit { changes } => {
                assert_commit(&changes);
                self.touched.extend(changes.iter().map(|change| change.key.partition().to_owned()));
                Answer::Commit(Ok(self.commit(changes)))
            }
            Ask::Generate { .. } => Answer::Generate(Err(CryptoError::Unsupported)),
            Ask::Sign { .. } => Answer::Sign(Err(CryptoError::Unsupported)),
            Ask::Verify { .. } => Answer::Verify(Err(CryptoError::Unsupported)),
        }
    }

    fn commit(&mut self, changes: Vec<Change>) -> Commit {
        let holds = |change: &Change| match (&change.expect, self.table.get(&change.key)) {
            (Expect::Any, _) | (Expect::Absent, None) => true,
            (Expect::Version(version), Some(entry)) => *version == entry.version,
            (Expect::Absent, Some(_)) | (Expect::Version(_), None) => false,
        };
        if !changes.iter().all(holds) {
            return Commit::Conflict;
        }
        for change in changes {
            match change.action {
                Action::Keep => {}
                Action::Delete => {
                    self.table.remove(&change.key);
                }
                Action::Put { value, .. } => {
                    self.versions += 1;
                    let version = Version(self.versions.to_string());
                    self.table.insert(change.key, Entry { value, version });
                }
            }
        }
        Commit::Committed
    }
}

/// A seed of its own for each number of each stream.
pub fn seed(stream: u64, number: u64) -> [u8; 32] {
    let mut seed = [0; 32];
    let (first, second) = seed.split_at_mut(16);
    first[..8].copy_from_slice(&stream.to_be_bytes());
    second[..8].copy_from_slice(&number.to_be_bytes());
    seed
}

/// For [`Core::maintain`](badgehouse::Core::maintain) in a world whose clock is right: time has passed, up to the clock.
pub fn as_the_clock_says() -> Passed {
    let long_ago = StoreTime { at: Timestamp::from_seconds(0), word: 0 };
    Passed { since: Some((long_ago, u64::MAX)), believe_near: false }
}
