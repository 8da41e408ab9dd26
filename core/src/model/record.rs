//! Records: how things lie in the store. JSON with a version in `v`, signed as [`vouch`](super::vouch) says; the keys are documented here.
//!
//! | key | what |
//! | --- | --- |
//! | `<segment>/company` | the company's full id, and how many accounts it has; of one that was erased, its receipt, and for good |
//! | `<segment>/account/<client_id>` | account, contact, secrets and company-level levels |
//! | `<segment>/deleted/<deleted at, 20 digits>/<client_id>` | that an account was deleted: what is listed |
//! | `<segment>/account-project/<client_id>/<project>` | an account's levels in a project |
//! | `<segment>/project-account/<project>/<client_id>` | the same, by project |
//! | `<segment>/secret/<secret_id>` | which account a secret belongs to, for one that was found somewhere |
//! | `<segment>/usage/<client_id>` | when an account's credentials were last used, and its tokens, refusals and revocations by day |
//! | `<segment>/contact/<contact_id>` | an entry of the company's directory that belongs to no account |
//! | `<segment>/report/<client_id>` | the revision of the host's last report of an account's contact |
//! | `<segment>/revoked/<client_id>/<jti>` | that a token was revoked, until it has expired |
//! | `<segment>/assertion/<client_id>/<hash of the jti>` | that a client assertion was used, until it has expired |
//! | `<segment>/outside/<hash of the issuer and the jti>` | that a JWT of an outside issuer was used where it counts once, until it has expired |
//! | `<segment>/proof/<client_id>/<hash of key and jti>` | that the token endpoint has seen a DPoP proof, until it is too old |
//! | `<segment>/template/<template_id>` | named levels, to be assigned |
//! | `<segment>/job/<job_id>` | a change of many projects, and how far it came |
//! | `<segment>/precedence` | that something is being ended, which goes before what changes things, for some seconds |
//! | `<segment>/audit-head` | the number of the next audit event, the hash of the last, and a MAC over both |
//! | `<segment>/audit-cut` | the number and hash of the last audit event that was cut off, how many of them are gone, and a MAC over all |
//! | `<segment>/audit-walk` | how far an audit that is to be cut was read |
//! | `<segment>/audit/<number, 20 digits>` | an audit event |
//! | `<segment>/idempotency/<hash>` | a secret-making call that was answered, for 24 hours |
//! | `<segment>/bootstrap` | that the first administrator account was made |
//! | `keys/ring` | the signing keys, and how far time has come |
//! | `keys/audit-head`, `keys/audit/<number, 20 digits>` | the platform's own audit, of what is done to keys and issuers |
//! | `keys/issuer/<hash of the issuer>` | an outside issuer and its public keys, for workload identity |

use super::store_time::NEAR_SECONDS;
use super::vouch::{self, Doubt};
use crate::port::crypto::keys::SealingKeys;
use crate::port::store::{Action, Change, Entry, Expect, Key, MAX_VALUE_BYTES, Version};
use crate::value::error::Error;
use crate::value::identifier::{
    ClientId, ContactId, JobId, ProjectId, SecretId, Segment, TemplateId, TokenId,
};
use crate::value::random::base32_of;
use crate::value::timestamp::Timestamp;
use crate::value::tree::{FromTree, Tree};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// The largest record: what a store takes, without what is added when it is signed.
pub(crate) const MAX_RECORD_BYTES: usize = MAX_VALUE_BYTES - vouch::BYTES;

/// What a record of this release says in `v`.
pub(crate) const VERSION: u8 = 1;

pub(crate) fn company(segment: &Segment) -> Key {
    Key::from_parts(&[segment.as_str(), "company"])
}

/// What comes before everything of a company.
pub(crate) fn all(segment: &Segment) -> String {
    format!("{}/", segment.as_str())
}

pub(crate) fn account(client_id: &ClientId) -> Key {
    Key::from_parts(&[client_id.segment().as_str(), "account", client_id.as_str()])
}

pub(crate) fn accounts(segment: &Segment) -> String {
    format!("{}/account/", segment.as_str())
}

pub(crate) fn deleted(client_id: &ClientId, at: Timestamp) -> Key {
    let at = format!("{:020}", at.seconds());
    Key::from_parts(&[client_id.segment().as_str(), "deleted", &at, client_id.as_str()])
}

/// What comes before the accounts that were deleted at that moment or later.
pub(crate) fn deleted_since(segment: &Segment, at: Timestamp) -> Key {
    Key::from_parts(&[segment.as_str(), "deleted", &format!("{:020}", at.seconds())])
}

