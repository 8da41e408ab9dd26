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
        let (before, ago) =
            (self.moment(clock), |seconds| Timestamp::from_seconds(clock.seconds().saturating_sub(seconds)));
        let published: Vec<&RingKey> = self.kept(before).collect();
        let first_retires = published.get(1).is_some_and(|next| next.active_at <= before);
        let moved = |(index, key): (usize, &&RingKey)| {
            let wait = key.active_at.seconds().saturating_sub(before.seconds());
            let active_at = match index {
                _ if wait > 0 => clock.after(wait),
                0 if first_retires => key.active_at.min(ago(RETIRING_SECONDS)),
                0 => key.active_at.min(clock),
                // One before it retires, or it would be the first.
                _ => ago(before.seconds().saturating_sub(key.active_at.seconds())),
            };
            RingKey { active_at, ..(*key).clone() }
        };
        let keys = published.iter().enumerate().map(moved).collect();
        let time = Some(StoreTime::believed(self.time, clock));
        Self { keys, time, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::settings::Policy;
    use crate::port::crypto::jwk::{Algorithm, OkpCurve, PublicJwk};

    const DAY: u64 = 86_400;

    fn at(day: u64) -> Timestamp {
        Timestamp::from_seconds(day * DAY)
    }

    /// A ring whose keys sign from these moments on, by a store's time of 1,000 days.
    fn ring(keys: &[(&str, Timestamp)]) -> Ring {
        let key = |&(x, active_at): &(&str, Timestamp)| RingKey {
            jwk: PublicJwk::Okp { crv: OkpCurve::Ed25519, x: x.into() },
            sealed: String::new(),
            active_at,
        };
        Ring { v: 1, keys: keys.iter().map(key).collect(), time: Some(StoreTime::first(at(1_000))) }
    }

    fn names(ring: &Ring, clock: Timestamp) -> (Vec<String>, String) {
        let name = |jwk: &PublicJwk| match jwk {
            PublicJwk::Okp { x, .. } => x.clone(),
            other => panic!("{other:?}"),
        };
        let published = ring.jwks(clock).keys.iter().map(|key| name(&key.jwk)).collect();
        (published, name(&ring.active(clock).unwrap().jwk))
    }

    #[test]
    fn no_key_is_lost_or_signs_sooner_or_comes_back_by_the_operators_word() {
        let hour_ago = Timestamp::from_seconds(1_000 * DAY - 3_600);
        let in_an_hour = Timestamp::from_seconds(1_000 * DAY + 3_600);
        let rings = [
            ring(&[("a", at(900))]),
            ring(&[("a", at(900)), ("b", hour_ago)]),
            ring(&[("a", at(900)), ("b", hour_ago), ("c", in_an_hour)]),
            ring(&[("a", at(900)), ("b", at(990)), ("c", hour_ago)]),
            ring(&[("a", at(900)), ("b", at(990))]),
        ];
        for before in rings {
            let was = names(&before, at(1_000));
            for clock in [at(1), at(905), at(1_000), at(1_001), at(5_000)] {
                let after = before.clone().believed(clock);
                assert_eq!(names(&after, clock), was, "{clock:?}");
            }
        }
    }

    /// Where none retires before it, it is no older than the clock says.
    #[test]
    fn the_key_that_signs_lives_as_long_as_it_would_have_by_the_operators_word() {
        let policy = Policy { signing_algorithm: Algorithm::EdDsa, ..Policy::default() };
        let after = ring(&[("a", at(900))]).believed(at(500));
        let next = at(500).after(policy.signing_key_seconds - DAY);
        let before = Timestamp::from_seconds(next.seconds() - 1);
        for (moment, due) in [(before, false), (next, true)] {
            let ring = Ring { time: Some(StoreTime::first(moment)), ..after.clone() };
            assert_eq!(ring.needs_next(&policy, moment), due, "{moment:?}");
        }
    }
}
