//! Cutting: events older than policy keeps them go, from the first on, and a signed cut stays in their place: the number and the hash of the last that
//! was cut off. What is left is verified from there.
//!
//! Nothing goes before the chain was read from the cut before to a head that the core has signed: only that proves the hash which the cut will vouch for. What one call
//! does not get to read, or to remove, the next one does.

use crate::core::Context;
use crate::core::events::{BATCH, events};
use crate::model::audit::cut::CutRecord;
use crate::model::audit::head::AuditHead;
use crate::model::audit::link::Link;
use crate::model::audit::walk::WalkRecord;
use crate::model::company::CompanyRecord;
use crate::model::record::{self, Found, Stored};
use crate::model::store_time::NEAR_SECONDS;
use crate::port::store::{Change, Commit, Expect};
use crate::value::error::Error;
use crate::value::identifier::{CompanyId, Segment};
use crate::value::input;
use crate::value::timestamp::Timestamp;
use serde::Serialize;

/// So many events are read in one call.
const EVENTS_READ_AT_ONCE: u64 = 5000;
/// So many events go in one commit.
const EVENTS_AT_ONCE: u64 = 50;
/// So many commits are made in one call.
const COMMITS_AT_ONCE: usize = 20;

/// What a cut came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct AuditCut {
    /// The number of the last event that is gone; 0 when none ever went.
    pub number: u64,
    /// How many went by this call.
    pub removed: u64,
    /// Whether there is more to read or to remove: cut again.
    pub more: bool,
}

/// Where a company's audit stands.
struct Stand {
    segment: Segment,
    /// That the company is as it was read, so that nothing is written into one that is being erased.
    held: Change,
    head: AuditHead,
    cut: Option<Stored<CutRecord>>,
    walk: Found<WalkRecord>,
}

/// What reading the chain came to.
enum Proof {
    /// The first event is not old enough.
    NothingIsOld,
    /// The head is further than one call reads.
    Unfinished,
    /// The events before a new cut are to be removed.
    Cut,
}

/// Removes what is older than policy keeps, a thousand events at most; never the last event, and nothing of an audit that is not in order.
pub(crate) async fn cut(context: &mut Context, company: &str) -> Result<AuditCut, Error> {
    let company = input::parsed::<CompanyId>("/company", company)?;
    let Some(stand) = stand(context, &company).await? else {
        return Ok(AuditCut { number: 0, removed: 0, more: false });
    };
    let gone = stand.cut.as_ref().map_or(0, |cut| cut.record.gone);
    if stand.is_removing() {
        // The next call sees whether there is more to cut off.
        return Ok(AuditCut { more: true, ..remove(context, stand).await? });
    }
    let Some(kept) = context.settings.policy.audit_retention_seconds else {
        return Ok(AuditCut { number: gone, removed: 0, more: false });
    };
    // By the store's time, which no clock can hurry.
    let oldest = Timestamp::from_seconds(context.proven().seconds().saturating_sub(kept));
    match prove(context, stand, oldest).await? {
        Proof::NothingIsOld => Ok(AuditCut { number: gone, removed: 0, more: false }),
        Proof::Unfinished => Ok(AuditCut { number: gone, removed: 0, more: true }),
        Proof::Cut => match self::stand(context, &company).await? {
            Some(stand) => remove(context, stand).await,
            None => Err(Error::not_found()),
        },
    }
}

/// What there is; nothing of a company that is not there.
async fn stand(context: &mut Context, company: &CompanyId) -> Result<Option<Stand>, Error> {
    let segment = &company.segment();
    let (company_key, head_key) = (record::company(segment), record::audit_head(segment));
    let (cut_key, walk_key) = (record::audit_cut(segment), record::audit_walk(segment));
    let keys = [company_key.clone(), head_key.clone(), cut_key.clone(), walk_key.clone(), record::key_ring()];
    let reading = context.read(keys.into()).await?;
    context.go_by_what_was_read(&reading)?;
    CompanyRecord::of(company, &reading)?;
    let Some(company) = reading.record::<CompanyRecord>(&company_key)? else { return Ok(None) };
    if company.record.is_erasing() {
        return Err(Error::not_found());
    }
    let held = record::keep(company_key, Expect::Version(company.version));
    let head = reading.found::<AuditHead>(&head_key)?.into_stored();
    let head = head.map(|head| head.record).filter(|head| head.is_signed(segment, &context.keys));
    // What lies before a head that says so is not proven, and is what there is to look at.
    let head = head.filter(|head| head.unproven.is_none()).ok_or_else(unsound)?;
    let cut = match reading.found::<CutRecord>(&cut_key)? {
        Found::Record(cut) if cut.record.is_signed(segment, &context.keys) => Some(cut),
        Found::Nothing => None,
        Found::Record(_) | Found::Doubtful(_) => return Err(unsound()),
    };
    let walk = reading.found(&walk_key)?;
    Ok(Some(Stand { segment: segment.clone(), held, head, cut, walk }))
}

