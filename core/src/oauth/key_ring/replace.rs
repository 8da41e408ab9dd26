//! Replacing the signing key at once: when no sealing key opens it any more, or when somebody else may know it.

use super::{Ring, RingKey};
use crate::core::Context;
use crate::core::platform::{self, Verdict};
use crate::model::audit::{AuditAction, Deed};
use crate::model::record::{self, Reading};
use crate::model::vouch::Doubt;
use crate::port::store::{Expect, Key};
use crate::value::error::Error;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// What becomes of the tokens that the earlier keys have signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EarlierTokens {
    /// They are good until they expire: the keys were lost, and nobody else has them.
    Kept,
    /// They are refused from now on, and the keys are published no more: somebody else may have them. A verifier that knows the published keys alone
    /// learns it when it asks for them again.
    Refused,
}

/// A new key that signs from now on; its `kid`.
pub(crate) async fn replace(context: &mut Context, earlier: EarlierTokens) -> Result<String, Error> {
    let key = record::key_ring();
    let made = context.generate_key().await?;
    let empty = Ring::empty(context.clock);
    platform::change(context, key.clone(), |context, reading| {
        let expect = reading.version(&key)?.map_or(Expect::Absent, Expect::Version);
        let claimed = reading.found::<Ring>(&key)?.into_stored().map(|stored| stored.record.kids());
        let kept = match earlier {
            EarlierTokens::Kept => kept(reading, &key)?,
            EarlierTokens::Refused => None,
        };
        // The store's time outlives its keys, if this service wrote it.
        let time = reading.found::<Ring>(&key)?.into_stored().and_then(|stored| stored.record.time);
        let kept = kept.unwrap_or_else(|| Ring { time: time.or(empty.time), ..empty.clone() });
        // A key that was to sign later would take over from the new one.
        let now = kept.moment(context.clock);
        let active = |key: &RingKey| key.active_at <= now;
        let kept = Ring { keys: kept.keys.into_iter().filter(active).collect(), ..kept };
        let ring = kept.with(made.jwk.clone(), made.sealed.clone(), now, context.clock);
        let deed = Deed {
            action: AuditAction::SigningKeyReplaced,
            target: made.jwk.kid(),
            from: json!({ "kids": claimed }),
            to: json!({ "kids": ring.kids(), "alg": made.jwk.algorithm().name(), "earlier": earlier }),
        };
        Ok(Verdict::Change(record::put(key.clone(), expect, &ring)?, deed, made.jwk.kid()))
    })
    .await
}

/// The ring whose earlier keys stay published: one that this service has signed, also by a sealing key that was lost since.
fn kept(reading: &Reading, key: &Key) -> Result<Option<Ring>, Error> {
    match reading.claimed::<Ring>(key)? {
        None => Ok(None),
        Some((stored, None | Some(Doubt::KeyUnknown))) => Ok(Some(stored.record)),
        Some((_, Some(Doubt::Forged))) => {
            let why = "the key ring is not as this service wrote it: somebody else writes to the store; replace the key with the earlier tokens refused";
            Err(Error::broken(why))
        }
    }
}