pub(crate) fn all_deleted(segment: &Segment) -> String {
    format!("{}/deleted/", segment.as_str())
}

pub(crate) fn account_project(client_id: &ClientId, project: &ProjectId) -> Key {
    Key::from_parts(&[client_id.segment().as_str(), "account-project", client_id.as_str(), project.as_str()])
}

pub(crate) fn account_projects(client_id: &ClientId) -> String {
    format!("{}/account-project/{client_id}/", client_id.segment().as_str())
}

pub(crate) fn project_account(client_id: &ClientId, project: &ProjectId) -> Key {
    Key::from_parts(&[client_id.segment().as_str(), "project-account", project.as_str(), client_id.as_str()])
}

pub(crate) fn project_accounts(segment: &Segment, project: &ProjectId) -> String {
    format!("{}/project-account/{project}/", segment.as_str())
}

pub(crate) fn secret(segment: &Segment, secret_id: &SecretId) -> Key {
    Key::from_parts(&[segment.as_str(), "secret", secret_id.as_str()])
}

pub(crate) fn usage(client_id: &ClientId) -> Key {
    Key::from_parts(&[client_id.segment().as_str(), "usage", client_id.as_str()])
}

pub(crate) fn contact(segment: &Segment, contact_id: &ContactId) -> Key {
    Key::from_parts(&[segment.as_str(), "contact", contact_id.as_str()])
}

pub(crate) fn report(client_id: &ClientId) -> Key {
    Key::from_parts(&[client_id.segment().as_str(), "report", client_id.as_str()])
}

pub(crate) fn revoked(client_id: &ClientId, jti: &TokenId) -> Key {
    Key::from_parts(&[client_id.segment().as_str(), "revoked", client_id.as_str(), jti.as_str()])
}

pub(crate) fn assertion(client_id: &ClientId, hash: &str) -> Key {
    Key::from_parts(&[client_id.segment().as_str(), "assertion", client_id.as_str(), hash])
}

pub(crate) fn proof(client_id: &ClientId, hash: &str) -> Key {
    Key::from_parts(&[client_id.segment().as_str(), "proof", client_id.as_str(), hash])
}

/// Of a company, whichever of its accounts the JWT was used for.
pub(crate) fn outside(segment: &Segment, hash: &str) -> Key {
    Key::from_parts(&[segment.as_str(), "outside", hash])
}

/// In the key ring's partition, so that it is read together with it.
pub(crate) fn trusted_issuer(issuer: &str) -> Key {
    Key::from_parts(&["keys", "issuer", &hash(issuer)])
}

/// What comes before all outside issuers.
pub(crate) fn trusted_issuers() -> String {
    "keys/issuer/".into()
}

pub(crate) fn job(segment: &Segment, job_id: &JobId) -> Key {
    Key::from_parts(&[segment.as_str(), "job", job_id.as_str()])
}

pub(crate) fn template(segment: &Segment, template_id: &TemplateId) -> Key {
    Key::from_parts(&[segment.as_str(), "template", template_id.as_str()])
}

pub(crate) fn templates(segment: &Segment) -> String {
    format!("{}/template/", segment.as_str())
}

pub(crate) fn audit_head(segment: &Segment) -> Key {
    Key::from_parts(&[segment.as_str(), "audit-head"])
}

pub(crate) fn audit_cut(segment: &Segment) -> Key {
    Key::from_parts(&[segment.as_str(), "audit-cut"])
}

pub(crate) fn audit_walk(segment: &Segment) -> Key {
    Key::from_parts(&[segment.as_str(), "audit-walk"])
}

pub(crate) fn audit_event(segment: &Segment, number: u64) -> Key {
    Key::from_parts(&[segment.as_str(), "audit", &format!("{number:020}")])
}

/// What comes before all audit events of a company.
pub(crate) fn audit_events(segment: &Segment) -> String {
    format!("{}/audit/", segment.as_str())
}

pub(crate) fn precedence(segment: &Segment) -> Key {
    Key::from_parts(&[segment.as_str(), "precedence"])
}

pub(crate) fn idempotency(segment: &Segment, hash: &str) -> Key {
    Key::from_parts(&[segment.as_str(), "idempotency", hash])
}

pub(crate) fn bootstrap(segment: &Segment) -> Key {
    Key::from_parts(&[segment.as_str(), "bootstrap"])
}

