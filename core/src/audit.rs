//! The audit: one event for every administrative change, written in the same commit as the change.

use crate::error::Error;
use crate::identifier::Segment;
use crate::random::Random;
use crate::record::{self, Stored, VERSION};
use crate::store::{Action, Change, Expect};
use crate::timestamp::{Timestamp, seconds};
use serde::{Deserialize, Serialize};

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum AuditAction {
    #[serde(rename = "account.created")]
    AccountCreated,
    #[serde(rename = "account.deleted")]
    AccountDeleted,
    #[serde(rename = "secret.created")]
    SecretCreated,
    #[serde(rename = "secret.revoked")]
    SecretRevoked,
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
    #[serde(rename = "contact.created")]
    ContactCreated,
}

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub(crate) enum AuditActor {
    User(String),
    ServiceAccount(String),
    Platform,
}

/// An event before it has its number: what a decision says of itself.
pub(crate) struct Deed {
    pub(crate) action: AuditAction,
    /// The account or contact it was done to.
    pub(crate) target: String,
    pub(crate) from: serde_json::Value,
    pub(crate) to: serde_json::Value,
}

/// An event as it lies in the store. It holds no secret, hash or token.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct AuditEvent {
    pub(crate) v: u8,
    /// Random: tells whether a commit of unknown outcome went through.
    pub(crate) id: String,
    pub(crate) number: u64,
    #[serde(with = "seconds")]
    pub(crate) at: Timestamp,
    pub(crate) actor: AuditActor,
    pub(crate) action: AuditAction,
    pub(crate) target: String,
    pub(crate) from: serde_json::Value,
    pub(crate) to: serde_json::Value,
}

impl AuditEvent {
    pub(crate) fn new(
        deed: Deed,
        number: u64,
        actor: AuditActor,
        at: Timestamp,
        random: &mut Random,
    ) -> Self {
        let Deed { action, target, from, to } = deed;
        Self { v: VERSION, id: random.base32(26), number, at, actor, action, target, from, to }
    }

    /// The event's own change and the head's: only one change a company gets each number.
    pub(crate) fn changes(
        &self,
        segment: &Segment,
        head: Option<Stored<AuditHead>>,
    ) -> Result<[Change; 2], Error> {
        let next = AuditHead { v: VERSION, next: self.number.saturating_add(1) };
        Ok([
            Change {
                key: record::audit_head(segment),
                expect: head.map_or(Expect::Absent, |head| Expect::Version(head.version)),
                action: Action::Put { value: record::encode(&next)?, expires_at: None },
            },
            Change {
                key: record::audit_event(segment, self.number),
                expect: Expect::Absent,
                action: Action::Put { value: record::encode(self)?, expires_at: None },
            },
        ])
    }
}

/// Where a company's audit stands.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct AuditHead {
    pub(crate) v: u8,
    /// The number of the next event; the first is 1.
    pub(crate) next: u64,
}
