//! Credentials: what secrets, public keys and trusts in outside issuers have in common where they lie in an account.

use super::account::AccountRecord;
use super::audit::AuditAction;
use super::life::{KEPT_SECONDS, Life};
use super::public_key::KeyRecord;
use super::secret::SecretRecord;
use super::trust::TrustRecord;
use crate::value::error::Error;
use crate::value::identifier::{CredentialId, KeyId, SecretId, TrustId};
use crate::value::input;
use crate::value::timestamp::Timestamp;
use serde::Serialize;

/// A kind of credential.
pub(crate) trait Credential: Clone + Send {
    /// What names one within its account.
    type Id: Clone + PartialEq + Serialize + Send + Sync;
    /// The member of bodies and of audit events that names one.
    const NAMED: &'static str;
    /// What the audit says when one is revoked.
    const REVOKED: AuditAction;

    fn id(&self) -> &Self::Id;
    fn life(&self) -> &Life;
    /// What people call it, and its life: what can be changed.
    fn parts(&mut self) -> (&mut Option<String>, &mut Life);
    fn name(&self) -> Option<&str>;

    /// Those of an account.
    fn of(account: &AccountRecord) -> &[Self];
    fn of_mut(account: &mut AccountRecord) -> &mut Vec<Self>;

    /// The id among those of all kinds.
    fn any(id: Self::Id) -> CredentialId;
    /// The id of a path or an argument.
    fn parse(id: &str) -> Result<Self::Id, Error>;
}

macro_rules! credential {
    ($record:ty, $id:ty, $field:ident, $named:literal, $kind:ident, $list:ident, $revoked:ident) => {
        impl Credential for $record {
            type Id = $id;
            const NAMED: &'static str = $named;
            const REVOKED: AuditAction = AuditAction::$revoked;

            fn id(&self) -> &$id {
                &self.$field
            }

            fn life(&self) -> &Life {
                &self.life
            }

            fn parts(&mut self) -> (&mut Option<String>, &mut Life) {
                (&mut self.name, &mut self.life)
            }

            fn name(&self) -> Option<&str> {
                self.name.as_deref()
            }

            fn of(account: &AccountRecord) -> &[Self] {
                &account.$list
            }

            fn of_mut(account: &mut AccountRecord) -> &mut Vec<Self> {
                &mut account.$list
            }

            fn any(id: $id) -> CredentialId {
                CredentialId::$kind(id)
            }

            fn parse(id: &str) -> Result<$id, Error> {
                input::parsed(concat!("/", $named), id)
            }
        }
    };
}

credential!(SecretRecord, SecretId, id, "secret_id", Secret, secrets, SecretRevoked);
credential!(KeyRecord, KeyId, kid, "kid", Key, keys, KeyRevoked);
credential!(TrustRecord, TrustId, id, "trust_id", Trust, trusts, TrustRevoked);

/// Adds one, and answers those that went for it: each that ended, by the `certain` moment, so long ago that no token names it any more, and more where otherwise more than `most` were kept, so
/// that no number of ended ones keeps a rotation off. `None` when more than `live` would be live.
pub(crate) fn place<C: Credential>(
    kept: &mut Vec<C>,
    new: C,
    (live, most): (usize, usize),
    (now, certain): (Timestamp, Timestamp),
) -> Option<Vec<C>> {
    let long_ended =
        |one: &mut C| one.life().ended_at(certain).is_some_and(|end| certain >= end.after(KEPT_SECONDS));
    let mut gone: Vec<C> = kept.extract_if(.., long_ended).collect();
    kept.push(new);
    if kept.iter().filter(|one| one.life().is_live(now)).count() > live {
        return None;
    }
    while kept.len() > most {
        gone.push(take_ended(kept, certain)?);
    }
    Some(gone)
}

/// Takes out the ended one that is missed least: of those that are revoked, whose tokens are refused anyway, the one that ended first, and then of the others. Tokens of
/// what is not there are refused.
pub(crate) fn take_ended<C: Credential>(kept: &mut Vec<C>, now: Timestamp) -> Option<C> {
    let ended = kept.iter().enumerate().filter_map(|(index, one)| {
        one.life().ended_at(now).map(|end| (one.life().upholds_tokens(), end, index))
    });
    let (.., index) = ended.min()?;
    Some(kept.remove(index))
}
