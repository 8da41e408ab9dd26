//! Faults of `expires_at`.

use crate::planted::{Fault, Found, Outcome};
use badgehouse::store::{Action, Change, Commit, Expect, Key, Reply, Store};
use badgehouse_native::MemoryStore;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

#[derive(Default)]
pub(crate) struct Milliseconds(MemoryStore);

impl Fault for Milliseconds {
    fn sound(&self) -> &MemoryStore {
        &self.0
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Outcome> {
        let changes =
            changes.iter().map(|change| with_expiry(change, |second| second.map(|second| second / 1000)));
        let changes: Vec<Change> = changes.collect();
        Box::pin(async move { self.0.commit(&changes).await })
    }
}

#[derive(Default)]
pub(crate) struct FirstStays {
    store: MemoryStore,
    first: Mutex<BTreeMap<Key, Option<u64>>>,
}

impl Fault for FirstStays {
    fn sound(&self) -> &MemoryStore {
        &self.store
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Outcome> {
        let first = |change: &Change| {
            with_expiry(change, |second| {
                *self.first.lock().unwrap().entry(change.key.clone()).or_insert(second)
            })
        };
        let changes: Vec<Change> = changes.iter().map(first).collect();
        Box::pin(async move { self.store.commit(&changes).await })
    }
}

/// A get looks at the clock, a commit does not.
pub(crate) struct HiddenYetThere {
    store: MemoryStore,
    expired: Mutex<BTreeMap<Key, bool>>,
}

impl HiddenYetThere {
    pub(crate) fn new() -> Self {
        Self { store: MemoryStore::with_clock(|| 0), expired: Mutex::default() }
    }
}

impl Fault for HiddenYetThere {
    fn sound(&self) -> &MemoryStore {
        &self.store
    }

    fn get<'a>(&'a self, keys: &'a [Key]) -> Reply<'a, Found> {
        Box::pin(async move {
            let found = self.store.get(keys).await?;
            let expired = self.expired.lock().unwrap();
            let hide = |(key, entry): (&Key, Option<_>)| entry.filter(|_| expired.get(key) != Some(&true));
            Ok(keys.iter().zip(found).map(hide).collect())
        })
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Outcome> {
        for change in changes {
            if let Action::Put { expires_at, .. } = &change.action {
                let past = expires_at.is_some_and(|second| second < 1_000_000_000);
                self.expired.lock().unwrap().insert(change.key.clone(), past);
            }
        }
        self.store.commit(changes)
    }
}

pub(crate) struct Ahead(MemoryStore);

impl Fault for Ahead {
    fn sound(&self) -> &MemoryStore {
        &self.0
    }
}

pub(crate) fn clock_ahead() -> Ahead {
    Ahead(MemoryStore::with_clock(|| now() + 600))
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

/// What all handles of [`OwnClock`] work on: entries, none of which goes by itself, and when each expires.
#[derive(Clone)]
pub(crate) struct Shared {
    store: MemoryStore,
    expires: Arc<Mutex<BTreeMap<Key, Option<u64>>>>,
}

pub(crate) fn shared() -> Shared {
    Shared { store: MemoryStore::with_clock(|| 0), expires: Arc::default() }
}

/// Each handle hides by its own clock, in gets and commits alike.
pub(crate) struct OwnClock {
    shared: Shared,
    right: bool,
}

impl OwnClock {
    pub(crate) fn new(shared: &Shared, right: bool) -> Self {
        Self { shared: shared.clone(), right }
    }

    fn hides(&self, key: &Key) -> bool {
        let expires = self.shared.expires.lock().unwrap();
        self.right && expires.get(key).copied().flatten().is_some_and(|second| second <= now())
    }
}

impl Fault for OwnClock {
    fn sound(&self) -> &MemoryStore {
        &self.shared.store
    }

    fn get<'a>(&'a self, keys: &'a [Key]) -> Reply<'a, Found> {
        Box::pin(async move {
            let found = self.shared.store.get(keys).await?;
            let shown = |(key, entry): (&Key, Option<_>)| entry.filter(|_| !self.hides(key));
            Ok(keys.iter().zip(found).map(shown).collect())
        })
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Outcome> {
        for change in changes.iter().filter(|change| self.hides(&change.key)) {
            let gone = Change { expect: Expect::Any, action: Action::Delete, ..change.clone() };
            drop(self.shared.store.commit(&[gone]));
        }
        let kept: Vec<Change> = changes.iter().map(|change| with_expiry(change, |_| None)).collect();
        Box::pin(async move {
            let outcome = self.shared.store.commit(&kept).await?;
            for change in changes.iter().filter(|_| outcome == Commit::Committed) {
                if let Action::Put { expires_at, .. } = &change.action {
                    self.shared.expires.lock().unwrap().insert(change.key.clone(), *expires_at);
                }
            }
            Ok(outcome)
        })
    }
}

fn with_expiry(change: &Change, expiry: impl Fn(Option<u64>) -> Option<u64>) -> Change {
    let action = match &change.action {
        Action::Put { value, expires_at } => {
            Action::Put { value: value.clone(), expires_at: expiry(*expires_at) }
        }
        other => other.clone(),
    };
    Change { action, ..change.clone() }
}
