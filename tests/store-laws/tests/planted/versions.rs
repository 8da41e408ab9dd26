//! Faults of versions.

use crate::planted::{Fault, Found, Outcome, Page, unchecked};
use badgehouse::store::{
    Action, Change, Commit, Entry, Expect, Key, Listed, Reply, Store, StoreError, Version,
};
use badgehouse_native::MemoryStore;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// A sound store that shows other versions than its own.
#[derive(Default)]
struct Renamed {
    store: MemoryStore,
    shown: Mutex<BTreeMap<Key, Version>>,
}

impl Renamed {
    async fn get(&self, keys: &[Key]) -> Found {
        let found = self.store.get(keys).await?;
        Ok(keys.iter().zip(found).map(|(key, entry)| entry.map(|entry| self.rename(key, entry))).collect())
    }

    async fn list(&self, prefix: &str, after: Option<&Key>, limit: u32) -> Page {
        let page = self.store.list(prefix, after, limit).await?;
        let rename = |Listed { key, entry }| Listed { entry: self.rename(&key, entry), key };
        Ok(page.into_iter().map(rename).collect())
    }

    fn rename(&self, key: &Key, entry: Entry) -> Entry {
        let shown = self.shown.lock().unwrap();
        Entry { version: shown.get(key).cloned().unwrap_or(Version(String::new())), ..entry }
    }

    /// Compares what is shown, and shows what `version` makes of the version before and the value.
    fn commit(&self, changes: &[Change], version: impl Fn(Option<&Version>, &[u8]) -> Version) -> Commit {
        let mut shown = self.shown.lock().unwrap();
        let holds = |change: &Change| match &change.expect {
            Expect::Any => true,
            Expect::Absent => !shown.contains_key(&change.key),
            Expect::Version(version) => shown.get(&change.key) == Some(version),
        };
        if !changes.iter().all(holds) {
            return Commit::Conflict;
        }
        for change in changes {
            match &change.action {
                Action::Keep => {}
                Action::Put { value, .. } => {
                    let next = version(shown.get(&change.key), value);
                    shown.insert(change.key.clone(), next);
                }
                Action::Delete => {
                    shown.remove(&change.key);
                }
            }
        }
        // The memory store changes when it is called, so that both change under the one lock.
        let changes: Vec<Change> = changes.iter().map(unchecked).collect();
        drop(self.store.commit(&changes));
        Commit::Committed
    }
}

/// 1, 2, 3, and 1 again after a delete.
#[derive(Default)]
pub(crate) struct ByKey(Renamed);

impl Fault for ByKey {
    fn sound(&self) -> &MemoryStore {
        &self.0.store
    }

    fn get<'a>(&'a self, keys: &'a [Key]) -> Reply<'a, Found> {
        Box::pin(self.0.get(keys))
    }

    fn list<'a>(&'a self, prefix: &'a str, after: Option<&'a Key>, limit: u32) -> Reply<'a, Page> {
        Box::pin(self.0.list(prefix, after, limit))
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Outcome> {
        let next = |before: Option<&Version>, _: &[u8]| {
            let count: u64 = before.map_or(0, |version| version.0.parse().unwrap());
            Version((count + 1).to_string())
        };
        Box::pin(async move { Ok(self.0.commit(changes, next)) })
    }
}

/// As an HTTP cache's ETag.
#[derive(Default)]
pub(crate) struct ByValue(Renamed);

impl Fault for ByValue {
    fn sound(&self) -> &MemoryStore {
        &self.0.store
    }

    fn get<'a>(&'a self, keys: &'a [Key]) -> Reply<'a, Found> {
        Box::pin(self.0.get(keys))
    }

    fn list<'a>(&'a self, prefix: &'a str, after: Option<&'a Key>, limit: u32) -> Reply<'a, Page> {
        Box::pin(self.0.list(prefix, after, limit))
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Outcome> {
        let fingerprint = |_: Option<&Version>, value: &[u8]| Version(format!("{value:?}"));
        Box::pin(async move { Ok(self.0.commit(changes, fingerprint)) })
    }
}

/// A memory store that remembers what it was told, so that it can be copied with its counter.
#[derive(Clone, Default)]
pub(crate) struct Recorder {
    store: MemoryStore,
    log: Arc<Mutex<Vec<Vec<Change>>>>,
}

impl Store for Recorder {
    fn get<'a>(&'a self, keys: &'a [Key]) -> Reply<'a, Found> {
        self.store.get(keys)
    }

    fn list<'a>(&'a self, prefix: &'a str, after: Option<&'a Key>, limit: u32) -> Reply<'a, Page> {
        self.store.list(prefix, after, limit)
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Result<Commit, StoreError>> {
        self.log.lock().unwrap().push(changes.to_vec());
        self.store.commit(changes)
    }
}

/// A backup of a [`Recorder`].
#[derive(Default)]
pub(crate) struct Copy(Mutex<Vec<Vec<Change>>>);

impl Copy {
    pub(crate) fn take(&self, recorder: &Recorder) {
        *self.0.lock().unwrap() = recorder.log.lock().unwrap().clone();
    }

    pub(crate) async fn restore(&self) -> MemoryStore {
        let store = MemoryStore::new();
        let log = self.0.lock().unwrap().clone();
        for changes in log {
            store.commit(&changes).await.unwrap();
        }
        store
    }
}
