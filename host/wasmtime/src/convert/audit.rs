//! The audit: queries, exported heads and notes out, events, heads and verdicts in.

use super::{all, company_id, named_alike};
use crate::bindings::service_accounts as wit;
use crate::failure::malformed;
use badgehouse::audit::{
    AuditActor, AuditEventView, AuditExport, AuditHeadView, AuditProblem, AuditProblemKind, AuditQuery,
    AuditVerification, Note,
};
use badgehouse::error::Error;
use badgehouse::page::Page;
use badgehouse::timestamp::Timestamp;
use serde_json::Value;

impl From<AuditQuery> for wit::AuditQuery {
    fn from(query: AuditQuery) -> Self {
        let AuditQuery { limit, cursor, actor, action, target, from, to } = query;
        let (since, until) = (from.map(Timestamp::seconds), to.map(Timestamp::seconds));
        Self { limit, cursor, actor, action, target, since, until }
    }
}

impl From<AuditHeadView> for wit::AuditHead {
    fn from(head: AuditHeadView) -> Self {
        let AuditHeadView { company, number, hash, mac, key_id, unproven } = head;
        Self { company: company.map(|company| company.to_string()), number, hash, mac, key_id, unproven }
    }
}

impl From<&Note> for wit::Note {
    fn from(note: &Note) -> Self {
        Self {
            reason: note.reason().map(Into::into),
            request_id: note.request_id().map(Into::into),
            on_behalf_of: note.claims_to_be_for().map(ToString::to_string),
        }
    }
}

impl From<wit::AuditActor> for AuditActor {
    fn from(actor: wit::AuditActor) -> Self {
        match actor {
            wit::AuditActor::User(id) => Self::User(id),
            wit::AuditActor::ServiceAccount(id) => Self::ServiceAccount(id),
            wit::AuditActor::Platform => Self::Platform,
        }
    }
}

impl TryFrom<wit::AuditEvent> for AuditEventView {
    type Error = Error;

    fn try_from(event: wit::AuditEvent) -> Result<Self, Error> {
        Ok(Self {
            number: event.number,
            at: Timestamp::from_seconds(event.at),
            actor: event.actor.into(),
            on_behalf_of: event.on_behalf_of,
            action: event.action,
            target: event.target,
            from: json(&event.before)?,
            to: json(&event.after)?,
            reason: event.reason,
            request_id: event.request_id,
        })
    }
}

fn json(text: &str) -> Result<Value, Error> {
    serde_json::from_str(text).map_err(|_| malformed("event"))
}

impl TryFrom<wit::AuditPage> for Page<AuditEventView> {
    type Error = Error;

    fn try_from(page: wit::AuditPage) -> Result<Self, Error> {
        Ok(Self { items: all(page.items)?, next_cursor: page.next_cursor })
    }
}

impl From<wit::AuditExport> for AuditExport {
    fn from(export: wit::AuditExport) -> Self {
        Self { lines: export.lines, next_cursor: export.next_cursor }
    }
}

impl TryFrom<wit::AuditHead> for AuditHeadView {
    type Error = Error;

    fn try_from(head: wit::AuditHead) -> Result<Self, Error> {
        let wit::AuditHead { company, number, hash, mac, key_id, unproven } = head;
        Ok(Self { company: company.map(company_id).transpose()?, number, hash, mac, key_id, unproven })
    }
}

impl From<wit::AuditVerification> for AuditVerification {
    fn from(verification: wit::AuditVerification) -> Self {
        let wit::AuditVerification { verified_to, hash, next_cursor, cut_at, problem } = verification;
        let problem =
            problem.map(|wit::AuditProblem { number, kind }| AuditProblem { number, kind: kind.into() });
        Self { verified_to, hash, next_cursor, cut_at, problem }
    }
}

named_alike!(wit::AuditProblemKind => AuditProblemKind { Altered, Missing, Reordered, Rewritten, Head, Cut });
