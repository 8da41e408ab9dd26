//! Erasing a company: everything of it goes, in bounded steps that can be repeated, and a signed receipt stays.
//!
//! The first step marks the company's record, after which every change is refused and no token counts; then go the accounts, the audit's events, and the rest.
//! What there is to remove is known by lists, which may lag. So the accounts are counted against the company's record, the events go by their numbers, and the receipt is
//! written once a call finds nothing more a while after the last that did. The company's record stays with it: what a list has kept back even then does not count.

use crate::core::events::gone_and_last;
use crate::core::{ATTEMPTS_TO_END, Context};
use crate::model::company::CompanyRecord;
use crate::model::erasure::{Erasing, ErasureReceipt};
use crate::model::record::{self, Stored};
use crate::port::store::{Change, Commit, Expect, Key, Version};
use crate::value::error::Error;
use crate::value::identifier::{CompanyId, Segment};
use crate::value::input;
use crate::value::timestamp::Timestamp;
use serde::Serialize;

/// How many records go in one commit.
const RECORDS_AT_ONCE: u32 = 50;
/// How many commits one call makes.
const COMMITS_AT_ONCE: usize = 80;
/// How long after the last removal a call has to find nothing, for lists that lag.
const QUIET_SECONDS: u64 = 60;

/// What an erasure came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Erasure {
    /// How many records are gone so far.
    pub removed: u64,
    /// How many of the company's accounts were not found yet. As long as there are any there is no receipt; erase again, and if they stay, look at the store.
    pub accounts_left: u64,
    /// From when on to erase again for the receipt, once nothing more was found: lists may lag. Absent while there is more to remove.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt_from: Option<Timestamp>,
    /// The receipt, once everything is gone; until then erase again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<ErasureReceipt>,
}

/// `confirmation` is the company once more, so that nobody erases one by a slip.
pub(crate) async fn erase(context: &Context, company: &str, confirmation: &str) -> Result<Erasure, Error> {
    let id = input::parsed::<CompanyId>("/company", company)?;
    if confirmation != company {
        return Err(Error::invalid_at("/confirmation", "the confirmation is the company's id once more"));
    }
    let segment = id.segment();
    let erasing = marked(context, &id, &segment).await?;
    if erasing.receipt.is_some() {
        return Ok(Erasure { receipt: erasing.receipt.clone(), ..answer(&erasing) });
    }
    let mut step = Step { context, segment: &segment, commits: COMMITS_AT_ONCE };
    let looked_through = step.listed(record::accounts(&segment)).await?
        && step.events().await?
        && step.listed(record::all(&segment)).await?;
    let removed = step.commits < COMMITS_AT_ONCE;
    let (company, erasing) = step.company().await?;
    if !looked_through || erasing.accounts_left > 0 {
        return Ok(answer(&erasing));
    }
    if erasing.touched_at > context.now {
        // By a clock that has fallen back since: the minute begins anew, or nobody could wait for its end.
        let erasing = Erasing { touched_at: context.now, ..erasing };
        let receipt_from = Some(context.now.after(QUIET_SECONDS));
        let answer = Erasure { receipt_from, ..answer(&erasing) };
        let Stored { record, version } = company;
        put(context, &segment, version, &record.being_erased(erasing), Vec::new()).await?;
        return Ok(answer);
    }
    let receipt_from = erasing.touched_at.after(QUIET_SECONDS);
    if removed || context.now < receipt_from {
        return Ok(Erasure { receipt_from: Some(receipt_from), ..answer(&erasing) });
    }
    finish(context, &segment, company, erasing).await
}

fn answer(erasing: &Erasing) -> Erasure {
    let Erasing { removed, accounts_left, .. } = *erasing;
    Erasure { removed, accounts_left, receipt_from: None, receipt: None }
}

async fn read(context: &Context, segment: &Segment) -> Result<Option<Stored<CompanyRecord>>, Error> {
    CompanyRecord::read(&context.read(vec![record::company(segment)]).await?, segment)
}

/// How far the erasure has come, which begins with this if there is none. Accounts that are made or deleted meanwhile change the company's record, and keep no
/// erasure away.
async fn marked(context: &Context, id: &CompanyId, segment: &Segment) -> Result<Erasing, Error> {
    for _ in 0..ATTEMPTS_TO_END {
        let reading = context.read(vec![record::company(segment)]).await?;
        CompanyRecord::of(id, &reading)?;
        let stored = CompanyRecord::read(&reading, segment)?.ok_or_else(Error::not_found)?;
        if let Some(erasing) = stored.record.erasing {
            return Ok(erasing);
        }
        mark(context, segment, stored).await?;
    }
    Err(moved())
}

/// Marks the company's record, with what there is to find, unless it has changed.
async fn mark(context: &Context, segment: &Segment, company: Stored<CompanyRecord>) -> Result<(), Error> {
    let (gone, last) = gone_and_last(context, segment).await?.unwrap_or_default();
    let erasing = Erasing {
        begun_at: context.now,
        touched_at: context.now,
        removed: 0,
        accounts_left: company.record.all_accounts(),
        next_event: gone.saturating_add(1),
        last_event: last,
        receipt: None,
    };
    let Stored { record, version } = company;
    let put = record::put(record::company(segment), Expect::Version(version), &record.being_erased(erasing))?;
    context.commit(vec![put]).await?;
    Ok(())
}

