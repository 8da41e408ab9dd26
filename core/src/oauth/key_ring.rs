//! The key ring: which key signs, which are published. One record; a key's place in its life follows from timestamps alone, and from the store's time beside them.
//!
//! A key is published before it signs (next), signs (active), stays published until its last token has expired (retiring), and goes. No clock moves it on: in a process
//! whose clock is ahead a key would sign that no verifier knows yet, and one that is behind would make more.

pub(crate) mod look;
pub(crate) mod replace;
pub(crate) mod reseal;
pub(crate) mod time;

use super::claim::LEEWAY_SECONDS;
use crate::core::Context;
use crate::core::platform::{self, Verdict};
use crate::model::audit::{AuditAction, Deed};
use crate::model::record::{self, Stored, VERSION};
use crate::model::settings::{LONGEST_TOKEN_SECONDS, Policy};
use crate::model::store_time::{ClockStand, Maintained, Passed, StoreTime};
use crate::port::crypto::jwk::PublicJwk;
use crate::port::crypto::{GeneratedKey, SigningKey};
use crate::port::store::{Change, Commit, Expect};
use crate::value::error::Error;
use crate::value::timestamp::{Timestamp, seconds};
use crate::value::tree::{FromTree, Misfit, Tree};
use serde::Serialize;
use serde_json::json;

/// For how long a key is published before it signs: the longest that a verifier may keep a JWKS.
const AHEAD_SECONDS: u64 = 86_400;
/// The longest life of a token that policy allows, and the leeway: for how long a key that signs no more is published. And the second by which it is said to have given way too early.
const RETIRING_SECONDS: u64 = LONGEST_TOKEN_SECONDS + LEEWAY_SECONDS + 1;

#[derive(Clone, Serialize)]
pub(crate) struct Ring {
    v: u8,
    /// By the moment from which they sign.
    keys: Vec<RingKey>,
    /// How far time has come. A ring of an earlier release does not say it, until it is maintained.
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<StoreTime>,
}

impl FromTree for Ring {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        let record = tree.record()?;
        Ok(Self { v: record.needed("v")?, keys: record.needed("keys")?, time: record.optional("time")? })
    }
}

#[derive(Clone, Serialize)]
struct RingKey {
    jwk: PublicJwk,
    sealed: String,
    #[serde(serialize_with = "seconds::serialize")]
    active_at: Timestamp,
}

impl FromTree for RingKey {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        let record = tree.record()?;
        Ok(Self {
            jwk: record.needed("jwk")?,
            sealed: record.needed("sealed")?,
            active_at: record.moment("active_at")?,
        })
    }
}

/// The published keys (RFC 7517 section 5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Jwks {
    /// Public keys only.
    pub keys: Vec<PublishedJwk>,
}

/// A published key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PublishedJwk {
    /// `kty`, `crv` and coordinates.
    #[serde(flatten)]
    pub jwk: PublicJwk,
    /// The thumbprint of RFC 7638.
    pub kid: String,
    /// `ES256`, `EdDSA` or `RS256`.
    pub alg: &'static str,
    /// Always `sig`.
    #[serde(rename = "use")]
    pub usage: &'static str,
}

impl Ring {
    /// How far time has come, where the ring says it.
    pub(crate) fn time(&self) -> Option<StoreTime> {
        self.time
    }

    /// The moment by which keys come and go.
    fn moment(&self, clock: Timestamp) -> Timestamp {
        self.time.map_or(clock, |time| time.at)
    }

    /// The key that signs: the last whose time has come, or the first where no time has. Of which algorithm it is was decided when it was made, so that a policy that changes, or
    /// differs between processes, has no token signed by a key that verifiers do not know yet or no more.
    pub(crate) fn active(&self, clock: Timestamp) -> Option<SigningKey> {
        let now = self.moment(clock);
        let come = self.keys.iter().filter(|key| key.active_at <= now).max_by_key(|key| key.active_at);
        come.or(self.keys.first()).map(|key| SigningKey { jwk: key.jwk.clone(), sealed: key.sealed.clone() })
    }

