//! Erasing a company: everything of it goes, in bounded steps that can be repeated, and a signed receipt stays.
//!
//! The first step marks the company's record, after which every change is refused; then go the accounts, so that nothing fetches or uses a token any
//! more; then the rest, and the company's record last.

pub(crate) mod reseal;

use crate::core::{Context, Core, Outcome};
use crate::model::company::{CompanyRecord, Erasing};
use crate::model::record::{self, Stored, VERSION};
use crate::port::crypto::keys::{SealingKeys, mac_verifies};
use crate::port::crypto::mac::{MacUse, mac_of};
use crate::port::store::{Change, Commit, Expect, Key, Version};
use crate::value::error::Error;
use crate::value::identifier::{CompanyId, Segment};
use crate::value::input;
use crate::value::random::Start;
use crate::value::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// How many records go in one commit.
const RECORDS_AT_ONCE: u32 = 50;
/// How many commits one call makes.
const COMMITS_AT_ONCE: usize = 40;

/// What an erasure came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Erasure {
    /// How many records are gone so far.
    pub removed: u64,
    /// The receipt, once everything is gone; until then erase again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<ErasureReceipt>,
}

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

/// A receipt as it lies in the store.
#[derive(Serialize, Deserialize)]
struct ReceiptRecord {
    v: u8,
    #[serde(flatten)]
    receipt: ErasureReceipt,
}

impl Core {
    /// Removes everything of a company, some at a time, and answers a receipt at the end; `confirmation` is the company once more. For the platform.
    pub fn erase_company(&self, start: Start, company: String, confirmation: String) -> Outcome<Erasure> {
        self.begin(start, |mut context| async move { erase(&mut context, &company, &confirmation).await })
    }

    /// Whether a receipt is this service's, by a sealing key that is configured. It asks no store.
    pub fn verify_erasure_receipt(&self, receipt: &ErasureReceipt) -> bool {
        receipt.is_signed(self.keys())
    }
}

impl ErasureReceipt {
    /// Whether this service wrote it, by a sealing key that is configured.
    pub(crate) fn is_signed(&self, keys: &SealingKeys) -> bool {
        mac_verifies(keys, &self.key_id, MacUse::Erasure, &self.message(), &self.mac)
    }

    fn message(&self) -> String {
        format!(
            "{}.{}.{}.{}",
            self.company_hash,
            self.begun_at.seconds(),
            self.ended_at.seconds(),
            self.removed
        )
    }
}

/// `confirmation` is the company once more, so that nobody erases one by a slip.
pub(crate) async fn erase(
    context: &mut Context,
    company: &str,
    confirmation: &str,
) -> Result<Erasure, Error> {
    let id = input::parsed::<CompanyId>("/company", company)?;
    if confirmation != company {
        return Err(Error::invalid_at("/confirmation", "the confirmation is the company's id once more"));
    }
    let segment = id.segment();
    let Some((mut record, mut version)) = mark(context, &segment, &id).await? else {
        return receipt(context, &segment).await;
    };
    for prefix in [record::accounts(&segment), record::all(&segment)] {
        for _ in 0..COMMITS_AT_ONCE {
            let listed = context.port.list(prefix.clone(), None, RECORDS_AT_ONCE).await?;
            let kept = record::company(&segment);
            let keys: Vec<Key> =
                listed.into_iter().map(|found| found.key).filter(|key| *key != kept).collect();
            if keys.is_empty() {
                break;
            }
            version = remove(context, &segment, &mut record, version, keys).await?;
        }
    }
    let left = context.port.list(record::all(&segment), None, 2).await?;
    if left.iter().any(|found| found.key != record::company(&segment)) {
        return Ok(Erasure { removed: record.removed(), receipt: None });
    }
    finish(context, &segment, record, version).await
}

/// The company's record with the mark that an erasure is under way; nothing when there is no record.
async fn mark(
    context: &Context,
    segment: &Segment,
    id: &CompanyId,
) -> Result<Option<(CompanyRecord, Version)>, Error> {
    let key = record::company(segment);
    let reading = context.read(vec![key.clone()]).await?;
    CompanyRecord::of(id, &reading)?;
    let Some(Stored { mut record, version }) = reading.record::<CompanyRecord>(&key)? else {
        return Ok(None);
    };
    if record.is_erasing() {
        return Ok(Some((record, version)));
    }
    record.erasing = Some(Erasing { begun_at: context.now, removed: 0 });
    let version = remove(context, segment, &mut record, version, Vec::new()).await?;
    Ok(Some((record, version)))
}

/// Removes the keys and counts them in the company's record; the record's new version.
async fn remove(
    context: &Context,
    segment: &Segment,
    record: &mut CompanyRecord,
    version: Version,
    keys: Vec<Key>,
) -> Result<Version, Error> {
    let number = u64::try_from(keys.len()).unwrap_or(u64::MAX);
    if let Some(erasing) = &mut record.erasing {
        erasing.removed = erasing.removed.saturating_add(number);
    }
    let delete = |key| record::delete(key, Expect::Any);
    let mut changes: Vec<Change> = keys.into_iter().map(delete).collect();
    let key = record::company(segment);
    changes.push(record::put(key.clone(), Expect::Version(version), record)?);
    let moved = || Error::unavailable("the company changed meanwhile; erase it again");
    if context.commit(changes).await? == Commit::Conflict {
        return Err(moved());
    }
    let stored: Option<Stored<CompanyRecord>> = context.read(vec![key.clone()]).await?.record(&key)?;
    stored.filter(|stored| stored.record == *record).map(|stored| stored.version).ok_or_else(moved)
}

/// Writes the receipt, then removes the company's record. Stopped between the two, the next call comes here again.
async fn finish(
    context: &Context,
    segment: &Segment,
    record: CompanyRecord,
    version: Version,
) -> Result<Erasure, Error> {
    let begun_at = record.erasing.as_ref().map_or(context.now, |erasing| erasing.begun_at);
    let key = context.keys.first();
    let unsigned = ErasureReceipt {
        company_hash: segment.as_str().into(),
        begun_at,
        ended_at: context.now,
        removed: record.removed().saturating_add(1),
        mac: String::new(),
        key_id: key.id(),
    };
    let receipt = ErasureReceipt { mac: mac_of(key, MacUse::Erasure, &unsigned.message())?, ..unsigned };
    let kept = ReceiptRecord { v: VERSION, receipt: receipt.clone() };
    let put = record::put(record::erasure(segment), Expect::Any, &kept)?;
    context.commit(vec![put]).await?;
    let gone = record::delete(record::company(segment), Expect::Version(version));
    match context.commit(vec![gone]).await? {
        Commit::Committed => Ok(Erasure { removed: receipt.removed, receipt: Some(receipt) }),
        Commit::Conflict => Err(Error::unavailable("the company changed meanwhile; erase it again")),
    }
}

/// The receipt of an erasure that is done.
async fn receipt(context: &Context, segment: &Segment) -> Result<Erasure, Error> {
    let key = record::erasure(segment);
    let stored: Option<Stored<ReceiptRecord>> = context.read(vec![key.clone()]).await?.record(&key)?;
    let receipt = stored.map(|stored| stored.record.receipt).ok_or_else(Error::not_found)?;
    Ok(Erasure { removed: receipt.removed, receipt: Some(receipt) })
}
