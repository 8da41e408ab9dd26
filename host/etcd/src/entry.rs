//! An entry as bytes of etcd: when it expires, and its value.

use crate::keys::wrong;
use badgehouse::store::StoreError;

/// What stands before a value that does not expire, and before the eight bytes of when one does.
const STAYS: u8 = 0;
const EXPIRES: u8 = 1;

pub(crate) struct Stored {
    pub(crate) value: Vec<u8>,
    pub(crate) expires_at: Option<u64>,
}

pub(crate) fn write(value: &[u8], expires_at: Option<u64>) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(value.len() + 9);
    match expires_at {
        None => bytes.push(STAYS),
        Some(second) => {
            bytes.push(EXPIRES);
            bytes.extend(second.to_be_bytes());
        }
    }
    bytes.extend(value);
    bytes
}

pub(crate) fn read(bytes: &[u8]) -> Result<Stored, StoreError> {
    let form = || wrong("an entry is not of the form of an entry");
    match bytes.split_first() {
        Some((&STAYS, value)) => Ok(Stored { value: value.into(), expires_at: None }),
        Some((&EXPIRES, rest)) => {
            let (second, value) = rest.split_first_chunk::<8>().ok_or_else(form)?;
            Ok(Stored { value: value.into(), expires_at: Some(u64::from_be_bytes(*second)) })
        }
        _ => Err(form()),
    }
}
