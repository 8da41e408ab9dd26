//! The head: where a company's chain of events stands, under a key that the store does not have.

use crate::model::record::VERSION;
use crate::port::crypto::keys::{SealingKeys, mac_verifies};
use crate::port::crypto::mac::{MacUse, mac_of};
use crate::port::store::Expect;
use crate::value::error::Error;
use crate::value::identifier::{CompanyId, Segment};
use crate::value::tree::{FromTree, Misfit, Tree};
use base64ct::{Base64UrlUnpadded, Encoding};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Where a company's audit stands.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub(crate) struct AuditHead {
    pub(crate) v: u8,
    /// The number of the next event; the first is 1.
    pub(crate) next: u64,
    /// The hash of the last event.
    pub(crate) hash: String,
    /// HMAC-SHA-256 over the segment and all of the above and below, base64url.
    pub(crate) mac: String,
    /// The sealing key that the MAC's key is derived from.
    pub(crate) key_id: String,
    /// The last event after which the head was not as the core had signed it. It stays, so that the change that comes after a
    /// forgery does not sign it as good, and a lost sealing key stops no change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) unproven: Option<u64>,
}

impl FromTree for AuditHead {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        let record = tree.record()?;
        Ok(Self {
            v: record.needed("v")?,
            next: record.needed("next")?,
            hash: record.needed("hash")?,
            mac: record.needed("mac")?,
            key_id: record.needed("key_id")?,
            unproven: record.optional("unproven")?,
        })
    }
}

/// A head to be kept outside: what the audit is verified against later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AuditHeadView {
    /// Whose audit; absent for the platform's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<CompanyId>,
    /// The number of the last event; 0 before the first.
    pub number: u64,
    /// Its hash: SHA-256 over its line of the export, base64url.
    pub hash: String,
    /// The service's MAC over the above.
    pub mac: String,
    /// The sealing key that the MAC's key is derived from.
    pub key_id: String,
    /// The last event after which the head was not as it had been signed; absent when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unproven: Option<u64>,
}

/// The place of a new event in the chain.
pub(crate) struct Place {
    pub(crate) number: u64,
    pub(crate) previous: String,
    unproven: Option<u64>,
    /// Whether nothing of this service's can lie there.
    free: bool,
}

impl Place {
    /// The place of a company's first event.
    pub(crate) fn first(segment: &Segment) -> Self {
        Self { number: 1, previous: origin(segment), unproven: None, free: false }
    }

    /// The place after a head that the core has signed; none after another, which may say what it likes. A commit that holds such a head to its version
    /// writes over whatever lies in this place: nobody but another writer of the store has put it there.
    pub(crate) fn after(segment: &Segment, head: &AuditHead, keys: &SealingKeys) -> Option<Self> {
        let (number, previous, unproven) = (head.next, head.hash.clone(), head.unproven);
        head.is_signed(segment, keys).then_some(Self { number, previous, unproven, free: true })
    }

    /// The place after the last event that is there, by its number and hash, of an audit whose head is gone. What came before is not proven any more.
    pub(crate) fn after_loss(segment: &Segment, last: Option<(u64, String)>) -> Self {
        let (number, previous) = last.unwrap_or_else(|| (0, origin(segment)));
        Self { number: number.saturating_add(1), previous, unproven: Some(number), free: false }
    }

    /// What the event's commit expects in this place.
    pub(crate) fn expect(&self) -> Expect {
        if self.free { Expect::Any } else { Expect::Absent }
    }

    /// The head once the event in this place is written.
    pub(crate) fn head(
        self,
        segment: &Segment,
        hash: String,
        keys: &SealingKeys,
    ) -> Result<AuditHead, Error> {
        AuditHead::signed(segment, self.number.saturating_add(1), hash, self.unproven, keys)
    }
}

impl AuditHead {
    fn signed(
        segment: &Segment,
        next: u64,
        hash: String,
        unproven: Option<u64>,
        keys: &SealingKeys,
    ) -> Result<Self, Error> {
        let key = keys.first();
        let unsigned = Self { v: VERSION, next, hash, mac: String::new(), key_id: key.id(), unproven };
        let mac = mac_of(key, MacUse::Head, &unsigned.message(segment))?;
        Ok(Self { mac, ..unsigned })
    }

    /// The same under the first sealing key.
    pub(crate) fn again(self, segment: &Segment, keys: &SealingKeys) -> Result<Self, Error> {
        Self::signed(segment, self.next, self.hash, self.unproven, keys)
    }

    /// The head of a company without events.
    pub(crate) fn before_the_first(segment: &Segment, keys: &SealingKeys) -> Result<Self, Error> {
        Self::signed(segment, 1, origin(segment), None, keys)
    }

    pub(crate) fn number(&self) -> u64 {
        self.next.saturating_sub(1)
    }

    /// Whether the core wrote it, by any of the sealing keys that are configured.
    pub(crate) fn is_signed(&self, segment: &Segment, keys: &SealingKeys) -> bool {
        mac_verifies(keys, &self.key_id, MacUse::Head, &self.message(segment), &self.mac)
    }

    /// None of the parts but the last can hold a dot.
    fn message(&self, segment: &Segment) -> String {
        let unproven = self.unproven.map(|number| number.to_string()).unwrap_or_default();
        format!("{}.{}.{unproven}.{}", segment.as_str(), self.next, self.hash)
    }

    pub(crate) fn view(self, company: Option<CompanyId>) -> AuditHeadView {
        let number = self.number();
        let Self { hash, mac, key_id, unproven, .. } = self;
        AuditHeadView { company, number, hash, mac, key_id, unproven }
    }
}

impl AuditHeadView {
    pub(crate) fn record(&self) -> AuditHead {
        let Self { number, hash, mac, key_id, unproven, .. } = self.clone();
        AuditHead { v: VERSION, next: number.saturating_add(1), hash, mac, key_id, unproven }
    }
}

/// The hash of an event, over the bytes that are stored.
pub(crate) fn hash_of(event: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(&Sha256::digest(event))
}

/// What the first event of a company holds as the hash before it.
pub(crate) fn origin(segment: &Segment) -> String {
    hash_of(format!("badgehouse-audit-v1.{}", segment.as_str()).as_bytes())
}
