//! The stored events of a company, by their numbers.

use crate::core::Context;
use crate::model::record;
use crate::port::store::MAX_GET_KEYS;
use crate::value::error::Error;
use crate::value::identifier::Segment;

/// How many events are looked at for one page.
pub(super) const MAX_SCAN: u64 = 1000;

/// Numbers without gaps, so that events are read by key: a list may lag behind the head.
pub(super) const BATCH: u64 = MAX_GET_KEYS as u64;

/// The stored bytes of the events after `after` up to `end`, which are at most a batch.
pub(super) async fn events(
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
