//! A commit as one transaction of etcd.

use crate::entry;
use crate::keys::Keys;
use crate::record::Record;
use crate::wire::{Compare, Operation, Txn};
use badgehouse::store::{Action, Change, Expect, MAX_CHANGES, StoreError, Version};

/// The most operations that etcd takes in a transaction (`--max-txn-ops`): of the comparisons, and of what is done.
const MAX_OPERATIONS: usize = 128;

/// What is kept below etcd's bound of a request (`--max-request-bytes`, 1.5 MiB), with what it takes beside keys and values.
const MAX_BYTES: usize = 1_400_000;

/// Each change is compared, is put, and has when it expires put beside it; the record is compared besides.
const _: () = assert!(MAX_CHANGES < MAX_OPERATIONS && 2 * MAX_CHANGES <= MAX_OPERATIONS);

/// For the proof that the laws see a fault, and for nothing else.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fault {
    /// None.
    #[default]
    None,
    /// Reads are answered by what the node has, which may be past.
    StaleReads,
    /// A commit does not compare what is there.
    NoComparisons,
}

/// The transaction of a commit; none where no entry can have a version that it expects.
pub(crate) fn transaction(
    keys: &Keys,
    record: &Record,
    changes: &[Change],
    fault: Fault,
) -> Result<Option<Txn>, StoreError> {
    let mut txn = Txn::default();
    txn.compare.push(Compare::value(keys.record(), record.bytes()));
    for change in changes {
        let at = keys.entry(&change.key);
        let revision = match &change.expect {
            _ if fault == Fault::NoComparisons => None,
            Expect::Any => None,
            Expect::Absent => Some(0),
            Expect::Version(version) => match revision_of(record, version) {
                Some(revision) => Some(revision),
                None => return Ok(None),
            },
        };
        txn.compare.extend(revision.map(|revision| Compare::revision(at.clone(), revision)));
        match &change.action {
            Action::Keep => {}
            Action::Delete => txn.success.push(Operation::delete(at)),
            Action::Put { value, expires_at } => {
                let expiry = expires_at.map(|second| keys.expiry(second, &change.key));
                txn.success.extend(expiry.map(|expiry| Operation::put(expiry, Vec::new())));
                txn.success.push(Operation::put(at, entry::write(value, *expires_at)));
            }
        }
    }
    // Whether it was the record that is another.
    txn.failure.push(Operation::get(keys.record()));
    fits(&txn)?;
    Ok(Some(txn))
}

/// Refuses what etcd would refuse, before it is sent.
fn fits(txn: &Txn) -> Result<(), StoreError> {
    let operations = txn.compare.len().max(txn.success.len());
    let bytes: usize = txn.success.iter().map(Operation::bytes).sum();
    if operations <= MAX_OPERATIONS && bytes <= MAX_BYTES {
        return Ok(());
    }
    Err(StoreError::Broken(format!(
        "a commit of {operations} operations and {bytes} bytes is more than etcd takes at once, {MAX_OPERATIONS} and {MAX_BYTES}: change less at a time"
    )))
}

/// A version is told by the store's generation and etcd's revision of the put.
pub(crate) fn version(record: &Record, revision: u64) -> Version {
    Version(format!("{}.{revision}", record.generation))
}

/// None for what this store has never told, of which generation ever.
fn revision_of(record: &Record, version: &Version) -> Option<u64> {
    let revision = version.0.strip_prefix(record.generation.as_str())?.strip_prefix('.')?;
    // 0 is what etcd has where there is nothing.
    revision.parse().ok().filter(|revision| *revision > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use badgehouse::store::Key;

    fn record() -> Record {
        serde_json::from_str(r#"{"version":1,"cluster":"c","generation":"g"}"#).unwrap()
    }

    fn puts(number: usize, bytes: usize) -> Vec<Change> {
        let put = |number: usize| Change {
            key: Key::parse(format!("company/{number}")).unwrap(),
            expect: Expect::Absent,
            action: Action::Put { value: vec![0; bytes], expires_at: Some(1) },
        };
        (0..number).map(put).collect()
    }

    #[test]
    fn the_most_changes_fit_and_what_does_not_is_refused_before_it_is_sent() {
        let made = |changes: &[Change]| transaction(&Keys::under("p"), &record(), changes, Fault::None);
        let most = made(&puts(MAX_CHANGES, 8 * 1024)).unwrap().unwrap();
        assert_eq!((most.compare.len(), most.success.len()), (65, 128));
        let too_many = made(&puts(65, 1)).err().unwrap().to_string();
        assert!(too_many.contains("a commit of 130 operations"), "{too_many}");
        let too_large = made(&puts(50, 32 * 1024)).err().unwrap().to_string();
        assert!(too_large.contains("change less at a time"), "{too_large}");
    }

    #[test]
    fn a_version_of_another_generation_is_no_version_here() {
        for (text, revision) in [
            ("g.12", Some(12)),
            ("h.12", None),
            ("g.0", None),
            ("g.", None),
            ("g12", None),
            ("12", None),
            ("", None),
            ("g.-1", None),
        ] {
            assert_eq!(revision_of(&record(), &Version(text.into())), revision, "{text}");
        }
        assert_eq!(version(&record(), 12), Version("g.12".into()));
    }
}
