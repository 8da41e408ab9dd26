//! Resealing: the signing keys at rest come under the first sealing key, with all that it signs beside them, so that an earlier one can be taken out of
//! the settings.

use super::{Ring, RingKey};
use crate::core::platform::{self, Verdict};
use crate::core::{Again, Context, events};
use crate::model::audit::{AuditAction, Deed};
use crate::model::record::{self, Stored};
use crate::oauth::workload::issuer::IssuerRecord;
use crate::port::crypto::SigningKey;
use crate::port::crypto::seal::{Sealed, SealingKey};
use crate::port::store::{Expect, Listed};
use crate::value::error::Error;
use crate::value::identifier::Segment;
use serde::Serialize;
use serde_json::{Value, json};

/// How many issuers are listed at once.
const ISSUERS_AT_ONCE: u32 = 100;

/// What became of the signing keys at rest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Resealed {
    /// How many were sealed anew.
    pub resealed: u32,
    /// The `kid` of each that no sealing key of the settings opens. They sign no more.
    pub lost: Vec<String>,
    /// The outside issuers that no sealing key of the settings vouches for: they are trusted no more until they are entered again.
    pub lost_issuers: Vec<String>,
}

pub(crate) async fn reseal(context: &mut Context) -> Result<Resealed, Error> {
    let mut outcome = Resealed::default();
    reseal_ring(context, &mut outcome).await?;
    reseal_issuers(context, &mut outcome).await?;
    // Of its events nothing is signed but the last, by the head.
    events::sign_again(context, &Segment::platform()).await?;
    Ok(outcome)
}

async fn reseal_ring(context: &mut Context, outcome: &mut Resealed) -> Result<(), Error> {
    let key = record::key_ring();
    let resealed = platform::change(context, key.clone(), |context, reading| {
        let nothing = |lost| Ok(Verdict::Nothing(Resealed { lost, ..Resealed::default() }));
        let Some((Stored { record: mut ring, version }, doubt)) = reading.claimed::<Ring>(&key)? else {
            return nothing(Vec::new());
        };
        if doubt.is_some() {
            return nothing(ring.kids());
        }
        let resealed = reseal_keys(context, &mut ring)?;
        // The ring itself may be signed by an earlier sealing key where none of its keys is sealed by it.
        if resealed.resealed == 0 && reading.is_current(&key) {
            return Ok(Verdict::Nothing(resealed));
        }
        let deed = Deed {
            action: AuditAction::SigningKeysResealed,
            target: context.keys.first_id().to_owned(),
            from: Value::Null,
            to: json!({ "kids": ring.kids(), "resealed": resealed.resealed, "lost": resealed.lost }),
        };
        Ok(Verdict::Change(record::put(key.clone(), Expect::Version(version), &ring)?, deed, resealed))
    });
    *outcome = resealed.await?;
    Ok(())
}

fn reseal_keys(context: &mut Context, ring: &mut Ring) -> Result<Resealed, Error> {
    let keys = context.keys.clone();
    let first = keys.first();
    let provider = context.built_in();
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
    Ok(outcome)
}

async fn reseal_issuers(context: &Context, outcome: &mut Resealed) -> Result<(), Error> {
    let mut after = None;
    loop {
        let listed = context.port.list(record::trusted_issuers(), after, ISSUERS_AT_ONCE).await?;
        after = listed.last().map(|found| found.key.clone());
        if after.is_none() {
            return Ok(());
        }
        for Listed { key, entry } in listed {
            let claimed = IssuerRecord::claimed(context, &key, &entry);
            if let Again::Doubtful(_) = context.sign_again(key, entry, false, None).await? {
                outcome.lost_issuers.extend(claimed);
            }
        }
    }
}

/// As the sealed text itself says. That it can be opened is known only by opening it; a key that was moved in the store is found when it signs.
fn is_sealed_by(key: &RingKey, sealing_key: &SealingKey) -> bool {
    key.sealed.parse::<Sealed>().is_ok_and(|sealed| sealed.sealing_key_id == sealing_key.id())
}
