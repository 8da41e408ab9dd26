//! Cutting: events older than policy keeps them go, from the first on, and a signed cut stays in their place: the number and the hash of the last that
//! went. What is left is verified from there.

use crate::administration::events::events;
use crate::core::Context;
use crate::model::audit::AuditEvent;
use crate::model::audit::cut::CutRecord;
use crate::model::audit::head::{self, AuditHead, hash_of};
use crate::model::company::CompanyRecord;
use crate::model::record::{self, Stored};
use crate::port::store::{Commit, Expect};
use crate::value::error::Error;
use crate::value::identifier::CompanyId;
use crate::value::input;
use serde::Serialize;

/// So many events go in one commit.
const EVENTS_AT_ONCE: u64 = 50;
/// So many commits are made in one call.
const COMMITS_AT_ONCE: u64 = 20;

/// What a cut came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct AuditCut {
    /// The number of the last event that is gone; 0 when none ever went.
    pub number: u64,
    /// How many went by this call.
    pub removed: u64,
    /// Whether there are more to go: cut again.
    pub more: bool,
}

/// Removes what is older than policy keeps, a thousand events at most; never the last event, and nothing of an audit that is not in order.
pub(crate) async fn cut(context: &mut Context, company: &str) -> Result<AuditCut, Error> {
    let company = input::parsed::<CompanyId>("/company", company)?;
    let mut outcome = AuditCut { number: 0, removed: 0, more: false };
    for _ in 0..COMMITS_AT_ONCE {
        let (number, removed, more) = step(context, &company).await?;
        outcome = AuditCut { number, removed: outcome.removed.saturating_add(removed), more };
        if !more {
            break;
        }
    }
    Ok(outcome)
}

/// One commit: the number of the last event that is gone, how many went, and whether more are to go.
async fn step(context: &Context, company: &CompanyId) -> Result<(u64, u64, bool), Error> {
    let segment = &company.segment();
    let (head_key, cut_key) = (record::audit_head(segment), record::audit_cut(segment));
    let keys = vec![record::company(segment), head_key.clone(), cut_key.clone()];
    let reading = context.read(keys).await?;
    CompanyRecord::of(company, &reading)?;
    let stored: Option<Stored<CutRecord>> = reading.record(&cut_key)?;
    let number = stored.as_ref().map_or(0, |cut| cut.record.number);
    let head: Option<Stored<AuditHead>> = reading.record(&head_key)?;
    let (Some(head), Some(kept)) = (head, context.settings.policy.audit_retention_seconds) else {
        return Ok((number, 0, false));
    };
    let unsound = || Error::broken("the audit is not in order and is not cut; verify it");
    let cut_is_signed = stored.as_ref().is_none_or(|cut| cut.record.is_signed(segment, &context.keys));
    if !cut_is_signed || head.record.unproven.is_some() || !head.record.is_signed(segment, &context.keys) {
        return Err(unsound());
    }
    let oldest = context.now.seconds().saturating_sub(kept);
    let last = head.record.number().saturating_sub(1).min(number.saturating_add(EVENTS_AT_ONCE));
    let mut end = match &stored {
        Some(cut) => (number, cut.record.hash.clone()),
        None => (number, head::origin(segment)),
    };
    let mut changes = Vec::new();
    for (number, value) in events(context, segment, number, last).await? {
        let value = value.ok_or_else(unsound)?;
        let event: AuditEvent = serde_json::from_slice(&value).map_err(|_| unsound())?;
        // The end of the chain would vouch for what was altered before it.
        if event.previous != end.1 || event.number != number {
            return Err(unsound());
        }
        if event.at.seconds() >= oldest {
            break;
        }
        end = (number, hash_of(&value));
        let key = record::audit_event(segment, number);
        changes.push(record::delete(key, Expect::Any));
    }
    let removed = end.0.saturating_sub(number);
    if removed == 0 {
        return Ok((number, 0, false));
    }
    let cut = CutRecord::signed(segment, end.0, end.1, context.now, &context.keys)?;
    changes.push(record::put(cut_key, record::unchanged(stored.as_ref()), &cut)?);
    changes.push(record::keep(head_key, Expect::Version(head.version)));
    match context.commit(changes).await? {
        Commit::Committed => Ok((cut.number, removed, removed == EVENTS_AT_ONCE)),
        // An event or another cut came first.
        Commit::Conflict => Ok((number, 0, true)),
    }
}
