//! Where what is in etcd: all keys are under the prefix, as bytes.
//!
//! - `PREFIX/store` says what is there, and of which version: `record.rs`.
//! - `PREFIX/entries/KEY` is an entry: `entry.rs`.
//! - `PREFIX/expires/SECOND/KEY` says that an entry was put which expires then. It is left behind when the entry is put or deleted again, and goes when its second has come.

use badgehouse::store::{Key, StoreError};

const ENTRIES: &str = "entries";
const EXPIRES: &str = "expires";

/// Greater than every byte of a key.
const END: u8 = 0x7f;

/// The names below a prefix.
#[derive(Clone)]
pub(crate) struct Keys {
    prefix: String,
}

impl Keys {
    pub(crate) fn under(prefix: &str) -> Self {
        Self { prefix: prefix.into() }
    }

    /// Whether what is under that prefix would be among the keys of a store under another: its list would tell of them, and its purge delete them. So of two such stores neither is
    /// made after the other.
    pub(crate) fn are_of_another(prefix: &str) -> bool {
        prefix.split('/').skip(1).any(|part| [ENTRIES, EXPIRES].contains(&part))
    }

    /// The record of the store.
    pub(crate) fn record(&self) -> Vec<u8> {
        format!("{}/store", self.prefix).into()
    }

    pub(crate) fn entry(&self, key: &Key) -> Vec<u8> {
        self.entries(key.as_str())
    }

    /// From the first entry whose key begins with `prefix` and comes after `after`, to before what is behind the last.
    pub(crate) fn range(&self, prefix: &str, after: Option<&Key>) -> (Vec<u8>, Vec<u8>) {
        let begin = self.entries(prefix);
        let mut end = begin.clone();
        end.push(END);
        let next = after.map(|key| {
            let mut next = self.entry(key);
            next.push(0);
            next
        });
        (next.unwrap_or_default().max(begin), end)
    }

    /// The key of an entry.
    pub(crate) fn key_of(&self, entry: &[u8]) -> Result<Key, StoreError> {
        let key = entry.strip_prefix(self.entries("").as_slice());
        let key = key.and_then(|key| std::str::from_utf8(key).ok()).and_then(|key| Key::parse(key).ok());
        key.ok_or_else(|| wrong("a key among its entries is none of an entry"))
    }

    /// What says that an entry expires then. Twenty digits are as many as there can be.
    pub(crate) fn expiry(&self, second: u64, key: &Key) -> Vec<u8> {
        format!("{}/{EXPIRES}/{second:020}/{key}", self.prefix).into()
    }

    /// From the first of these to before those of a second later than `second`.
    pub(crate) fn expired(&self, second: u64) -> (Vec<u8>, Vec<u8>) {
        let begin = format!("{}/{EXPIRES}/", self.prefix);
        let mut end = Vec::from(format!("{begin}{second:020}"));
        end.push(END);
        (begin.into(), end)
    }

    /// The key of the entry that one of these speaks of.
    pub(crate) fn key_of_expiry(&self, expiry: &[u8]) -> Result<Key, StoreError> {
        let key = expiry.get(self.prefix.len() + 1 + EXPIRES.len() + 1 + 20 + 1..);
        let key = key.and_then(|key| std::str::from_utf8(key).ok()).and_then(|key| Key::parse(key).ok());
        key.ok_or_else(|| wrong("a key among what expires is none of an entry"))
    }

    fn entries(&self, name: &str) -> Vec<u8> {
        format!("{}/{ENTRIES}/{name}", self.prefix).into()
    }
}

/// Somebody else has written it.
pub(crate) fn wrong(why: &str) -> StoreError {
    StoreError::Broken(format!("what is in etcd is not of the store: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_store_lies_among_the_keys_of_another() {
        for (prefix, among) in [
            ("badges", false),
            ("entries", false),
            ("badges/store", false),
            ("badges/entries-of-acme", false),
            ("badges/entries", true),
            ("badges/entries/acme", true),
            ("a/badges/expires/0", true),
        ] {
            assert_eq!(Keys::are_of_another(prefix), among, "{prefix}");
        }
    }

    #[test]
    fn a_range_has_what_begins_with_the_prefix_and_no_more() {
        let keys = Keys::under("badges");
        let key = |name: &str| Key::parse(name).unwrap();
        let (begin, end) = keys.range("acme/a", None);
        for (name, inside) in
            [("acme/a", true), ("acme/a/b", true), ("acme/azzz", true), ("acme/b", false), ("acme/A", false)]
        {
            let entry = keys.entry(&key(name));
            assert_eq!(begin <= entry && entry < end, inside, "{name}");
        }
        let after = key("acme/a/b");
        let (begin, end) = keys.range("acme/a", Some(&after));
        assert!(keys.entry(&after) < begin && begin <= keys.entry(&key("acme/a/b-")) && begin < end);
        // What comes before the prefix changes nothing.
        assert_eq!(keys.range("acme/a", Some(&key("acme/A"))).0, keys.entry(&key("acme/a")));
    }

    #[test]
    fn what_expires_is_in_the_order_of_its_seconds_and_names_its_entry() {
        let keys = Keys::under("badges");
        let key = Key::parse("acme/code/1").unwrap();
        let (begin, end) = keys.expired(100);
        for (second, inside) in
            [(0, true), (9, true), (100, true), (101, false), (1000, false), (u64::MAX, false)]
        {
            let expiry = keys.expiry(second, &key);
            assert_eq!(begin <= expiry && expiry < end, inside, "{second}");
            assert_eq!(keys.key_of_expiry(&expiry), Ok(key.clone()));
        }
    }
}
