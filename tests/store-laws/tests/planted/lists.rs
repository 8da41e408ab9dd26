//! Faults of listing, and of partitions.

use crate::planted::{Fault, Found, Outcome, Page};
use badgehouse::store::{Change, Commit, Entry, Key, Listed, MAX_LIST_LIMIT, Reply, Store, Version};
use badgehouse_native::MemoryStore;
use std::collections::BTreeMap;
use std::sync::Mutex;

#[derive(Default)]
pub(crate) struct SmallPages(MemoryStore);

impl Fault for SmallPages {
    fn sound(&self) -> &MemoryStore {
        &self.0
    }

    fn list<'a>(&'a self, prefix: &'a str, after: Option<&'a Key>, limit: u32) -> Reply<'a, Page> {
        self.0.list(prefix, after, limit.min(500))
    }
}

#[derive(Default)]
pub(crate) struct IgnoresCase(MemoryStore);

impl Fault for IgnoresCase {
    fn sound(&self) -> &MemoryStore {
        &self.0
    }

    fn list<'a>(&'a self, prefix: &'a str, after: Option<&'a Key>, limit: u32) -> Reply<'a, Page> {
        Box::pin(async move {
            let mut page = self.0.list(prefix, after, limit).await?;
            page.sort_by_key(|listed| listed.key.as_str().to_lowercase());
            Ok(page)
        })
    }
}

/// As `en_US.UTF-8` has it: punctuation counts only where all else is the same.
#[derive(Default)]
pub(crate) struct Collated(MemoryStore);

impl Fault for Collated {
    fn sound(&self) -> &MemoryStore {
        &self.0
    }

    fn list<'a>(&'a self, prefix: &'a str, after: Option<&'a Key>, limit: u32) -> Reply<'a, Page> {
        Box::pin(async move {
            let mut page = self.0.list(prefix, after, limit).await?;
            let letters = |key: &Key| key.as_str().replace(|c: char| !c.is_ascii_alphanumeric(), "");
            page.sort_by_key(|listed| (letters(&listed.key), listed.key.clone()));
            Ok(page)
        })
    }
}

/// An index that looks no further, and has the last that came first.
#[derive(Default)]
pub(crate) struct FirstBytes(MemoryStore);

impl Fault for FirstBytes {
    fn sound(&self) -> &MemoryStore {
        &self.0
    }

    fn list<'a>(&'a self, prefix: &'a str, after: Option<&'a Key>, limit: u32) -> Reply<'a, Page> {
        Box::pin(async move {
            let mut page = self.0.list(prefix, after, limit).await?;
            page.reverse();
            page.sort_by_key(|listed| {
                listed.key.as_str()[prefix.len()..].chars().take(64).collect::<String>()
            });
            Ok(page)
        })
    }
}

/// `OFFSET`: a page that follows another begins behind as many entries as that ended at.
#[derive(Default)]
pub(crate) struct ByPosition {
    store: MemoryStore,
    ends: Mutex<BTreeMap<(String, Key), usize>>,
}

impl Fault for ByPosition {
    fn sound(&self) -> &MemoryStore {
        &self.store
    }

    fn list<'a>(&'a self, prefix: &'a str, after: Option<&'a Key>, limit: u32) -> Reply<'a, Page> {
        Box::pin(async move {
            let all = self.store.list(prefix, None, u32::MAX).await?;
            let mut ends = self.ends.lock().unwrap();
            // A walk that begins anew.
            if after.is_none() {
                ends.retain(|(of, _), _| of != prefix);
            }
            let known = after.and_then(|after| ends.remove(&(prefix.to_owned(), after.clone())));
            let from = known.unwrap_or_else(|| {
                all.iter().filter(|listed| after.is_some_and(|after| listed.key <= *after)).count()
            });
            let page: Vec<Listed> = all.into_iter().skip(from).take(limit as usize).collect();
            if let Some(last) = page.last() {
                let end = (prefix.to_owned(), last.key.clone());
                ends.insert(end, from + page.len());
            }
            Ok(page)
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

    fn list<'a>(&'a self, prefix: &'a str, after: Option<&'a Key>, limit: u32) -> Reply<'a, Page> {
        Box::pin(async move {
            let mut page = self.0.list(prefix, after, limit).await?;
            let mut bytes = 0;
            page.retain(|listed| {
                bytes += listed.entry.value.len();
                bytes <= 1 << 20
            });
            Ok(page)
        })
    }
}

#[derive(Default)]
pub(crate) struct Descending(MemoryStore);

impl Fault for Descending {
    fn sound(&self) -> &MemoryStore {
        &self.0
    }

    fn list<'a>(&'a self, prefix: &'a str, after: Option<&'a Key>, limit: u32) -> Reply<'a, Page> {
        Box::pin(async move {
            let mut page = self.0.list(prefix, after, limit).await?;
            page.reverse();
            Ok(page)
        })
    }
}

/// `key LIKE prefix || '%'`: `_` is any character, `%` any text.
#[derive(Default)]
pub(crate) struct Like(MemoryStore);

impl Fault for Like {
    fn sound(&self) -> &MemoryStore {
        &self.0
    }

