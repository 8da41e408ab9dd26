//! Idempotency: a secret-making call that is sent twice makes one secret.

use crate::model::audit::AuditActor;
use crate::model::record::{self, Stored, VERSION};
use crate::port::store::{Change, Key};
use crate::value::error::{Code, Error};
use crate::value::identifier::{ClientId, IdempotencyKey, SecretId, Segment};
use crate::value::random::base32_of;
use crate::value::timestamp::{Timestamp, seconds};
use crate::value::tree::{FromTree, Misfit, Tree};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// A call that was answered.
#[derive(Serialize)]
pub(crate) struct Answered {
    v: u8,
    #[serde(serialize_with = "seconds::serialize")]
    at: Timestamp,
    /// Of the call's content: the same key with another content is a mistake.
    fingerprint: String,
    pub(crate) client_id: ClientId,
    pub(crate) secret_id: SecretId,
}

impl FromTree for Answered {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        let record = tree.record()?;
        Ok(Self {
            v: record.needed("v")?,
            at: record.moment("at")?,
            fingerprint: record.needed("fingerprint")?,
            client_id: record.needed("client_id")?,
            secret_id: record.needed("secret_id")?,
        })
    }
}

/// A call with an idempotency key.
pub(crate) struct Attempt {
    pub(crate) key: Key,
    fingerprint: String,
}

impl Attempt {
    /// `content` is what the call asks for; the key counts for one actor of one company.
    pub(crate) fn new<T: Serialize>(
        segment: &Segment,
        actor: &AuditActor,
        key: &IdempotencyKey,
        content: &T,
    ) -> Result<Self, Error> {
        let hash = |parts: &[Vec<u8>]| {
            let mut digest = Sha256::new();
            for part in parts {
                digest.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
                digest.update(part);
            }
            base32_of(&digest.finalize())
        };
        let name = hash(&[record::encode(actor)?, key.as_str().into()]);
        Ok(Self { key: record::idempotency(segment, &name), fingerprint: hash(&[record::encode(content)?]) })
    }

    /// The earlier answer, if this is a repeat of the same call within a day.
    pub(crate) fn earlier<'a>(
        &self,
        stored: Option<&'a Stored<Answered>>,
        now: Timestamp,
    ) -> Result<Option<&'a Answered>, Error> {
        let Some(answered) = stored
            .map(|stored| &stored.record)
            .filter(|answered| now < answered.at.after(record::REPEATED_SECONDS))
        else {
            return Ok(None);
        };
        if answered.fingerprint != self.fingerprint {
            let detail = "this idempotency key was used for another request; use a new one";
            return Err(Error::new(Code::IdempotencyKeyReused, detail));
        }
        Ok(Some(answered))
    }

    /// The change that remembers the answer.
    pub(crate) fn remember(
        &self,
        stored: Option<Stored<Answered>>,
        client_id: ClientId,
        secret_id: SecretId,
        now: Timestamp,
    ) -> Result<Change, Error> {
        let answered =
            Answered { v: VERSION, at: now, fingerprint: self.fingerprint.clone(), client_id, secret_id };
        let end = now.after(record::REPEATED_SECONDS).seconds();
        record::put_until(self.key.clone(), record::unchanged(stored.as_ref()), &answered, end)
    }
}

/// What the answer to a repeated call says.
pub(crate) const ROTATE: &str = "this call was answered before and the secret is shown only once; if it was lost, make a new one and revoke this";

/// The refusal of a repeated call whose answer is not there any more, and is not made a second time under the same key.
pub(crate) fn gone(what: &str) -> Error {
    let detail = format!("the {what} that this idempotency key made is gone; use a new key for another");
    Error::new(Code::IdempotencyKeyReused, detail)
}
