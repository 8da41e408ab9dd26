//! A sound store but for what a fault overrides.

use badgehouse::store::{Action, Change, Commit, Entry, Expect, Key, Listed, Reply, Store, StoreError};
use badgehouse_native::MemoryStore;
use std::sync::Arc;

pub(crate) type Found = Result<Vec<Option<Entry>>, StoreError>;
pub(crate) type Page = Result<Vec<Listed>, StoreError>;
pub(crate) type Outcome = Result<Commit, StoreError>;

/// A store of which one thing is wrong.
pub(crate) trait Fault: Send + Sync {
    fn sound(&self) -> &MemoryStore;

    fn get<'a>(&'a self, keys: &'a [Key]) -> Reply<'a, Found> {
        self.sound().get(keys)
    }

    fn list<'a>(&'a self, prefix: &'a str, after: Option<&'a Key>, limit: u32) -> Reply<'a, Page> {
        self.sound().list(prefix, after, limit)
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Outcome> {
        self.sound().commit(changes)
    }
}

/// A handle on it.
#[derive(Clone)]
pub(crate) struct Planted(pub(crate) Arc<dyn Fault>);

impl Store for Planted {
    fn get<'a>(&'a self, keys: &'a [Key]) -> Reply<'a, Found> {
        self.0.get(keys)
    }

    fn list<'a>(&'a self, prefix: &'a str, after: Option<&'a Key>, limit: u32) -> Reply<'a, Page> {
        self.0.list(prefix, after, limit)
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Outcome> {
        self.0.commit(changes)
    }
}

/// Whether all expectations hold now, which says nothing of a moment later.
pub(crate) async fn hold(store: &MemoryStore, changes: &[Change]) -> Result<bool, StoreError> {
    let keys: Vec<Key> = changes.iter().map(|change| change.key.clone()).collect();
    let found = store.get(&keys).await?;
    Ok(changes.iter().zip(&found).all(|(change, found)| match &change.expect {
        Expect::Any => true,
        Expect::Absent => found.is_none(),
        Expect::Version(version) => found.as_ref().is_some_and(|found| found.version == *version),
    }))
}

pub(crate) fn unchecked(change: &Change) -> Change {
    Change { expect: Expect::Any, ..change.clone() }
}

/// The change with another value, if it puts one.
pub(crate) fn with_value(change: &Change, value: impl Fn(&[u8]) -> Vec<u8>) -> Change {
    let action = match &change.action {
        Action::Put { value: given, expires_at } => {
            Action::Put { value: value(given), expires_at: *expires_at }
        }
        other => other.clone(),
    };
    Change { action, ..change.clone() }
}
