//! What lies at a key, as bytes.

use badgehouse::store::Entry;
use serde_json::{from_slice, to_vec};

/// The list at a key; the empty one where nothing is.
///
/// # Panics
/// Where it is none that was put.
pub(crate) fn list(entry: Option<&Entry>) -> Vec<u64> {
    entry.map_or_else(Vec::new, |entry| from_slice(&entry.value).expect("a list that was put"))
}

/// The register's number, if there is one.
///
/// # Panics
/// Where it is none that was put.
pub(crate) fn register(entry: Option<&Entry>) -> Option<u64> {
    entry.map(|entry| from_slice(&entry.value).expect("a number that was put"))
}

/// The list with one more.
pub(crate) fn with(mut list: Vec<u64>, number: u64) -> Vec<u8> {
    list.push(number);
    to_vec(&list).expect("a list")
}

pub(crate) fn of(number: u64) -> Vec<u8> {
    to_vec(&number).expect("a number")
}
