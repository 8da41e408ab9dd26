//! Vouching: what the service writes into the store it signs, so that whoever else writes there makes nothing up.
//!
//! A value is the record's JSON, a line feed, and `<sealing key id>.<mac>`: HMAC-SHA-256 over the key under which it lies, a line feed and the
//! JSON, base64url. So a record can be removed, or put back as it was, but neither altered nor moved. What has a proof of its own goes without:
//! the audit, which is a chain under a signed head; and so does what counts by being there.

use crate::port::crypto::keys::SealingKeys;
use crate::port::store::Key;

/// How many bytes are added to a record: a line feed, the id, a dot and the MAC.
pub(crate) const BYTES: usize = 1 + 12 + 1 + 43;

/// What has a proof of its own, by the second part of its key.
const PROVEN_OTHERWISE: [&str; 3] = ["audit", "audit-head", "audit-cut"];
/// What counts by being there: made up, it refuses a token, an assertion, a JWT of an outside issuer or a proof, and never grants.
const COUNT_BY_PRESENCE: [&str; 4] = ["revoked", "assertion", "outside", "proof"];

/// Why a value is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// No key of the settings has signed it: that key was taken out, or lost.
    KeyUnknown,
    /// It is not as it was signed, or lies elsewhere, or was never signed.
    Forged,
}

/// Whether what lies there is vouched for here.
pub(crate) fn covers(key: &Key) -> bool {
    let second = key.as_str().split('/').nth(1).unwrap_or_default();
    !PROVEN_OTHERWISE.contains(&second) && !COUNT_BY_PRESENCE.contains(&second)
}

/// The value as it is stored.
pub(crate) fn signed(keys: &SealingKeys, key: &Key, mut value: Vec<u8>) -> Vec<u8> {
    if !covers(key) {
        return value;
    }
    let mac = keys.mac_of_record([key.as_str().as_bytes(), &value]);
    value.extend_from_slice(format!("\n{}.{mac}", keys.first_id()).as_bytes());
    value
}

/// The record's JSON in a value that is stored.
pub(crate) fn opened<'a>(keys: &SealingKeys, key: &Key, value: &'a [u8]) -> Result<&'a [u8], Doubt> {
    if !covers(key) {
        return Ok(value);
    }
    let (json, id, mac) = parts(value).ok_or(Doubt::Forged)?;
    match keys.record_verifies(id, [key.as_str().as_bytes(), json], mac) {
        Some(true) => Ok(json),
        Some(false) => Err(Doubt::Forged),
        None => Err(Doubt::KeyUnknown),
    }
}

/// The JSON of whoever has written it, and whether it is to be doubted.
pub(crate) fn claimed<'a>(keys: &SealingKeys, key: &Key, value: &'a [u8]) -> (&'a [u8], Option<Doubt>) {
    match opened(keys, key, value) {
        Ok(json) => (json, None),
        Err(doubt) => (parts(value).map_or(value, |(json, ..)| json), Some(doubt)),
    }
}

/// The value under the key that seals, if another key of the settings has signed it; with `adopt`, also if a key did that is no longer there.
pub(crate) fn again(
    keys: &SealingKeys,
    key: &Key,
    value: &[u8],
    adopt: bool,
) -> Result<Option<Vec<u8>>, Doubt> {
    if !covers(key) {
        return Ok(None);
    }
    let (json, id, _) = parts(value).ok_or(Doubt::Forged)?;
    match opened(keys, key, value) {
        Ok(_) if id == keys.first_id() => Ok(None),
        Ok(_) => Ok(Some(signed(keys, key, json.to_vec()))),
        Err(Doubt::KeyUnknown) if adopt => Ok(Some(signed(keys, key, json.to_vec()))),
        Err(doubt) => Err(doubt),
    }
}

/// The JSON, the id of the key that signed it, and the MAC. JSON as it is written here has no line feed.
fn parts(value: &[u8]) -> Option<(&[u8], &str, &str)> {
    let end = value.iter().rposition(|byte| *byte == b'\n')?;
    let (json, line) = value.split_at_checked(end)?;
    let (id, mac) = std::str::from_utf8(line.get(1..)?).ok()?.split_once('.')?;
    Some((json, id, mac))
}
