//! The key ring: which key signs, which are published. One record; a key's place in its life follows from timestamps alone.
//!
//! A key is published before it signs (next), signs (active), stays published until its last token has expired (retiring), and goes.

pub(crate) mod replace;
pub(crate) mod reseal;

use super::claim::LEEWAY_SECONDS;
use crate::core::Context;
use crate::model::record::{self, Stored, VERSION};
use crate::model::settings::{LONGEST_TOKEN_SECONDS, Policy};
use crate::port::crypto::SigningKey;
use crate::port::crypto::jwk::PublicJwk;
use crate::port::store::Commit;
use crate::value::error::Error;
use crate::value::timestamp::{Timestamp, seconds};
use serde::{Deserialize, Serialize};

/// For how long a key is published before it signs: the longest that a verifier may keep a JWKS.
const AHEAD_SECONDS: u64 = 86_400;
/// The longest life of a token that policy allows, and the leeway: for how long a key that signs no more is published.
const RETIRING_SECONDS: u64 = LONGEST_TOKEN_SECONDS + LEEWAY_SECONDS;

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Ring {
    v: u8,
    /// By the moment from which they sign.
    keys: Vec<RingKey>,
}

#[derive(Clone, Serialize, Deserialize)]
struct RingKey {
    jwk: PublicJwk,
    sealed: String,
    #[serde(with = "seconds")]
    active_at: Timestamp,
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
    /// The key that signs: the last whose time has come. Of which algorithm it is was decided when it was made, so that a policy that changes, or
    /// differs between processes, has no token signed by a key that verifiers do not know yet or no more.
    pub(crate) fn active(&self, now: Timestamp) -> Option<SigningKey> {
        self.keys
            .iter()
            .filter(|key| key.active_at <= now)
            .max_by_key(|key| key.active_at)
            .map(|key| SigningKey { jwk: key.jwk.clone(), sealed: key.sealed.clone() })
    }

    /// Whether the next key is to be published: the newest signs, and its time runs out or policy wants another algorithm. One that waits has its turn first.
    fn needs_next(&self, policy: &Policy, now: Timestamp) -> bool {
        let before_the_end = policy.signing_key_seconds.saturating_sub(AHEAD_SECONDS);
        self.keys.iter().max_by_key(|key| key.active_at).is_some_and(|newest| {
            let ends = now >= newest.active_at.after(before_the_end);
            newest.active_at <= now && (ends || newest.jwk.algorithm() != policy.signing_algorithm)
        })
    }

    /// The public key of a token's `kid`, while it is published.
    pub(crate) fn published(&self, kid: &str, now: Timestamp) -> Option<&PublicJwk> {
        let kept = self.keys.iter().enumerate().filter(|(index, _)| self.is_published(*index, now));
        kept.map(|(_, key)| &key.jwk).find(|jwk| jwk.kid() == kid)
    }

    pub(crate) fn jwks(&self, now: Timestamp) -> Jwks {
        let kept = self.keys.iter().enumerate().filter(|(index, _)| self.is_published(*index, now));
        let publish = |jwk: &PublicJwk| PublishedJwk {
            kid: jwk.kid(),
            alg: jwk.algorithm().name(),
            usage: "sig",
            jwk: jwk.clone(),
        };
        Jwks { keys: kept.map(|(_, key)| publish(&key.jwk)).collect() }
    }

    /// A key is gone once the one after it has signed for longer than any token lives.
    fn is_published(&self, index: usize, now: Timestamp) -> bool {
        let successor = self.keys.get(index.saturating_add(1));
        successor.is_none_or(|successor| now < successor.active_at.after(RETIRING_SECONDS))
    }

    fn with(&self, jwk: PublicJwk, sealed: String, active_at: Timestamp, now: Timestamp) -> Self {
        let kept = self.keys.iter().enumerate().filter(|(index, _)| self.is_published(*index, now));
        let mut keys: Vec<RingKey> = kept.map(|(_, key)| key.clone()).collect();
        keys.push(RingKey { jwk, sealed, active_at });
        keys.sort_by_key(|key| key.active_at);
        Self { v: VERSION, keys }
    }
}

/// The ring with a key that signs: what was read or, the first time ever, one with a new key.
pub(crate) async fn ready(
    context: &mut Context,
    stored: Option<Stored<Ring>>,
) -> Result<(Ring, SigningKey), Error> {
    let now = context.now;
    let active = |ring: &Ring| ring.active(now).map(|key| (ring.clone(), key));
    if let Some(ready) = stored.as_ref().and_then(|stored| active(&stored.record)) {
        return Ok(ready);
    }
    let ring = match add_key(context, stored, now).await? {
        Some(ring) => ring,
        // Another process made the first key in the meantime.
        None => {
            let found = context.read(vec![record::key_ring()]).await?.record::<Ring>(&record::key_ring())?;
            found
                .map(|found| found.record)
                .ok_or_else(|| Error::unavailable("the key ring changed and is gone"))?
        }
    };
    active(&ring).ok_or_else(|| Error::unavailable("the key ring has no key that signs"))
}

/// The published keys; the first time ever, a key is made.
pub(crate) async fn published(context: &mut Context) -> Result<Jwks, Error> {
    let stored = context.read(vec![record::key_ring()]).await?.record::<Ring>(&record::key_ring())?;
    let (ring, _) = ready(context, stored).await?;
    Ok(ring.jwks(context.now))
}

/// Makes the first key, or publishes the next when the active one's time runs out or is of another algorithm than policy wants. Whether the ring changed.
pub(crate) async fn maintain(context: &mut Context) -> Result<bool, Error> {
    let now = context.now;
    let stored = context.read(vec![record::key_ring()]).await?.record::<Ring>(&record::key_ring())?;
    let active_at = match &stored {
        Some(stored) if stored.record.active(now).is_some() => {
            if !stored.record.needs_next(&context.settings.policy, now) {
                return Ok(false);
            }
            now.after(AHEAD_SECONDS)
        }
        _ => now,
    };
    Ok(add_key(context, stored, active_at).await?.is_some())
}

/// The ring with one more key, or `None` when it changed in the meantime.
async fn add_key(
    context: &mut Context,
    stored: Option<Stored<Ring>>,
    active_at: Timestamp,
) -> Result<Option<Ring>, Error> {
    let key = context.generate_key().await?;
    let before =
        stored.as_ref().map_or(Ring { v: VERSION, keys: Vec::new() }, |stored| stored.record.clone());
    let ring = before.with(key.jwk, key.sealed, active_at, context.now);
    let change = record::put(record::key_ring(), record::unchanged(stored.as_ref()), &ring)?;
    let committed = context.commit(vec![change]).await? == Commit::Committed;
    Ok(committed.then_some(ring))
}
