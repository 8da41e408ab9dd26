//! Faults of what is left after a crash.

use crate::planted::{Found, Outcome, Page};
use badgehouse::store::{Change, Commit, Key, Reply, Store};
use badgehouse_native::MemoryStore;
use std::sync::{Arc, Mutex};

/// What a crash leaves: the commits that were written.
#[derive(Clone, Default)]
pub(crate) struct Disk(Arc<Mutex<Vec<Vec<Change>>>>);

impl Disk {
    fn write(&self, changes: Vec<Change>) {
        self.0.lock().unwrap().push(changes);
    }

    /// What is read when the store is opened.
    fn read(&self) -> MemoryStore {
        let store = MemoryStore::new();
        for changes in self.0.lock().unwrap().iter() {
            // The memory store changes when it is called.
            drop(store.commit(changes));
        }
        store
    }
}

/// Answers a commit once it is in memory, and writes it with the next.
pub(crate) struct WritesLate {
    disk: Disk,
    store: MemoryStore,
    waiting: Mutex<Option<Vec<Change>>>,
}

impl WritesLate {
    pub(crate) fn on(disk: &Disk) -> Self {
        Self { disk: disk.clone(), store: disk.read(), waiting: Mutex::default() }
    }
}

impl Store for WritesLate {
    fn get<'a>(&'a self, keys: &'a [Key]) -> Reply<'a, Found> {
        self.store.get(keys)
    }

    fn list<'a>(&'a self, prefix: &'a str, after: Option<&'a Key>, limit: u32) -> Reply<'a, Page> {
        self.store.list(prefix, after, limit)
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Outcome> {
        Box::pin(async move {
            let outcome = self.store.commit(changes).await?;
            if outcome == Commit::Committed
                && let Some(before) = self.waiting.lock().unwrap().replace(changes.to_vec())
            {
                self.disk.write(before);
            }
            Ok(outcome)
        })
    }
}

/// The same store without the fault.
pub(crate) struct WritesAtOnce {
    disk: Disk,
    store: MemoryStore,
}

impl WritesAtOnce {
    pub(crate) fn on(disk: &Disk) -> Self {
        Self { disk: disk.clone(), store: disk.read() }
    }
}

impl Store for WritesAtOnce {
    fn get<'a>(&'a self, keys: &'a [Key]) -> Reply<'a, Found> {
        self.store.get(keys)
    }

    fn list<'a>(&'a self, prefix: &'a str, after: Option<&'a Key>, limit: u32) -> Reply<'a, Page> {
        self.store.list(prefix, after, limit)
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Outcome> {
        Box::pin(async move {
            let outcome = self.store.commit(changes).await?;
            if outcome == Commit::Committed {
                self.disk.write(changes.to_vec());
            }
            Ok(outcome)
        })
    }
}
