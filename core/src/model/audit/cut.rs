//! The cut: where a company's chain of events begins, when its earliest events are gone.

use super::link::Link;
use crate::model::record::VERSION;
use crate::port::crypto::keys::{SealingKeys, mac_verifies};
use crate::port::crypto::mac::{MacUse, mac_of};
use crate::value::error::Error;
use crate::value::identifier::Segment;
use crate::value::timestamp::{Timestamp, seconds};
use crate::value::tree::{FromTree, Misfit, Tree};
use serde::Serialize;

/// Where a company's audit begins, when its earliest events are cut off.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub(crate) struct CutRecord {
    v: u8,
    /// The last event that was cut off.
    #[serde(flatten)]
    pub(crate) last: Link,
    /// The number of the last event that is gone: those between are still to be removed.
    pub(crate) gone: u64,
    #[serde(serialize_with = "seconds::serialize")]
    at: Timestamp,
    mac: String,
    key_id: String,
}

impl FromTree for CutRecord {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        let record = tree.record()?;
        Ok(Self {
            v: record.needed("v")?,
            last: Link::from_tree(tree)?,
            gone: record.needed("gone")?,
            at: record.moment("at")?,
            mac: record.needed("mac")?,
            key_id: record.needed("key_id")?,
        })
    }
}

impl CutRecord {
    /// The cut after `last`, with all events up to `gone` removed.
    pub(crate) fn signed(
        segment: &Segment,
        last: Link,
        gone: u64,
        at: Timestamp,
        keys: &SealingKeys,
    ) -> Result<Self, Error> {
        let key = keys.first();
        let unsigned = Self { v: VERSION, last, gone, at, mac: String::new(), key_id: key.id() };
        let mac = mac_of(key, MacUse::Cut, &unsigned.message(segment))?;
        Ok(Self { mac, ..unsigned })
    }

    /// Whether the core wrote it, by any of the sealing keys that are configured.
    pub(crate) fn is_signed(&self, segment: &Segment, keys: &SealingKeys) -> bool {
        mac_verifies(keys, &self.key_id, MacUse::Cut, &self.message(segment), &self.mac)
    }

    /// The same under the first sealing key, with all events up to `gone` removed.
    pub(crate) fn again(self, segment: &Segment, gone: u64, keys: &SealingKeys) -> Result<Self, Error> {
        Self::signed(segment, self.last, gone, self.at, keys)
    }

    pub(crate) fn key_id(&self) -> &str {
        &self.key_id
    }

    fn message(&self, segment: &Segment) -> String {
        let Self { last, gone, at, .. } = self;
        format!("{}.{}.{gone}.{}.{}", segment.as_str(), last.number, at.seconds(), last.hash)
    }
}
