//! The cut: where a company's chain of events begins, when its earliest events are gone.

use crate::model::record::VERSION;
use crate::port::crypto::keys::{SealingKeys, mac_verifies};
use crate::port::crypto::mac::{MacUse, mac_of};
use crate::value::error::Error;
use crate::value::identifier::Segment;
use crate::value::timestamp::{Timestamp, seconds};
use serde::{Deserialize, Serialize};

/// Where a company's audit begins, when its earliest events are gone.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CutRecord {
    v: u8,
    /// The number of the last event that went.
    pub(crate) number: u64,
    /// Its hash.
    pub(crate) hash: String,
    #[serde(with = "seconds")]
    at: Timestamp,
    mac: String,
    key_id: String,
}

impl CutRecord {
    pub(crate) fn signed(
        segment: &Segment,
        number: u64,
        hash: String,
        at: Timestamp,
        keys: &SealingKeys,
    ) -> Result<Self, Error> {
        let key = keys.first();
        let unsigned = Self { v: VERSION, number, hash, at, mac: String::new(), key_id: key.id() };
        let mac = mac_of(key, MacUse::Cut, &unsigned.message(segment))?;
        Ok(Self { mac, ..unsigned })
    }

    /// Whether the core wrote it, by any of the sealing keys that are configured.
    pub(crate) fn is_signed(&self, segment: &Segment, keys: &SealingKeys) -> bool {
        mac_verifies(keys, &self.key_id, MacUse::Cut, &self.message(segment), &self.mac)
    }

    /// The same under the first sealing key.
    pub(crate) fn again(self, segment: &Segment, keys: &SealingKeys) -> Result<Self, Error> {
        Self::signed(segment, self.number, self.hash, self.at, keys)
    }

    pub(crate) fn key_id(&self) -> &str {
        &self.key_id
    }

    fn message(&self, segment: &Segment) -> String {
        format!("{}.{}.{}.{}", segment.as_str(), self.number, self.at.seconds(), self.hash)
    }
}