pub(crate) fn key_ring() -> Key {
    Key::from_parts(&["keys", "ring"])
}

/// A record and the version under which it lies.
pub(crate) struct Stored<T> {
    pub(crate) record: T,
    pub(crate) version: Version,
}

/// What a commit expects of a record that was read: that it is as it was, or not there still.
pub(crate) fn unchanged<T>(stored: Option<&Stored<T>>) -> Expect {
    stored.map_or(Expect::Absent, |stored| Expect::Version(stored.version.clone()))
}

/// The change that writes a record, which stays.
pub(crate) fn put<T: Serialize>(key: Key, expect: Expect, record: &T) -> Result<Change, Error> {
    Ok(written(key, expect, encode(record)?, None))
}

/// For how long a repeated call is known as one.
pub(crate) const REPEATED_SECONDS: u64 = 86_400;

/// For how long a job can be looked at.
pub(crate) const JOB_SECONDS: u64 = 30 * 86_400;

/// What the store keeps an entry longer than it counts, for clocks that differ. By less, what was purged by the store's time could count again for a clock that is
/// behind it and still goes by itself.
const SKEW_SECONDS: u64 = NEAR_SECONDS;

/// The change that writes a record which counts until `end`, in Unix seconds; the store may drop it two days later.
pub(crate) fn put_until<T: Serialize>(
    key: Key,
    expect: Expect,
    record: &T,
    end: u64,
) -> Result<Change, Error> {
    Ok(written(key, expect, encode(record)?, Some(end.saturating_add(SKEW_SECONDS))))
}

/// The change that writes a record's value.
pub(crate) fn written(key: Key, expect: Expect, value: Vec<u8>, expires_at: Option<u64>) -> Change {
    Change { key, expect, action: Action::Put { value, expires_at } }
}

/// The change that only holds what is there to what was expected.
pub(crate) fn keep(key: Key, expect: Expect) -> Change {
    Change { key, expect, action: Action::Keep }
}

/// The change that removes a record, if there is one.
pub(crate) fn delete(key: Key, expect: Expect) -> Change {
    Change { key, expect, action: Action::Delete }
}

/// What one get found, by key.
pub(crate) struct Reading {
    keys: Arc<SealingKeys>,
    found: Vec<(Key, Option<Entry>)>,
}

/// A record by the word of whoever has written it, and why it is not to be believed, if it is not.
pub(crate) type Claimed<T> = (Stored<T>, Option<Doubt>);

/// What lies at a key, where the operation goes on without it if it cannot be believed.
pub(crate) enum Found<T> {
    /// Nothing.
    Nothing,
    /// A record of this service's.
    Record(Stored<T>),
    /// What is no record of this service's, or none that can be told.
    Doubtful(Version),
}

impl<T> Found<T> {
    /// What a commit expects that replaces it.
    pub(crate) fn unchanged(&self) -> Expect {
        match self {
            Self::Nothing => Expect::Absent,
            Self::Record(Stored { version, .. }) | Self::Doubtful(version) => {
                Expect::Version(version.clone())
            }
        }
    }

    pub(crate) fn into_stored(self) -> Option<Stored<T>> {
        match self {
            Self::Record(stored) => Some(stored),
            Self::Nothing | Self::Doubtful(_) => None,
        }
    }

    pub(crate) fn record(&self) -> Option<&T> {
        match self {
            Self::Record(stored) => Some(&stored.record),
            Self::Nothing | Self::Doubtful(_) => None,
        }
    }
}

impl Reading {
    pub(crate) fn new(keys: Arc<SealingKeys>, asked: Vec<Key>, entries: Vec<Option<Entry>>) -> Self {
        Self { keys, found: asked.into_iter().zip(entries).collect() }
    }

    /// The reading with keys beside it that hold nothing for who reads.
    pub(crate) fn beside(mut self, keys: Vec<Key>) -> Self {
        self.found.extend(keys.into_iter().map(|key| (key, None)));
        self
    }

    /// The keys that were read.
    pub(crate) fn asked(&self) -> Vec<Key> {
        self.found.iter().map(|(key, _)| key.clone()).collect()
    }

    /// The version at a key that was read; nothing when the key holds nothing.
    pub(crate) fn version(&self, key: &Key) -> Result<Option<Version>, Error> {
        Ok(self.entry(key)?.map(|entry| entry.version.clone()))
    }

