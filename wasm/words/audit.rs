//! The audit: queries, exported heads and notes in, events, heads and verdicts out.

use super::named_alike;
use crate::bindings::service_accounts as wit;
use badgehouse::audit::{
    AuditActor, AuditEventView, AuditExport, AuditHeadView, AuditProblem, AuditProblemKind, AuditQuery,
    AuditVerification, Note,
};
use badgehouse::error::{Error, InputProblem};
use badgehouse::identifier::{ActorId, CompanyId};
use badgehouse::page::Page;
use badgehouse::timestamp::Timestamp;

impl From<wit::AuditQuery> for AuditQuery {
    fn from(query: wit::AuditQuery) -> Self {
        Self {
            limit: query.limit,
            cursor: query.cursor,
            actor: query.actor,
            action: query.action,
            target: query.target,
            from: query.since.map(Timestamp::from_seconds),
            to: query.until.map(Timestamp::from_seconds),
        }
    }
}

impl TryFrom<wit::AuditHead> for AuditHeadView {
    type Error = Error;

    fn try_from(head: wit::AuditHead) -> Result<Self, Error> {
        let company = head.company.map(CompanyId::parse).transpose();
        let company = company
            .map_err(|error| Error::invalid(vec![InputProblem::new("/head/company", error.rule())]))?;
        let wit::AuditHead { number, hash, mac, key_id, unproven, .. } = head;
        Ok(Self { company, number, hash, mac, key_id, unproven })
    }
}

/// What is said of a request, or what is wrong with it.
pub(crate) fn note(note: wit::Note) -> Result<Note, Error> {
    let read = Note::new(note.reason, note.request_id)?;
    let Some(who) = note.on_behalf_of else { return Ok(read) };
    let who = ActorId::parse(who);
    let who = who.map_err(|error| Error::invalid(vec![InputProblem::new("/on_behalf_of", error.rule())]))?;
    Ok(read.on_behalf_of(who))
}

impl From<AuditActor> for wit::AuditActor {
    fn from(actor: AuditActor) -> Self {
        match actor {
            AuditActor::User(id) => Self::User(id),
            AuditActor::ServiceAccount(id) => Self::ServiceAccount(id),
            AuditActor::Platform => Self::Platform,
        }
    }
}

impl From<AuditEventView> for wit::AuditEvent {
    fn from(event: AuditEventView) -> Self {
        Self {
            number: event.number,
            at: event.at.seconds(),
            actor: event.actor.into(),
            on_behalf_of: event.on_behalf_of,
            action: event.action,
            target: event.target,
            before: event.from.to_string(),
            after: event.to.to_string(),
            reason: event.reason,
            request_id: event.request_id,
        }
    }
}

impl From<Page<AuditEventView>> for wit::AuditPage {
    fn from(page: Page<AuditEventView>) -> Self {
        Self { items: page.items.into_iter().map(Into::into).collect(), next_cursor: page.next_cursor }
    }
}

impl From<AuditExport> for wit::AuditExport {
    fn from(export: AuditExport) -> Self {
        Self { lines: export.lines, next_cursor: export.next_cursor }
    }
}

impl From<AuditHeadView> for wit::AuditHead {
    fn from(head: AuditHeadView) -> Self {
        let AuditHeadView { company, number, hash, mac, key_id, unproven } = head;
        Self { company: company.map(|company| company.to_string()), number, hash, mac, key_id, unproven }
    }
}

impl From<AuditVerification> for wit::AuditVerification {
    fn from(verification: AuditVerification) -> Self {
        let AuditVerification { verified_to, hash, next_cursor, cut_at, problem } = verification;
        let problem =
            problem.map(|AuditProblem { number, kind }| wit::AuditProblem { number, kind: kind.into() });
        Self { verified_to, hash, next_cursor, cut_at, problem }
    }
}

named_alike!(AuditProblemKind => wit::AuditProblemKind { Altered, Missing, Reordered, Rewritten, Head, Cut; else Altered });