/// Writes the company's record beside other changes; whether no other commit came first.
async fn put(
    context: &Context,
    segment: &Segment,
    version: Version,
    record: &CompanyRecord,
    mut changes: Vec<Change>,
) -> Result<bool, Error> {
    changes.push(record::put(record::company(segment), Expect::Version(version), record)?);
    Ok(context.commit(changes).await? == Commit::Committed)
}

/// What one call removes.
struct Step<'a> {
    context: &'a Context,
    segment: &'a Segment,
    commits: usize,
}

impl Step<'_> {
    async fn company(&self) -> Result<(Stored<CompanyRecord>, Erasing), Error> {
        let company = read(self.context, self.segment).await?.ok_or_else(moved)?;
        let erasing = company.record.erasing.clone().ok_or_else(moved)?;
        Ok((company, erasing))
    }

    /// Removes what a list shows; whether it was looked through to its end.
    async fn listed(&mut self, prefix: String) -> Result<bool, Error> {
        let mut after: Option<Key> = None;
        loop {
            let listed = self.context.port.list(prefix.clone(), after, RECORDS_AT_ONCE).await?;
            let full = u32::try_from(listed.len()).is_ok_and(|found| found >= RECORDS_AT_ONCE);
            let keys: Vec<Key> = listed.into_iter().map(|found| found.key).collect();
            after = keys.last().cloned();
            if !self.remove(keys, None).await? {
                return Ok(false);
            }
            if !full {
                return Ok(true);
            }
        }
    }

    /// Removes the audit's events by their numbers; whether all are gone.
    async fn events(&mut self) -> Result<bool, Error> {
        let (_, Erasing { next_event: mut next, last_event: last, .. }) = self.company().await?;
        while next <= last {
            let end = last.min(next.saturating_add(u64::from(RECORDS_AT_ONCE)).saturating_sub(1));
            let keys = (next..=end).map(|number| record::audit_event(self.segment, number)).collect();
            next = end.saturating_add(1);
            if !self.remove(keys, Some(next)).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Removes what there is of these, and counts it in the company's record, which stays; whether it could, within the commits of one call. A list that lags shows
    /// what is gone already, and a get does not.
    async fn remove(&mut self, keys: Vec<Key>, next_event: Option<u64>) -> Result<bool, Error> {
        let kept = record::company(self.segment);
        let keys: Vec<Key> = keys.into_iter().filter(|key| *key != kept).collect();
        for _ in 0..ATTEMPTS_TO_END {
            match self.remove_once(&keys, next_event).await? {
                Removed::Conflict => {}
                Removed::All => return Ok(true),
                Removed::NoCommitLeft => return Ok(false),
            }
        }
        Err(moved())
    }

    async fn remove_once(&mut self, keys: &[Key], next_event: Option<u64>) -> Result<Removed, Error> {
        let kept = record::company(self.segment);
        let reading = self.context.read(keys.iter().cloned().chain([kept]).collect()).await?;
        let company = CompanyRecord::read(&reading, self.segment)?.ok_or_else(moved)?;
        let mut erasing = company.record.erasing.clone().ok_or_else(moved)?;
        let mut gone = Vec::new();
        for key in keys {
            if let Some(version) = reading.version(key)? {
                gone.push(record::delete(key.clone(), Expect::Version(version)));
            }
        }
        if gone.is_empty() {
            return Ok(Removed::All);
        }
        let Some(commits) = self.commits.checked_sub(1) else { return Ok(Removed::NoCommitLeft) };
        self.commits = commits;
        let accounts = record::accounts(self.segment);
        let accounts = gone.iter().filter(|change| change.key.as_str().starts_with(&accounts)).count();
        erasing.accounts_left =
            erasing.accounts_left.saturating_sub(u64::try_from(accounts).unwrap_or(u64::MAX));
        erasing.removed = erasing.removed.saturating_add(u64::try_from(gone.len()).unwrap_or(u64::MAX));
        erasing.touched_at = self.context.now;
        erasing.next_event = next_event.unwrap_or(erasing.next_event);
        let Stored { record, version } = company;
        let committed = put(self.context, self.segment, version, &record.being_erased(erasing), gone).await?;
        Ok(if committed { Removed::All } else { Removed::Conflict })
    }
}

/// What became of records that were to go.
enum Removed {
    All,
    /// They are there still: another commit came first.
    Conflict,
    /// They are there still: this call has made all the commits that it may.
    NoCommitLeft,
}

/// Writes the receipt into what stays of the company's record.
async fn finish(
    context: &Context,
    segment: &Segment,
    company: Stored<CompanyRecord>,
    erasing: Erasing,
) -> Result<Erasure, Error> {
    let receipt = ErasureReceipt::signed(segment, &erasing, context.now, &context.keys)?;
    let so_far = answer(&erasing);
    let erasing = Erasing { receipt: Some(receipt.clone()), ..erasing };
    let Stored { record, version } = company;
    let committed = put(context, segment, version, &record.erased(erasing), Vec::new()).await?;
    // When another commit came first, the next call has the receipt or writes it.
    Ok(if committed {
        Erasure { receipt: Some(receipt), ..so_far }
    } else {
        Erasure { receipt_from: Some(context.now), ..so_far }
    })
}

fn moved() -> Error {
    Error::unavailable("the company changed meanwhile; erase it again")
}
