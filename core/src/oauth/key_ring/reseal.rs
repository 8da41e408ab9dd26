//! Resealing: the signing keys at rest come under the first sealing key, so that an earlier one can be taken out of the settings.

use super::{Ring, RingKey};
use crate::core::Context;
use crate::model::record::{self, Stored};
use crate::port::crypto::SigningKey;
use crate::port::crypto::built_in::BuiltIn;
use crate::port::crypto::seal::{Sealed, SealingKey};
use crate::port::store::{Commit, Expect};
use crate::value::error::Error;
use serde::Serialize;

/// What became of the signing keys at rest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Resealed {
    /// How many were sealed anew.
    pub resealed: u32,
    /// The `kid` of each that no sealing key of the settings opens. They sign no more; what they signed is still verified.
    pub lost: Vec<String>,
}

pub(crate) async fn reseal(context: &mut Context) -> Result<Resealed, Error> {
    let key = record::key_ring();
    let Some(Stored { record: mut ring, version }) =
        context.read(vec![key.clone()]).await?.record::<Ring>(&key)?
    else {
        return Ok(Resealed::default());
    };
    let settings = context.settings.clone();
    let keys = context.keys.clone();
    let first = keys.first();
    let provider = BuiltIn::new(settings.sealing_keys.clone());
    let mut outcome = Resealed::default();
    for kept in &mut ring.keys {
        if is_sealed_by(kept, first) {
            continue;
        }
        let old = SigningKey { jwk: kept.jwk.clone(), sealed: kept.sealed.clone() };
        let Ok(private_key) = provider.open(&old) else {
            outcome.lost.push(kept.jwk.kid());
            continue;
        };
        let sealed = first.seal(context.random.bytes(), &private_key, &kept.jwk.associated_data());
        kept.sealed = sealed.ok_or_else(|| Error::broken("a signing key could not be sealed anew"))?;
        outcome.resealed = outcome.resealed.saturating_add(1);
    }
    if outcome.resealed == 0 {
        return Ok(outcome);
    }
    let change = record::put(key, Expect::Version(version), &ring)?;
    match context.port.commit(vec![change]).await? {
        Commit::Committed => Ok(outcome),
        Commit::Conflict => Err(Error::unavailable("the key ring changed meanwhile; reseal it again")),
    }
}

/// As the sealed text itself says. That it can be opened is known only by opening it; a key that was moved in the store is found when it signs.
fn is_sealed_by(key: &RingKey, sealing_key: &SealingKey) -> bool {
    key.sealed.parse::<Sealed>().is_ok_and(|sealed| sealed.sealing_key_id == sealing_key.id())
}