    fn list<'a>(&'a self, prefix: &'a str, after: Option<&'a Key>, limit: u32) -> Reply<'a, Page> {
        Box::pin(async move {
            let partition = &prefix[..=prefix.find('/').unwrap()];
            let mut page = self.0.list(partition, after, MAX_LIST_LIMIT).await?;
            page.retain(|listed| like(listed.key.as_str().as_bytes(), prefix.as_bytes()));
            page.truncate(limit as usize);
            Ok(page)
        })
    }
}

fn like(text: &[u8], pattern: &[u8]) -> bool {
    match pattern {
        [] => true,
        [b'%', rest @ ..] => (0..=text.len()).any(|start| like(&text[start..], rest)),
        [first, rest @ ..] => {
            text.first().is_some_and(|byte| first == byte || *first == b'_') && like(&text[1..], rest)
        }
    }
}

/// `a` finds `a` and `a/b`, not `ab`.
#[derive(Default)]
pub(crate) struct Folder(MemoryStore);

impl Fault for Folder {
    fn sound(&self) -> &MemoryStore {
        &self.0
    }

    fn list<'a>(&'a self, prefix: &'a str, after: Option<&'a Key>, limit: u32) -> Reply<'a, Page> {
        Box::pin(async move {
            let mut page = self.0.list(prefix, after, MAX_LIST_LIMIT).await?;
            let ends = |rest: &str| prefix.ends_with('/') || rest.is_empty() || rest.starts_with('/');
            page.retain(|listed| ends(&listed.key.as_str()[prefix.len()..]));
            page.truncate(limit as usize);
            Ok(page)
        })
    }
}

#[derive(Default)]
pub(crate) struct Inclusive(MemoryStore);

impl Fault for Inclusive {
    fn sound(&self) -> &MemoryStore {
        &self.0
    }

    fn list<'a>(&'a self, prefix: &'a str, after: Option<&'a Key>, limit: u32) -> Reply<'a, Page> {
        Box::pin(async move {
            let mut page = self.0.list(prefix, None, MAX_LIST_LIMIT).await?;
            page.retain(|listed| after.is_none_or(|after| listed.key >= *after));
            page.truncate(limit as usize);
            Ok(page)
        })
    }
}

/// As a store that drops an expired entry from a page without filling it up.
#[derive(Default)]
pub(crate) struct OneShort(MemoryStore);

impl Fault for OneShort {
    fn sound(&self) -> &MemoryStore {
        &self.0
    }

    fn list<'a>(&'a self, prefix: &'a str, after: Option<&'a Key>, limit: u32) -> Reply<'a, Page> {
        let limit = if after.is_some() && limit > 2 { limit - 1 } else { limit };
        self.0.list(prefix, after, limit)
    }
}

#[derive(Default)]
pub(crate) struct NoVersions(MemoryStore);

impl Fault for NoVersions {
    fn sound(&self) -> &MemoryStore {
        &self.0
    }

    fn list<'a>(&'a self, prefix: &'a str, after: Option<&'a Key>, limit: u32) -> Reply<'a, Page> {
        Box::pin(async move {
            let mut page = self.0.list(prefix, after, limit).await?;
            for listed in &mut page {
                listed.entry.version = Version(String::new());
            }
            Ok(page)
        })
    }
}

/// An index beside the entries, which is written when a key comes and never again.
#[derive(Default)]
pub(crate) struct FirstValues {
    store: MemoryStore,
    index: Mutex<BTreeMap<Key, Entry>>,
}

impl Fault for FirstValues {
    fn sound(&self) -> &MemoryStore {
        &self.store
    }

    fn list<'a>(&'a self, prefix: &'a str, after: Option<&'a Key>, limit: u32) -> Reply<'a, Page> {
        Box::pin(async move {
            let page = self.store.list(prefix, after, limit).await?;
            let index = self.index.lock().unwrap();
            let first = |listed: Listed| Listed {
                entry: index.get(&listed.key).cloned().unwrap_or(listed.entry),
                key: listed.key,
            };
            Ok(page.into_iter().map(first).collect())
        })
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Outcome> {
        Box::pin(async move {
            let outcome = self.store.commit(changes).await?;
            let keys: Vec<Key> = changes.iter().map(|change| change.key.clone()).collect();
            let found = self.store.get(&keys).await?;
            let mut index = self.index.lock().unwrap();
            for (key, entry) in keys.into_iter().zip(found) {
                match entry {
                    Some(entry) if outcome == Commit::Committed => index.entry(key).or_insert(entry),
                    _ => continue,
                };
            }
            Ok(outcome)
        })
    }
}

/// A column of partitions whose collation ignores case.
#[derive(Default)]
pub(crate) struct SamePartition(MemoryStore);

impl Fault for SamePartition {
    fn sound(&self) -> &MemoryStore {
        &self.0
    }

    fn get<'a>(&'a self, keys: &'a [Key]) -> Reply<'a, Found> {
        let keys: Vec<Key> = keys.iter().map(lower_partition).collect();
        Box::pin(async move { self.0.get(&keys).await })
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Outcome> {
        let lower = |change: &Change| Change { key: lower_partition(&change.key), ..change.clone() };
        let changes: Vec<Change> = changes.iter().map(lower).collect();
        Box::pin(async move { self.0.commit(&changes).await })
    }
}

fn lower_partition(key: &Key) -> Key {
    let (partition, rest) = key.as_str().split_at(key.partition().len());
    Key::parse(format!("{}{rest}", partition.to_lowercase())).unwrap()
}
