//! The sealing keys of a product with what follows from each, derived once: its id, and the key of the MACs over records.

use super::mac::{self, MacUse};
use super::seal::SealingKey;
use base64ct::{Base64UrlUnpadded, Encoding};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::fmt;

/// The sealing keys of a product, of which there is one at least: the first seals, all open.
#[derive(Clone)]
pub(crate) struct SealingKeys {
    first: Known,
    earlier: Vec<Known>,
}

#[derive(Clone)]
struct Known {
    key: SealingKey,
    id: String,
    records: Hmac<Sha256>,
}

impl Known {
    fn new(key: &SealingKey) -> Option<Self> {
        let records = mac::keyed(key, MacUse::Record).ok()?;
        Some(Self { key: key.clone(), id: key.id(), records })
    }

    fn over(&self, parts: [&[u8]; 2]) -> Hmac<Sha256> {
        let [name, value] = parts;
        self.records.clone().chain_update(name).chain_update(b"\n").chain_update(value)
    }
}

impl SealingKeys {
    /// The keys in their order; nothing where there is none.
    pub(crate) fn new(keys: &[SealingKey]) -> Option<Self> {
        let (first, earlier) = keys.split_first()?;
        let earlier = earlier.iter().map(Known::new).collect::<Option<_>>()?;
        Some(Self { first: Known::new(first)?, earlier })
    }

    /// The one that seals.
    pub(crate) fn first(&self) -> &SealingKey {
        &self.first.key
    }

    /// All of them, the one that seals first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &SealingKey> {
        self.all().map(|known| &known.key)
    }

    /// The one of that [id](SealingKey::id).
    pub(crate) fn by_id(&self, id: &str) -> Option<&SealingKey> {
        self.known(id).map(|known| &known.key)
    }

    /// The id of the one that seals.
    pub(crate) fn first_id(&self) -> &str {
        &self.first.id
    }

    /// The MAC over a record by its name and value, of the key that seals, base64url. A name holds no line feed.
    pub(crate) fn mac_of_record(&self, parts: [&[u8]; 2]) -> String {
        Base64UrlUnpadded::encode_string(&self.first.over(parts).finalize().into_bytes())
    }

    /// Whether the MAC over a record is right; nothing where no key has that id.
    pub(crate) fn record_verifies(&self, id: &str, parts: [&[u8]; 2], mac: &str) -> Option<bool> {
        let known = self.known(id)?;
        let mac = Base64UrlUnpadded::decode_vec(mac).unwrap_or_default();
        Some(known.over(parts).verify_slice(&mac).is_ok())
    }

    fn all(&self) -> impl Iterator<Item = &Known> {
        std::iter::once(&self.first).chain(&self.earlier)
    }

    fn known(&self, id: &str) -> Option<&Known> {
        self.all().find(|known| known.id == id)
    }
}

impl fmt::Debug for SealingKeys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.iter()).finish()
    }
}

/// Whether a MAC is right, by the key of that id, which has to be among these.
pub(crate) fn mac_verifies(
    keys: &SealingKeys,
    key_id: &str,
    usage: MacUse,
    message: &str,
    expected: &str,
) -> bool {
    let Some(key) = keys.by_id(key_id) else { return false };
    let Ok(expected) = Base64UrlUnpadded::decode_vec(expected) else { return false };
    mac::keyed(key, usage).is_ok_and(|mac| mac.chain_update(message).verify_slice(&expected).is_ok())
}
