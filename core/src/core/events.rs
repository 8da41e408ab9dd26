//! The stored events of a chain, a company's or the platform's own, by their numbers; and the place of the next.

use crate::core::{ATTEMPTS, Context};
use crate::model::audit::cut::CutRecord;
use crate::model::audit::head::{AuditHead, Place, hash_of};
use crate::model::record::{self, Found, Stored};
use crate::port::store::{Change, Commit, Expect, Key, MAX_GET_KEYS};
use crate::value::error::Error;
use crate::value::identifier::Segment;

/// How many events are looked at for one page.
pub(crate) const MAX_SCAN: u64 = 1000;

/// The greatest number that an event can have: more than there is time for.
const MAX_NUMBER: u64 = 1 << 62;

/// Numbers without gaps, so that events are read by key: a list may lag behind the head.
pub(crate) const BATCH: u64 = MAX_GET_KEYS as u64;

/// The stored bytes of the events after `after` up to `end`, which are at most a batch.
pub(crate) async fn events(
    context: &Context,
    segment: &Segment,
    after: u64,
    end: u64,
) -> Result<Vec<(u64, Option<Vec<u8>>)>, Error> {
    let numbers = after.saturating_add(1)..=end;
    let keys = numbers.clone().map(|number| record::audit_event(segment, number)).collect::<Vec<_>>();
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let found = context.port.get(keys).await?;
    Ok(numbers.zip(found).map(|(number, entry)| (number, entry.map(|entry| entry.value))).collect())
}

/// The place of the next event.
pub(crate) async fn place(
    context: &Context,
    segment: &Segment,
    head: &Found<AuditHead>,
) -> Result<Place, Error> {
    match head.record().and_then(|head| Place::after(segment, head, &context.keys)) {
        Some(place) => Ok(place),
        // The first event of a company comes with all that is ever there of it.
        None if is_empty(context, segment).await? => Ok(Place::first(segment)),
        None => after_a_lost_head(context, segment).await,
    }
}

/// Whether there is nothing of a company.
async fn is_empty(context: &Context, segment: &Segment) -> Result<bool, Error> {
    Ok(context.port.list(record::all(segment), None, 1).await?.is_empty())
}

/// The numbers of the last event that is gone and of the last that there is, as the core has signed them; nothing where it has not, or where the chain was
/// broken before: there may be gaps between the numbers then.
pub(crate) async fn gone_and_last(context: &Context, segment: &Segment) -> Result<Option<(u64, u64)>, Error> {
    let (head_key, cut_key) = (record::audit_head(segment), record::audit_cut(segment));
    let reading = context.read(vec![head_key.clone(), cut_key.clone()]).await?;
    let head = reading.found::<AuditHead>(&head_key)?.into_stored();
    let sound = |head: &AuditHead| head.unproven.is_none() && head.is_signed(segment, &context.keys);
    let Some(head) = head.map(|head| head.record).filter(sound) else { return Ok(None) };
    let cut = reading.found::<CutRecord>(&cut_key)?.into_stored();
    let cut = cut.map(|cut| cut.record).filter(|cut| cut.is_signed(segment, &context.keys));
    Ok(Some((cut.map_or(0, |cut| cut.gone), head.number())))
}

/// The place of the next event of a company whose head is gone, or is not this service's: after the last that is there, found by halving, so that a lost
/// head stops nobody and is never made good.
async fn after_a_lost_head(context: &Context, segment: &Segment) -> Result<Place, Error> {
    let (mut there, mut beyond) = (0, 1);
    while beyond <= MAX_NUMBER && is_after(context, segment, beyond).await? {
        (there, beyond) = (beyond, beyond.saturating_mul(2));
    }
    // An event is after `there`, or there is none at all; none is after `beyond`.
    while beyond.saturating_sub(there) > 1 {
        let middle = there.saturating_add(beyond.saturating_sub(there) / 2);
        if is_after(context, segment, middle).await? { there = middle } else { beyond = middle }
    }
    let last = events(context, segment, there, there.saturating_add(1)).await?.into_iter().next();
    let last = last.and_then(|(number, value)| Some((number, hash_of(&value?))));
    Ok(Place::after_loss(segment, last))
}

/// Whether an event has a number above this one. What lies beyond every number that an event can have was put there by another writer of the store.
async fn is_after(context: &Context, segment: &Segment, number: u64) -> Result<bool, Error> {
    let after = record::audit_event(segment, number);
    let found = context.port.list(record::audit_events(segment), Some(after), 1).await?;
    let number = |key: &Key| key.as_str().rsplit('/').next().and_then(|text| text.parse::<u64>().ok());
    Ok(found.first().and_then(|found| number(&found.key)).is_some_and(|number| number <= MAX_NUMBER))
}

/// The head and the cut, which have MACs of their own. What no key of the settings has signed is left as it is: `verify` tells of it.
pub(crate) async fn sign_again(context: &Context, segment: &Segment) -> Result<u64, Error> {
    for _ in 0..ATTEMPTS {
        if let Some(resealed) = sign_again_once(context, segment).await? {
            return Ok(resealed);
        }
    }
    Err(Error::unavailable("the audit changed under every attempt"))
}

/// How many were signed anew; nothing when another commit came first.
async fn sign_again_once(context: &Context, segment: &Segment) -> Result<Option<u64>, Error> {
    let (head_key, cut_key) = (record::audit_head(segment), record::audit_cut(segment));
    let reading = context.read(vec![head_key.clone(), cut_key.clone()]).await?;
    let keys = &context.keys;
    let mut changes: Vec<Change> = Vec::new();
    if let Some(Stored { record: head, version }) = reading.found::<AuditHead>(&head_key)?.into_stored()
        && head.key_id != keys.first_id()
        && head.is_signed(segment, keys)
    {
        changes.push(record::put(head_key, Expect::Version(version), &head.again(segment, keys)?)?);
    }
    if let Some(Stored { record: cut, version }) = reading.found::<CutRecord>(&cut_key)?.into_stored()
        && cut.key_id() != keys.first_id()
        && cut.is_signed(segment, keys)
    {
        let gone = cut.gone;
        changes.push(record::put(cut_key, Expect::Version(version), &cut.again(segment, gone, keys)?)?);
    }
    if changes.is_empty() {
        return Ok(Some(0));
    }
    let resealed = u64::try_from(changes.len()).unwrap_or(u64::MAX);
    let committed = context.commit(changes).await? == Commit::Committed;
    Ok(committed.then_some(resealed))
}
