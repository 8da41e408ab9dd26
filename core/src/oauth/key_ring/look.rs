//! The ring looked at: which keys there are, since when each signs, and whether the sealing keys of the settings open it.

use super::Ring;
use crate::core::Context;
use crate::model::record;
use crate::port::crypto::SigningKey;
use crate::value::error::Error;
use crate::value::timestamp::Timestamp;

/// A signing key that is published. It says nothing that is not public, but for whether it opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigningKeyView {
    /// The thumbprint of RFC 7638.
    pub kid: String,
    /// From when on it signs, or has signed.
    pub active_at: Timestamp,
    /// Its place in its life.
    pub place: SigningKeyPlace,
    /// Whether a sealing key of the settings opens it. One that does not open signs nothing.
    pub opens: bool,
}

/// A signing key's place in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SigningKeyPlace {
    /// It will sign.
    Next,
    /// It signs.
    Active,
    /// It signs no more, and tokens that it has signed may be about.
    Retiring,
}

/// The keys that are published, in the order in which they sign; none where the store is new. It writes nothing.
pub(crate) async fn look(context: &Context) -> Result<Vec<SigningKeyView>, Error> {
    let key = record::key_ring();
    let Some(stored) = context.read(vec![key.clone()]).await?.record::<Ring>(&key)? else {
        return Ok(Vec::new());
    };
    let (ring, provider) = (stored.record, context.built_in());
    let active = ring.active(context.clock);
    let now = ring.moment(context.clock);
    let place = |jwk, active_at| match &active {
        Some(active) if active.jwk == jwk => SigningKeyPlace::Active,
        _ if active_at > now => SigningKeyPlace::Next,
        _ => SigningKeyPlace::Retiring,
    };
    let view = |key: SigningKey, active_at| SigningKeyView {
        kid: key.jwk.kid(),
        active_at,
        opens: provider.open(&key).is_ok(),
        place: place(key.jwk, active_at),
    };
    let kept = ring
        .kept(now)
        .map(|kept| view(SigningKey { jwk: kept.jwk.clone(), sealed: kept.sealed.clone() }, kept.active_at));
    Ok(kept.collect())
}