impl Stand {
    fn is_removing(&self) -> bool {
        self.cut.as_ref().is_some_and(|cut| cut.record.gone < cut.record.last.number)
    }

    /// The event after which the audit begins.
    fn begin(&self) -> Link {
        self.cut.as_ref().map_or_else(|| Link::origin(&self.segment), |cut| cut.record.last.clone())
    }

    /// How far an earlier call has read, as the last event that is to go and the last that was read.
    fn walked(&self) -> Option<(Link, Link)> {
        let walk = self.walk.record()?;
        let goes_on = walk.from == self.begin().number && walk.at.number <= self.head.number();
        goes_on.then(|| (walk.to.clone(), walk.at.clone()))
    }
}

/// Reads the chain on towards the head. Once it is there, writes the cut; else, how far it has come.
async fn prove(context: &Context, stand: Stand, oldest: Timestamp) -> Result<Proof, Error> {
    let begin = stand.begin();
    let (mut to, mut at) = stand.walked().unwrap_or_else(|| (begin.clone(), begin.clone()));
    let last = stand.head.number();
    let end = last.min(at.number.saturating_add(EVENTS_READ_AT_ONCE));
    // An event that a clock has dated ahead is as old as those after it, which were written later.
    let ahead = context.proven().after(NEAR_SECONDS);
    let mut unbroken = to.number == at.number;
    while at.number < end {
        let batch = end.min(at.number.saturating_add(BATCH));
        for (_, value) in events(context, &stand.segment, at.number, batch).await? {
            let Some(Ok((event, link))) = value.map(|value| at.next(&value)) else {
                return refuse(context, stand).await;
            };
            if unbroken && event.at < oldest && link.number < last {
                to = link.clone();
            } else if event.at <= ahead {
                unbroken = false;
            }
            at = link;
        }
        if to.number == begin.number && !unbroken {
            return Ok(Proof::NothingIsOld);
        }
    }
    if to.number == begin.number {
        return Ok(Proof::NothingIsOld);
    }
    let Stand { segment, held, head, cut, walk } = stand;
    let walk_key = record::audit_walk(&segment);
    let expect = walk.unchanged();
    if at.number < last {
        let walk = WalkRecord::new(begin.number, to, at);
        // When another call came first, it has read on.
        context.commit(vec![record::put(walk_key, expect, &walk)?, held]).await?;
        return Ok(Proof::Unfinished);
    }
    if at.hash != head.hash {
        return refuse(context, Stand { segment, held, head, cut, walk }).await;
    }
    let gone = cut.as_ref().map_or(0, |cut| cut.record.gone);
    let new = CutRecord::signed(&segment, to, gone, context.now, &context.keys)?;
    let put = record::put(record::audit_cut(&segment), record::unchanged(cut.as_ref()), &new)?;
    match context.commit(vec![put, record::delete(walk_key, expect), held]).await? {
        Commit::Committed => Ok(Proof::Cut),
        Commit::Conflict => Ok(Proof::Unfinished),
    }
}

/// Nothing goes. The next call begins anew, since the chain may have been falsified where it was read, and be mended by then.
async fn refuse(context: &Context, stand: Stand) -> Result<Proof, Error> {
    if stand.walk.record().is_some() {
        context.commit(vec![record::delete(record::audit_walk(&stand.segment), Expect::Any)]).await?;
    }
    Err(unsound())
}

/// Removes what was cut off, some of it.
async fn remove(context: &Context, stand: Stand) -> Result<AuditCut, Error> {
    let Stand { segment, held, cut, .. } = stand;
    let Some(Stored { record: cut, version }) = cut else { return Err(unsound()) };
    let (before, last) = (cut.gone, cut.last.number);
    let mut gone = before;
    for _ in 0..COMMITS_AT_ONCE {
        let end = last.min(gone.saturating_add(EVENTS_AT_ONCE));
        let numbers = gone.saturating_add(1)..=end;
        let removed =
            numbers.map(|number| record::delete(record::audit_event(&segment, number), Expect::Any));
        let removed: Vec<Change> = removed.collect();
        if removed.is_empty() {
            break;
        }
        context.commit(removed).await?;
        gone = end;
    }
    let put = cut.again(&segment, gone, &context.keys)?;
    let put = record::put(record::audit_cut(&segment), Expect::Version(version), &put)?;
    let committed = context.commit(vec![put, held]).await? == Commit::Committed;
    Ok(AuditCut { number: gone, removed: gone.saturating_sub(before), more: gone < last || !committed })
}

fn unsound() -> Error {
    Error::broken("the audit is not in order and is not cut; verify it")
}
