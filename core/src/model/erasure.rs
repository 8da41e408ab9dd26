//! An erasure: how far it has come, in the company's record, and the receipt that stays.

use crate::port::crypto::keys::{SealingKeys, mac_verifies};
use crate::port::crypto::mac::{MacUse, mac_of};
use crate::value::error::Error;
use crate::value::identifier::Segment;
use crate::value::timestamp::{Timestamp, seconds};
use crate::value::tree::{FromTree, Misfit, Tree, as_serde_reads};
use serde::{Deserialize, Serialize};

/// How far an erasure has come.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Erasing {
    #[serde(serialize_with = "seconds::serialize")]
    pub(crate) begun_at: Timestamp,
    /// When something was removed last, or the erasure began.
    #[serde(serialize_with = "seconds::serialize")]
    pub(crate) touched_at: Timestamp,
    /// How many records were removed.
    pub(crate) removed: u64,
    /// How many of the accounts that the company counted have not been found yet.
    pub(crate) accounts_left: u64,
    /// The audit event that is removed next.
    pub(crate) next_event: u64,
    /// The last audit event, by the signed head; 0 where there was none.
    pub(crate) last_event: u64,
    /// The receipt, once everything is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) receipt: Option<ErasureReceipt>,
}

impl FromTree for Erasing {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        let record = tree.record()?;
        Ok(Self {
            begun_at: record.moment("begun_at")?,
            touched_at: record.moment("touched_at")?,
            removed: record.needed("removed")?,
            accounts_left: record.needed("accounts_left")?,
            next_event: record.needed("next_event")?,
            last_event: record.needed("last_event")?,
            receipt: record.optional("receipt")?,
        })
    }
}

as_serde_reads!(ErasureReceipt);

/// That everything of a company is gone. The hash that its keys held tells whose it is to whoever knows or guesses the company's id, and no one else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErasureReceipt {
    /// The first 32 characters of lower-case base32 of SHA-256 of `badgehouse-company-v1` and the company's id.
    pub company_hash: String,
    /// When the erasure began.
    pub begun_at: Timestamp,
    /// When it was done.
    pub ended_at: Timestamp,
    /// How many records were removed.
    pub removed: u64,
    /// The service's MAC over the above.
    pub mac: String,
    /// The sealing key that the MAC's key is derived from.
    pub key_id: String,
}

impl ErasureReceipt {
    pub(crate) fn signed(
        segment: &Segment,
        erasing: &Erasing,
        ended_at: Timestamp,
        keys: &SealingKeys,
    ) -> Result<Self, Error> {
        let key = keys.first();
        let unsigned = Self {
            company_hash: segment.as_str().into(),
            begun_at: erasing.begun_at,
            ended_at,
            removed: erasing.removed,
            mac: String::new(),
            key_id: key.id(),
        };
        let mac = mac_of(key, MacUse::Erasure, &unsigned.message())?;
        Ok(Self { mac, ..unsigned })
    }

    /// Whether this service wrote it, by a sealing key that is configured.
    pub(crate) fn is_signed(&self, keys: &SealingKeys) -> bool {
        mac_verifies(keys, &self.key_id, MacUse::Erasure, &self.message(), &self.mac)
    }

    fn message(&self) -> String {
        let Self { company_hash, begun_at, ended_at, removed, .. } = self;
        format!("{company_hash}.{}.{}.{removed}", begun_at.seconds(), ended_at.seconds())
    }
}
