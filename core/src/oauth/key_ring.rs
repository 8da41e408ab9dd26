//! The key ring: which key signs, which are published. One record; a key's place in its life follows from timestamps alone.
//!
//! A key is published before it signs (next), signs (active), stays published until its last token has expired (retiring), and goes.

pub(crate) mod replace;
pub(crate) mod reseal;

use super::claim::LEEWAY_SECONDS;
use crate::core::Context;
use crate::core::platform::{self, Verdict};
use crate::model::audit::{AuditAction, Deed};
use crate::model::record::{self, Stored, VERSION};
use crate::model::settings::{LONGEST_TOKEN_SECONDS, Policy};
use crate::port::crypto::jwk::PublicJwk;
use crate::port::crypto::{GeneratedKey, SigningKey};
use crate::value::error::Error;
use crate::value::timestamp::{Timestamp, seconds};
use serde::{Deserialize, Serialize};
use serde_json::json;

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

    fn kids(&self) -> Vec<String> {
        self.keys.iter().map(|key| key.jwk.kid()).collect()
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
    let made = context.generate_key().await?;
    let key = record::key_ring();
    let ring = platform::change(context, key.clone(), |context, reading| {
        let stored: Option<Stored<Ring>> = reading.record(&key)?;
        match stored {
            // Another process made the first key in the meantime.
            Some(stored) if stored.record.active(now).is_some() => Ok(Verdict::Nothing(stored.record)),
            stored => added(context, stored, &made, now),
        }
    });
    active(&ring.await?).ok_or_else(|| Error::unavailable("the key ring has no key that signs"))
}

/// The published keys; the first time ever, a key is made.
pub(crate) async fn published(context: &mut Context) -> Result<Jwks, Error> {
    let stored = context.read(vec![record::key_ring()]).await?.record::<Ring>(&record::key_ring())?;
    let (ring, _) = ready(context, stored).await?;
    Ok(ring.jwks(context.now))
}

/// Makes the first key, or publishes the next when the active one's time runs out or is of another algorithm than policy wants. Whether the ring changed.
pub(crate) async fn maintain(context: &mut Context) -> Result<bool, Error> {
    let key = record::key_ring();
    let stored: Option<Stored<Ring>> = context.read(vec![key.clone()]).await?.record(&key)?;
    if due(context, stored.as_ref()).is_none() {
        return Ok(false);
    }
    let made = context.generate_key().await?;
    let ring = platform::change(context, key.clone(), |context, reading| {
        let stored: Option<Stored<Ring>> = reading.record(&key)?;
        let Some(active_at) = due(context, stored.as_ref()) else { return Ok(Verdict::Nothing(None)) };
        Ok(match added(context, stored, &made, active_at)? {
            Verdict::Nothing(ring) => Verdict::Nothing(Some(ring)),
            Verdict::Change(change, deed, ring) => Verdict::Change(change, deed, Some(ring)),
        })
    });
    Ok(ring.await?.is_some())
}

/// From when on a key signs that is to be made now; nothing when none is.
fn due(context: &Context, stored: Option<&Stored<Ring>>) -> Option<Timestamp> {
    let now = context.now;
    match stored {
        Some(stored) if stored.record.active(now).is_some() => {
            stored.record.needs_next(&context.settings.policy, now).then(|| now.after(AHEAD_SECONDS))
        }
        _ => Some(now),
    }
}

/// The ring with one more key.
fn added(
    context: &Context,
    stored: Option<Stored<Ring>>,
    made: &GeneratedKey,
    active_at: Timestamp,
) -> Result<Verdict<Ring>, Error> {
    let expect = record::unchanged(stored.as_ref());
    let before = stored.map_or(Ring { v: VERSION, keys: Vec::new() }, |stored| stored.record);
    let ring = before.with(made.jwk.clone(), made.sealed.clone(), active_at, context.now);
    let deed = Deed {
        action: AuditAction::SigningKeyCreated,
        target: made.jwk.kid(),
        from: json!({ "kids": before.kids() }),
        to: json!({ "kids": ring.kids(), "alg": made.jwk.algorithm().name(), "active_at": active_at }),
    };
    Ok(Verdict::Change(record::put(record::key_ring(), expect, &ring)?, deed, ring))
}
