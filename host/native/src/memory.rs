//! A store in this process's memory: for tests, demos and programs that keep nothing.
//!
//! It keeps every law of the store port but one that it cannot: what is committed ends with the process.

use crate::clock::{since_now, unix_now};
use badgehouse::store::{
    Action, Change, Commit, Entry, Expect, Key, Listed, Reply, Store, StoreError, Version,
};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::future::ready;
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A store in memory. A clone is another handle on the same entries.
///
/// An entry is gone from the second of its `expires_at` on: hidden from reads, and absent to a commit's expectation.
#[derive(Clone)]
pub struct MemoryStore {
    shared: Arc<Shared>,
}

impl MemoryStore {
    /// An empty store that goes by the system's clock, and by one that nobody sets: a jump ahead drops nothing.
    pub fn new() -> Self {
        let (begun, passed) = (unix_now(), since_now());
        Self::with_clock(move || unix_now().min(begun.saturating_add(passed())))
    }

    /// An empty store that goes by `clock`, which answers Unix seconds and must not use the store.
    pub fn with_clock(clock: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        Self { shared: Arc::new(Shared { clock: Box::new(clock), table: Mutex::default() }) }
    }

    /// The entries of this second. No operation can leave the table half changed, so that a poisoned lock is sound.
    fn table(&self) -> MutexGuard<'_, Table> {
        let mut table = self.shared.table.lock().unwrap_or_else(PoisonError::into_inner);
        table.remove_expired((self.shared.clock)());
        table
    }
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "MemoryStore({} entries)", self.table().rows.len())
    }
}

impl Store for MemoryStore {
    fn get<'a>(&'a self, keys: &'a [Key]) -> Reply<'a, Result<Vec<Option<Entry>>, StoreError>> {
        let table = self.table();
        Box::pin(ready(Ok(keys.iter().map(|key| table.entry(key).cloned()).collect())))
    }

    fn list<'a>(
        &'a self,
        prefix: &'a str,
        after: Option<&'a Key>,
        limit: u32,
    ) -> Reply<'a, Result<Vec<Listed>, StoreError>> {
        Box::pin(ready(Ok(self.table().list(prefix, after, limit))))
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Result<Commit, StoreError>> {
        Box::pin(ready(Ok(self.table().commit(changes))))
    }
}

struct Shared {
    clock: Box<dyn Fn() -> u64 + Send + Sync>,
    table: Mutex<Table>,
}

#[derive(Default)]
struct Table {
    rows: BTreeMap<String, Row>,
    expiries: BTreeSet<(u64, String)>,
    /// Counts every put of the store's life, so that no version comes twice.
    puts: u64,
}

struct Row {
    key: Key,
    entry: Entry,
    expires_at: Option<u64>,
}

impl Table {
    fn entry(&self, key: &Key) -> Option<&Entry> {
        self.rows.get(key.as_str()).map(|row| &row.entry)
    }

    fn list(&self, prefix: &str, after: Option<&Key>, limit: u32) -> Vec<Listed> {
        let start = match after {
            Some(after) if after.as_str() >= prefix => Bound::Excluded(after.as_str()),
            _ => Bound::Included(prefix),
        };
        self.rows
            .range::<str, _>((start, Bound::Unbounded))
            .take_while(|(key, _)| key.starts_with(prefix))
            .take(limit as usize)
            .map(|(_, row)| Listed { key: row.key.clone(), entry: row.entry.clone() })
            .collect()
    }

    fn commit(&mut self, changes: &[Change]) -> Commit {
        if !changes.iter().all(|change| self.holds(change)) {
            return Commit::Conflict;
        }
        for change in changes {
            match &change.action {
                Action::Keep => {}
                Action::Put { value, expires_at } => self.put(&change.key, value, *expires_at),
                Action::Delete => self.delete(change.key.as_str()),
            }
        }
        Commit::Committed
    }

    fn holds(&self, change: &Change) -> bool {
        let found = self.entry(&change.key);
        match &change.expect {
            Expect::Any => true,
            Expect::Absent => found.is_none(),
            Expect::Version(version) => found.is_some_and(|entry| entry.version == *version),
        }
    }

    fn put(&mut self, key: &Key, value: &[u8], expires_at: Option<u64>) {
        self.delete(key.as_str());
        self.puts += 1;
        let entry = Entry { value: value.to_vec(), version: Version(self.puts.to_string()) };
        if let Some(second) = expires_at {
            self.expiries.insert((second, key.as_str().into()));
        }
        self.rows.insert(key.as_str().into(), Row { key: key.clone(), entry, expires_at });
    }

    fn delete(&mut self, key: &str) {
        let Some(row) = self.rows.remove(key) else { return };
        if let Some(second) = row.expires_at {
            self.expiries.remove(&(second, key.into()));
        }
    }

    fn remove_expired(&mut self, now: u64) {
        while self.expiries.first().is_some_and(|(second, _)| *second <= now) {
            if let Some((_, key)) = self.expiries.pop_first() {
                self.rows.remove(&key);
            }
        }
    }
}
