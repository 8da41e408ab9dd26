//! The store's time in the ring: shown, and set by the operator's word.

use super::{RETIRING_SECONDS, Ring, RingKey};
use crate::core::Context;
use crate::core::platform::{self, Verdict};
use crate::model::audit::{AuditAction, Deed};
use crate::model::record::{self, Stored};
use crate::model::store_time::{ClockStand, ClockView, StoreTime};
use crate::port::store::Expect;
use crate::value::error::Error;
use crate::value::timestamp::Timestamp;
use serde_json::json;

/// How far time has come, and where the clock stands.
pub(crate) async fn look(context: &Context) -> Result<ClockView, Error> {
    let key = record::key_ring();
    let stored: Option<Stored<Ring>> = context.read(vec![key.clone()]).await?.record(&key)?;
    let time = stored.and_then(|stored| stored.record.time);
    let stand = time.map_or(ClockStand::Near, |time| time.stand(context.clock));
    Ok(ClockView { clock: context.clock, store_time: time.map(|time| time.at), stand })
}

/// Sets the store's time to the clock, ahead or back. What it was before; nothing where there is no ring yet, which will begin with the clock anyway.
pub(crate) async fn believe(context: &mut Context) -> Result<ClockView, Error> {
    let (key, clock) = (record::key_ring(), context.clock);
    platform::change(context, key.clone(), |_, reading| {
        let view = |time: Option<StoreTime>| ClockView {
            clock,
            store_time: time.map(|time| time.at),
            stand: time.map_or(ClockStand::Near, |time| time.stand(clock)),
        };
        let Some(Stored { record: ring, version }) = reading.record::<Ring>(&key)? else {
            return Ok(Verdict::Nothing(view(None)));
        };
        let before = ring.time;
        let ring = ring.believed(clock);
        let deed = Deed {
            action: AuditAction::ClockBelieved,
            target: "store_time".into(),
            from: json!({ "store_time": before.map(|before| before.at) }),
            to: json!({ "store_time": clock }),
        };
        let put = record::put(key.clone(), Expect::Version(version), &ring)?;
        Ok(Verdict::Change(put, deed, view(before)))
    })
    .await
}

impl Ring {
    /// The ring with its time set, and the keys that are published. A key that signs goes on signing, also where its moment lies ahead by then; one that waits has as long to
    /// wait as it had, since verifiers get to know it by asking, and not by what is said here; and one that retires stays for as long as it would have.
    fn believed(self, clock: Timestamp) -> Self {
        let before = self.moment(clock);
        let published: Vec<bool> =
            (0..self.keys.len()).map(|index| self.is_published(index, before)).collect();
        let moved = |key: RingKey| {
            let (at, before) = (key.active_at.seconds(), before.seconds());
            let active_at = match (at.saturating_sub(before), before.saturating_sub(at)) {
                (wait, _) if wait > 0 => clock.after(wait),
                (_, signed) if signed < RETIRING_SECONDS => {
                    Timestamp::from_seconds(clock.seconds().saturating_sub(signed))
                }
                _ => key
                    .active_at
                    .min(Timestamp::from_seconds(clock.seconds().saturating_sub(RETIRING_SECONDS))),
            };
            RingKey { active_at, ..key }
        };
        let time = Some(StoreTime::believed(self.time, clock));
        let kept = self.keys.into_iter().zip(published).filter(|(_, published)| *published);
        Self { keys: kept.map(|(key, _)| moved(key)).collect(), time, ..self }
    }
}
