//! The audit: one event for every administrative change, written in the same commit as the change.
//!
//! The events of a company are numbered from 1 and chained: each holds the hash of the one before, SHA-256 over its exact stored bytes
//! as base64url. The head holds the hash of the last, under a key that the store does not have. Whoever writes to the store past the core
//! can therefore change nothing unnoticed but roll everything back, and not even that for one who keeps an exported head.

pub(crate) mod cut;
pub(crate) mod head;
pub(crate) mod link;
pub(crate) mod note;
pub(crate) mod walk;

use super::record::{self, Found, VERSION};
use crate::port::crypto::keys::SealingKeys;
use crate::port::store::Change;
use crate::value::error::Error;
use crate::value::identifier::Segment;
use crate::value::timestamp::{Timestamp, seconds};
use crate::value::tree::{FromTree, Misfit, Tree, as_serde_reads};
use head::{AuditHead, Place, hash_of};
use note::Note;
use serde::de::Error as _;
use serde::{Deserialize, Serialize};

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum AuditAction {
    #[serde(rename = "account.created")]
    AccountCreated,
    #[serde(rename = "account.updated")]
    AccountUpdated,
    #[serde(rename = "account.disabled")]
    AccountDisabled,
    #[serde(rename = "account.enabled")]
    AccountEnabled,
    #[serde(rename = "account.deleted")]
    AccountDeleted,
    #[serde(rename = "account.undeleted")]
    AccountUndeleted,
    #[serde(rename = "account.purged")]
    AccountPurged,
    #[serde(rename = "account.tokens_revoked")]
    TokensRevoked,
    #[serde(rename = "account.resource_server_marked")]
    ResourceServerMarked,
    #[serde(rename = "secret.created")]
    SecretCreated,
    #[serde(rename = "secret.revoked")]
    SecretRevoked,
    #[serde(rename = "secret.changed")]
    SecretChanged,
    #[serde(rename = "secret.rotation_finished")]
    RotationFinished,
    #[serde(rename = "key.created")]
    KeyCreated,
    #[serde(rename = "key.changed")]
    KeyChanged,
    #[serde(rename = "key.revoked")]
    KeyRevoked,
    #[serde(rename = "trust.created")]
    TrustCreated,
    #[serde(rename = "trust.revoked")]
    TrustRevoked,
    #[serde(rename = "permissions.changed")]
    PermissionsChanged,
    #[serde(rename = "permissions.job_created")]
    PermissionsJobCreated,
    #[serde(rename = "template.created")]
    TemplateCreated,
    #[serde(rename = "template.changed")]
    TemplateChanged,
    #[serde(rename = "template.deleted")]
    TemplateDeleted,
    #[serde(rename = "contact.changed")]
    ContactChanged,
    #[serde(rename = "contact.repaired")]
    ContactRepaired,
    #[serde(rename = "contact.reported")]
    ContactReported,
    #[serde(rename = "contact.created")]
    ContactCreated,
    #[serde(rename = "signing_key.created")]
    SigningKeyCreated,
    #[serde(rename = "signing_key.replaced")]
    SigningKeyReplaced,
    #[serde(rename = "signing_keys.resealed")]
    SigningKeysResealed,
    #[serde(rename = "clock.believed")]
    ClockBelieved,
    #[serde(rename = "issuer.changed")]
    IssuerChanged,
    #[serde(rename = "issuer.removed")]
    IssuerRemoved,
}

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum AuditActor {
    /// A user of the host, by its id.
    User(String),
    /// A service account, by its `client_id`.
    ServiceAccount(String),
    /// The embedding product.
    Platform,
}

impl FromTree for AuditActor {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        let record = tree.record()?;
        match record.needed::<String>("kind")?.as_str() {
            "user" => Ok(Self::User(record.needed("id")?)),
            "service_account" => Ok(Self::ServiceAccount(record.needed("id")?)),
            "platform" => Ok(Self::Platform),
            _ => Err(Misfit::custom("an actor is a user, a service account or the platform")),
        }
    }
}

as_serde_reads!(AuditAction);

/// An event before it has its number: what a decision says of itself.
pub(crate) struct Deed {
    pub(crate) action: AuditAction,
    /// The account or contact it was done to.
    pub(crate) target: String,
    pub(crate) from: serde_json::Value,
    pub(crate) to: serde_json::Value,
}

/// An event as it lies in the store. It holds no secret, hash or token.
#[derive(Clone, Serialize)]
pub(crate) struct AuditEvent {
    pub(crate) v: u8,
    /// Random: tells whether a commit of unknown outcome went through.
    pub(crate) id: String,
    pub(crate) number: u64,
    /// The hash of the event before.
    pub(crate) previous: String,
    #[serde(serialize_with = "seconds::serialize")]
    pub(crate) at: Timestamp,
    pub(crate) actor: AuditActor,
    /// Who had the platform do it, as it claims.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) on_behalf_of: Option<String>,
    pub(crate) action: AuditAction,
    pub(crate) target: String,
    pub(crate) from: serde_json::Value,
    pub(crate) to: serde_json::Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) request_id: Option<String>,
}

impl FromTree for AuditEvent {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        let record = tree.record()?;
        Ok(Self {
            v: record.needed("v")?,
            id: record.needed("id")?,
            number: record.needed("number")?,
            previous: record.needed("previous")?,
            at: record.moment("at")?,
            actor: record.needed("actor")?,
            on_behalf_of: record.optional("on_behalf_of")?,
            action: record.needed("action")?,
            target: record.needed("target")?,
            from: record.needed("from")?,
            to: record.needed("to")?,
            reason: record.optional("reason")?,
            request_id: record.optional("request_id")?,
        })
    }
}

impl AuditEvent {
    /// `id` is random: 26 characters of `a-z2-7`.
    pub(crate) fn new(
        deed: Deed,
        place: &Place,
        actor: AuditActor,
        (id, at): (String, Timestamp),
        note: &Note,
    ) -> Self {
        let Deed { action, target, from, to } = deed;
        Self {
            v: VERSION,
            id,
            number: place.number,
            previous: place.previous.clone(),
            at,
            on_behalf_of: note.claimed_for(&actor).map(str::to_owned),
            actor,
            action,
            target,
            from,
            to,
            reason: note.reason().map(str::to_owned),
            request_id: note.request_id().map(str::to_owned),
        }
    }

    /// The event's own change and the head's: only one change a company gets each number.
    pub(crate) fn changes(
        &self,
        segment: &Segment,
        head: &Found<AuditHead>,
        place: Place,
        keys: &SealingKeys,
    ) -> Result<[Change; 2], Error> {
        let event = record::encode_or(self, || {
            let rule = "this changes more than one audit event can tell of; change less at a time";
            Error::invalid_at("", rule)
        })?;
        let expect = place.expect();
        let next = place.head(segment, hash_of(&event), keys)?;
        Ok([
            record::put(record::audit_head(segment), head.unchanged(), &next)?,
            record::written(record::audit_event(segment, self.number), expect, event, None),
        ])
    }
}