    /// Whether the next key is to be published: the newest signs, and its time runs out or policy wants another algorithm. One that waits has its turn first.
    fn needs_next(&self, policy: &Policy, clock: Timestamp) -> bool {
        let now = self.moment(clock);
        let before_the_end = policy.signing_key_seconds.saturating_sub(AHEAD_SECONDS);
        self.keys.iter().max_by_key(|key| key.active_at).is_some_and(|newest| {
            let ends = now >= newest.active_at.after(before_the_end);
            newest.active_at <= now && (ends || newest.jwk.algorithm() != policy.signing_algorithm)
        })
    }

    /// The public key of a token's `kid`, while it is published.
    pub(crate) fn published(&self, kid: &str, clock: Timestamp) -> Option<&PublicJwk> {
        self.kept(self.moment(clock)).map(|key| &key.jwk).find(|jwk| jwk.kid() == kid)
    }

    pub(crate) fn jwks(&self, clock: Timestamp) -> Jwks {
        let publish = |jwk: &PublicJwk| PublishedJwk {
            kid: jwk.kid(),
            alg: jwk.algorithm().name(),
            usage: "sig",
            jwk: jwk.clone(),
        };
        Jwks { keys: self.kept(self.moment(clock)).map(|key| publish(&key.jwk)).collect() }
    }

    /// The keys that are published. One is gone once the one after it has signed for longer than any token lives.
    fn kept(&self, now: Timestamp) -> impl Iterator<Item = &RingKey> {
        self.keys.iter().enumerate().filter_map(move |(index, key)| {
            let successor = self.keys.get(index.saturating_add(1));
            successor.is_none_or(|successor| now < successor.active_at.after(RETIRING_SECONDS)).then_some(key)
        })
    }

    /// The ring with its time moved on; one of an earlier release begins with the clock's word. A key that took over from another meanwhile did so at the end of what has passed:
    /// until then the other has signed, by the time as it stood.
    fn moved(&self, clock: Timestamp, passed: &Passed) -> Self {
        let time = self.time.map_or(StoreTime::first(clock), |time| time.moved(clock, passed));
        let meanwhile = self.moment(clock)..=time.at;
        // A second before, so that only what was added since the last time stands at its beginning the next time.
        let end = Timestamp::from_seconds(time.at.seconds().saturating_sub(1));
        let begun = |(index, key): (usize, &RingKey)| {
            let took_over = index > 0 && meanwhile.contains(&key.active_at) && self.moment(clock) < time.at;
            RingKey { active_at: if took_over { end } else { key.active_at }, ..key.clone() }
        };
        let keys = self.keys.iter().enumerate().map(begun).collect();
        Self { keys, time: Some(time), ..self.clone() }
    }

    /// From when on a key signs that is to be published now; nothing when none is.
    fn next_at(&self, context: &Context) -> Option<Timestamp> {
        let now = self.moment(context.clock);
        if self.keys.is_empty() {
            return Some(now);
        }
        // The store's time may lag, and another process may know of more that has passed: a clock that is near counts, so that the wait is no shorter for that.
        let near = self.time.is_some_and(|time| time.stand(context.clock) == ClockStand::Near);
        let from = if near { now.max(context.clock) } else { now };
        self.needs_next(&context.settings.policy, context.clock).then(|| from.after(AHEAD_SECONDS))
    }

    fn kids(&self) -> Vec<String> {
        self.keys.iter().map(|key| key.jwk.kid()).collect()
    }

    fn with(&self, jwk: PublicJwk, sealed: String, active_at: Timestamp, clock: Timestamp) -> Self {
        let mut keys: Vec<RingKey> = self.kept(self.moment(clock)).cloned().collect();
        keys.push(RingKey { jwk, sealed, active_at });
        keys.sort_by_key(|key| key.active_at);
        Self { v: VERSION, keys, time: self.time }
    }

    /// A ring without a key, which begins with the clock's word.
    fn empty(clock: Timestamp) -> Self {
        Self { v: VERSION, keys: Vec::new(), time: Some(StoreTime::first(clock)) }
    }
}