    /// How many bytes the record at a key has that was read; nothing when the key holds nothing.
    pub(crate) fn size(&self, key: &Key) -> Option<usize> {
        let entry = self.entry(key).ok()??;
        Some(vouch::opened(&self.keys, key, &entry.value).unwrap_or(&entry.value).len())
    }

    /// The record at a key that was read; nothing when the key holds nothing.
    ///
    /// # Errors
    /// `broken` where what lies there is not as this service wrote it.
    pub(crate) fn record<T: FromTree>(&self, key: &Key) -> Result<Option<Stored<T>>, Error> {
        let Some(entry) = self.entry(key)? else { return Ok(None) };
        let record = decode(key, opened(&self.keys, key, &entry.value)?)?;
        Ok(Some(Stored { record, version: entry.version.clone() }))
    }

    /// The same for a record without which the operation goes on.
    pub(crate) fn found<T: FromTree>(&self, key: &Key) -> Result<Found<T>, Error> {
        let Some(entry) = self.entry(key)? else { return Ok(Found::Nothing) };
        Ok(match self.record(key) {
            Ok(Some(stored)) => Found::Record(stored),
            Ok(None) | Err(_) => Found::Doubtful(entry.version.clone()),
        })
    }

    /// The record that lies there if nobody alters the store, and whether this service vouches for it.
    pub(crate) fn claimed<T: FromTree>(&self, key: &Key) -> Result<Option<Claimed<T>>, Error> {
        let Some(entry) = self.entry(key)? else { return Ok(None) };
        let (json, doubt) = vouch::claimed(&self.keys, key, &entry.value);
        let stored = Stored { record: decode(key, json)?, version: entry.version.clone() };
        Ok(Some((stored, doubt)))
    }

    /// Whether what lies there is signed by the sealing key that signs now.
    pub(crate) fn is_current(&self, key: &Key) -> bool {
        let entry = self.entry(key).ok().flatten();
        entry.is_some_and(|entry| vouch::again(&self.keys, key, &entry.value, false) == Ok(None))
    }

    fn entry(&self, key: &Key) -> Result<Option<&Entry>, Error> {
        let found = self.found.iter().find(|(read, _)| read == key);
        let (_, entry) = found.ok_or_else(|| Error::broken(format!("the key {key} was not read")))?;
        Ok(entry.as_ref())
    }
}

/// Until when a record may lie that the store drops by itself; nothing for one that stays. For who writes it again and does not know when it was to go.
pub(crate) fn longest_life(key: &Key, now: Timestamp) -> Option<Timestamp> {
    let seconds = match key.as_str().split('/').nth(1) {
        Some("idempotency") => REPEATED_SECONDS,
        Some("precedence") => 0,
        Some("job") => JOB_SECONDS,
        _ => return None,
    };
    Some(now.after(seconds).after(SKEW_SECONDS))
}

/// The record's JSON in a value that is stored.
pub(crate) fn opened<'a>(keys: &SealingKeys, key: &Key, value: &'a [u8]) -> Result<&'a [u8], Error> {
    vouch::opened(keys, key, value).map_err(|doubt| {
        Error::broken(match doubt {
            Doubt::KeyUnknown => format!(
                "the record at {key} is signed by a sealing key that is not in the settings; put the key back, or keep the records by resealing"
            ),
            Doubt::Forged => format!("the record at {key} is not as this service wrote it: somebody else writes to the store"),
        })
    })
}

/// The record in a value.
pub(crate) fn decode<T: FromTree>(key: &Key, value: &[u8]) -> Result<T, Error> {
    #[cfg(test)]
    crate::tests::counted::decoded(value.len());
    Tree::of_record(value)
        .map_err(|error| Error::broken(format!("the record at {key} cannot be read: {error}")))
}

/// The value of a record; one that is too large is refused rather than handed to the store.
pub(crate) fn encode<T: Serialize>(record: &T) -> Result<Vec<u8>, Error> {
    encode_or(record, || Error::broken("a record is larger than a store takes"))
}

/// The value of a record; the caller's error when it is too large.
pub(crate) fn encode_or<T: Serialize>(
    record: &T,
    too_large: impl FnOnce() -> Error,
) -> Result<Vec<u8>, Error> {
    let value = serde_json::to_vec(record).map_err(|_| Error::broken("a record cannot be written"))?;
    if value.len() > MAX_RECORD_BYTES {
        return Err(too_large());
    }
    Ok(value)
}

/// Any text in a key goes by its hash.
pub(crate) fn hash(text: &str) -> String {
    base32_of(&Sha256::digest(text))
}
