//! The stored events of a company, by their numbers.

use crate::core::Context;
use crate::model::audit::head::{Place, hash_of};
use crate::model::record;
use crate::port::store::MAX_GET_KEYS;
use crate::value::error::Error;
use crate::value::identifier::Segment;

/// How many events are looked at for one page.
pub(crate) const MAX_SCAN: u64 = 1000;

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

/// The place of the next event of a company whose head is gone: after the last that is there, found by halving, so that a lost head stops nobody and is
/// never made good.
///
/// # Errors
/// `broken` where an entry lies beyond every number there can be, which nothing but another writer of the store puts there.
pub(crate) async fn after_a_lost_head(context: &Context, segment: &Segment) -> Result<Place, Error> {
    let (mut there, mut beyond) = (0, 1);
    while is_after(context, segment, beyond).await? {
        if beyond == u64::MAX {
            return Err(Error::broken("what follows the company's last audit event is no event; remove it"));
        }
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

/// Whether an event has a number above this one.
async fn is_after(context: &Context, segment: &Segment, number: u64) -> Result<bool, Error> {
    let after = record::audit_event(segment, number);
    Ok(!context.port.list(record::audit_events(segment), Some(after), 1).await?.is_empty())
}
