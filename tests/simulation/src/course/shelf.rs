//! The store of a course: a map that keeps the laws of the port. What is over is there until it is purged, as in a database.

use badgehouse::store::{Action, Change, Commit, Entry, Expect, Key, Listed, Version};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What lies in the store. A clone is the same moment, whatever comes after.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    rows: BTreeMap<Key, Arc<Row>>,
    versions: u64,
}

#[derive(Debug)]
struct Row {
    entry: Entry,
    expires_at: Option<u64>,
}

impl Shelf {
    /// For each key what is there.
    pub fn get(&self, keys: &[Key]) -> Vec<Option<Entry>> {
        keys.iter().map(|key| self.rows.get(key).map(|row| row.entry.clone())).collect()
    }

    /// What begins with the prefix and comes after a key.
    pub fn list(&self, prefix: &str, after: Option<&Key>, limit: u32) -> Vec<Listed> {
        let found = self.rows.iter().filter(|(key, _)| key.as_str().starts_with(prefix));
        let found = found.filter(|(key, _)| after.is_none_or(|after| *key > after));
        let listed = |(key, row): (&Key, &Arc<Row>)| Listed { key: key.clone(), entry: row.entry.clone() };
        found.take(limit as usize).map(listed).collect()
    }

    /// All or nothing.
    pub fn commit(&mut self, changes: &[Change]) -> Commit {
        let holds = |change: &Change| match (&change.expect, self.rows.get(&change.key)) {
            (Expect::Any, _) | (Expect::Absent, None) => true,
            (Expect::Version(version), Some(row)) => *version == row.entry.version,
            (Expect::Absent, Some(_)) | (Expect::Version(_), None) => false,
        };
        if !changes.iter().all(holds) {
            return Commit::Conflict;
        }
        self.apply(changes);
        Commit::Committed
    }

    /// Changes, whatever is expected.
    pub fn apply(&mut self, changes: &[Change]) {
        for change in changes {
            match &change.action {
                Action::Keep => {}
                Action::Delete => drop(self.rows.remove(&change.key)),
                Action::Put { value, expires_at } => {
                    self.versions += 1;
                    let entry = Entry { value: value.clone(), version: Version(self.versions.to_string()) };
                    self.rows.insert(change.key.clone(), Arc::new(Row { entry, expires_at: *expires_at }));
                }
            }
        }
    }

    /// Removes what is over at that second.
    pub fn purge(&mut self, now: u64) {
        self.rows.retain(|_, row| row.expires_at.is_none_or(|end| end > now));
    }

    /// All keys.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        self.rows.keys()
    }

    /// All values.
    pub fn values(&self) -> impl Iterator<Item = &[u8]> {
        self.rows.values().map(|row| row.entry.value.as_slice())
    }
}
