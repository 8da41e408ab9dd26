//! Faults of reading and of what is kept.

use crate::planted::{Fault, Found, Outcome, with_value};
use badgehouse::store::{Change, Entry, Key, Reply, Store};
use badgehouse_native::MemoryStore;
use std::collections::BTreeMap;
use std::sync::Mutex;
use tokio::task::yield_now;

#[derive(Default)]
pub(crate) struct InKeyOrder(MemoryStore);

impl Fault for InKeyOrder {
    fn sound(&self) -> &MemoryStore {
        &self.0
    }

    fn get<'a>(&'a self, keys: &'a [Key]) -> Reply<'a, Found> {
        let mut keys = keys.to_vec();
        keys.sort();
        Box::pin(async move { self.0.get(&keys).await })
    }
}

#[derive(Default)]
pub(crate) struct AbsentLast(MemoryStore);

impl Fault for AbsentLast {
    fn sound(&self) -> &MemoryStore {
        &self.0
    }

    fn get<'a>(&'a self, keys: &'a [Key]) -> Reply<'a, Found> {
        Box::pin(async move {
            let mut found = self.0.get(keys).await?;
            found.sort_by_key(Option::is_none);
            Ok(found)
        })
    }
}

#[derive(Default)]
pub(crate) struct AsText(MemoryStore);

impl Fault for AsText {
    fn sound(&self) -> &MemoryStore {
        &self.0
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Outcome> {
        let as_text = |value: &[u8]| String::from_utf8_lossy(value).into_owned().into_bytes();
        let changes: Vec<Change> = changes.iter().map(|change| with_value(change, as_text)).collect();
        Box::pin(async move { self.0.commit(&changes).await })
    }
}

#[derive(Default)]
pub(crate) struct EmptyIsAbsent(MemoryStore);

impl Fault for EmptyIsAbsent {
    fn sound(&self) -> &MemoryStore {
        &self.0
    }

    fn get<'a>(&'a self, keys: &'a [Key]) -> Reply<'a, Found> {
        Box::pin(async move {
            let found = self.0.get(keys).await?;
            Ok(found.into_iter().map(|entry| entry.filter(|entry| !entry.value.is_empty())).collect())
        })
    }
}

#[derive(Default)]
pub(crate) struct CutKeys(MemoryStore);

impl Fault for CutKeys {
    fn sound(&self) -> &MemoryStore {
        &self.0
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Outcome> {
        let cut = |change: &Change| {
            let text: String = change.key.as_str().chars().take(255).collect();
            Change { key: Key::parse(text).unwrap(), ..change.clone() }
        };
        let changes: Vec<Change> = changes.iter().map(cut).collect();
        Box::pin(async move { self.0.commit(&changes).await })
    }
}

#[derive(Default)]
pub(crate) struct CutValues(MemoryStore);

impl Fault for CutValues {
    fn sound(&self) -> &MemoryStore {
        &self.0
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Outcome> {
        let cut = |value: &[u8]| value[..value.len().min(32_767)].to_vec();
        let changes: Vec<Change> = changes.iter().map(|change| with_value(change, cut)).collect();
        Box::pin(async move { self.0.commit(&changes).await })
    }
}

/// What a handle has read it reads again, until it writes itself.
pub(crate) struct Cached {
    store: MemoryStore,
    seen: Mutex<BTreeMap<Key, Option<Entry>>>,
}

impl Cached {
    pub(crate) fn new(store: MemoryStore) -> Self {
        Self { store, seen: Mutex::default() }
    }
}

impl Fault for Cached {
    fn sound(&self) -> &MemoryStore {
        &self.store
    }

    fn get<'a>(&'a self, keys: &'a [Key]) -> Reply<'a, Found> {
        Box::pin(async move {
            let found = self.store.get(keys).await?;
            let mut seen = self.seen.lock().unwrap();
            let cached =
                |(key, found): (&Key, Option<Entry>)| seen.entry(key.clone()).or_insert(found).clone();
            Ok(keys.iter().zip(found).map(cached).collect())
        })
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Outcome> {
        self.seen.lock().unwrap().clear();
        self.store.commit(changes)
    }
}

#[derive(Default)]
pub(crate) struct KeyByKey(MemoryStore);

impl Fault for KeyByKey {
    fn sound(&self) -> &MemoryStore {
        &self.0
    }

    fn get<'a>(&'a self, keys: &'a [Key]) -> Reply<'a, Found> {
        Box::pin(async move {
            let mut found = Vec::new();
            for key in keys {
                found.extend(self.0.get(std::slice::from_ref(key)).await?);
                yield_now().await;
            }
            Ok(found)
        })
    }
}

/// An answer has a megabyte at most, and says nothing of the rest.
#[derive(Default)]
pub(crate) struct Megabyte(MemoryStore);

impl Fault for Megabyte {
    fn sound(&self) -> &MemoryStore {
        &self.0
    }

    fn get<'a>(&'a self, keys: &'a [Key]) -> Reply<'a, Found> {
        Box::pin(async move {
            let mut bytes = 0;
            let found = self.0.get(keys).await?.into_iter().map(|entry| {
                bytes += entry.as_ref().map_or(0, |entry| entry.value.len());
                entry.filter(|_| bytes <= 1 << 20)
            });
            Ok(found.collect())
        })
    }
}
