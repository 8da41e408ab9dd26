//! What the store's port lets be asked, held against every ask. A store may have each partition on a machine of its own, and is promised these bounds.

use badgehouse::store::{Action, Change, Key, MAX_CHANGES, MAX_COMMIT_BYTES, MAX_GET_KEYS, MAX_LIST_LIMIT};
use std::collections::BTreeSet;

/// Panics at a get of too many keys, or of more than two partitions.
pub fn assert_get(keys: &[Key]) {
    let partitions: BTreeSet<_> = keys.iter().map(Key::partition).collect();
    assert!(keys.len() <= MAX_GET_KEYS && partitions.len() <= 2, "a get of {keys:?}");
}

/// Panics at a list of no partition, of nothing, or of too much.
pub fn assert_list(prefix: &str, limit: u32) {
    assert!(prefix.contains('/') && (1..=MAX_LIST_LIMIT).contains(&limit), "a list of {limit} by {prefix}");
}

/// Panics at a commit that is too large, of more than one partition, or with a key twice, of whose changes a store could take either.
pub fn assert_commit(changes: &[Change]) {
    let keys: BTreeSet<_> = changes.iter().map(|change| &change.key).collect();
    let partitions: BTreeSet<_> = keys.iter().map(|key| key.partition()).collect();
    let bytes: usize = changes.iter().map(bytes_of).sum();
    assert!(
        changes.len() <= MAX_CHANGES && bytes <= MAX_COMMIT_BYTES,
        "{} changes of {bytes} bytes",
        changes.len()
    );
    assert!(partitions.len() == 1 && keys.len() == changes.len(), "a commit of {keys:?}");
}

fn bytes_of(change: &Change) -> usize {
    match &change.action {
        Action::Put { value, .. } => value.len(),
        Action::Keep | Action::Delete => 0,
    }
}