/// The ring with a key that signs: what was read or, the first time ever, one with a new key.
pub(crate) async fn ready(
    context: &mut Context,
    stored: Option<Stored<Ring>>,
) -> Result<(Ring, SigningKey), Error> {
    let clock = context.clock;
    let active = |ring: &Ring| ring.active(clock).map(|key| (ring.clone(), key));
    if let Some(ready) = stored.as_ref().and_then(|stored| active(&stored.record)) {
        return Ok(ready);
    }
    let made = context.generate_key().await?;
    let key = record::key_ring();
    let ring = platform::change(context, key.clone(), |context, reading| {
        let stored: Option<Stored<Ring>> = reading.record(&key)?;
        match stored {
            // Another process made the first key in the meantime.
            Some(stored) if stored.record.active(clock).is_some() => Ok(Verdict::Nothing(stored.record)),
            stored => {
                let expect = record::unchanged(stored.as_ref());
                let before = stored.map_or_else(|| Ring::empty(clock), |stored| stored.record);
                let active_at = before.moment(clock);
                let (put, deed, ring) = added(before, expect, &made, active_at, context.clock)?;
                Ok(Verdict::Change(put, deed, ring))
            }
        }
    });
    active(&ring.await?).ok_or_else(|| Error::unavailable("the key ring has no key that signs"))
}

/// The published keys; the first time ever, a key is made.
pub(crate) async fn published(context: &mut Context) -> Result<Jwks, Error> {
    let stored = read(context).await?;
    let (ring, _) = ready(context, stored).await?;
    Ok(ring.jwks(context.clock))
}

async fn read(context: &Context) -> Result<Option<Stored<Ring>>, Error> {
    context.read(vec![record::key_ring()]).await?.record(&record::key_ring())
}

/// Moves the store's time on, and publishes the next key when the active one's time runs out or is of another algorithm than policy wants; makes the first.
pub(crate) async fn maintain(context: &mut Context, passed: Passed) -> Result<Maintained, Error> {
    let key = record::key_ring();
    let Some(Stored { record: before, version }) = read(context).await? else {
        let (ring, _) = ready(context, None).await?;
        return Ok(maintained(&ring, context.clock, true));
    };
    let ring = before.moved(context.clock, &passed);
    if ring.next_at(context).is_none() {
        if ring.time == before.time {
            return Ok(maintained(&ring, context.clock, false));
        }
        let moved = record::put(key.clone(), Expect::Version(version), &ring)?;
        let first = context.commit(vec![moved]).await? == Commit::Committed;
        // Another came first, whose time counts: by what was not written nothing is purged.
        let ring = if first { ring } else { read(context).await?.map_or(before, |stored| stored.record) };
        return Ok(maintained(&ring, context.clock, false));
    }
    let made = context.generate_key().await?;
    let ring = platform::change(context, key.clone(), |context, reading| {
        let stored: Option<Stored<Ring>> = reading.record(&key)?;
        let expect = record::unchanged(stored.as_ref());
        let before = stored.map_or_else(|| Ring::empty(context.clock), |stored| stored.record);
        let ring = before.moved(context.clock, &passed);
        let Some(active_at) = ring.next_at(context) else {
            return Ok(Verdict::Nothing((ring, false)));
        };
        let (put, deed, ring) = added(ring, expect, &made, active_at, context.clock)?;
        Ok(Verdict::Change(put, deed, (ring, true)))
    });
    let (ring, published) = ring.await?;
    Ok(maintained(&ring, context.clock, published))
}

fn maintained(ring: &Ring, clock: Timestamp, key_published: bool) -> Maintained {
    let StoreTime { at, word } = ring.time.unwrap_or(StoreTime::first(clock));
    let stand = StoreTime { at, word }.stand(clock);
    Maintained { key_published, store_time: at, word, stand }
}

/// The change that writes the ring with one more key, what is told of it, and that ring.
fn added(
    before: Ring,
    expect: Expect,
    made: &GeneratedKey,
    active_at: Timestamp,
    clock: Timestamp,
) -> Result<(Change, Deed, Ring), Error> {
    let ring = before.with(made.jwk.clone(), made.sealed.clone(), active_at, clock);
    let deed = Deed {
        action: AuditAction::SigningKeyCreated,
        target: made.jwk.kid(),
        from: json!({ "kids": before.kids() }),
        to: json!({ "kids": ring.kids(), "alg": made.jwk.algorithm().name(), "active_at": active_at }),
    };
    Ok((record::put(record::key_ring(), expect, &ring)?, deed, ring))
}
