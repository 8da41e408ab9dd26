//! Reading an audit: by page and filter, as JSON lines, and its head.

use super::stand::{Stand, Whose, stand};
use crate::core::Context;
use crate::core::events::{BATCH, MAX_SCAN, events};
use crate::model::audit::head::{AuditHead, AuditHeadView};
use crate::model::audit::{AuditAction, AuditActor, AuditEvent};
use crate::model::record;
use crate::value::error::Error;
use crate::value::page::{Page, PageInput};
use crate::value::text::composed;
use crate::value::timestamp::Timestamp;
use crate::value::tree::Tree;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Which events are wanted; each filter that is given has to fit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AuditQuery {
    /// At most how many events: 1 to 100, 50 when absent.
    #[serde(default)]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before; absent for the first.
    #[serde(default)]
    pub cursor: Option<String>,
    /// The actor's id; `platform` for the platform.
    #[serde(default)]
    pub actor: Option<String>,
    /// What was done: `account.created` and so on.
    #[serde(default)]
    pub action: Option<String>,
    /// The id of the account or contact it was done to.
    #[serde(default)]
    pub target: Option<String>,
    /// From this moment on.
    #[serde(default)]
    pub from: Option<Timestamp>,
    /// Before this moment.
    #[serde(default)]
    pub to: Option<Timestamp>,
}

/// An event as administrators see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AuditEventView {
    /// Its number; a company's first is 1.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub actor: AuditActor,
    /// Who had the platform do it: what the operator claimed, not what anybody has proven. Only where the platform did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<String>,
    /// What was done: `account.created` and so on.
    pub action: String,
    /// The id of the account or contact it was done to.
    pub target: String,
    /// What was before.
    pub from: Value,
    /// What is since.
    pub to: Value,
    /// Why, when the caller said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// By which request, when the caller said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

/// A page of events as they are chained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditExport {
    /// One event a line, each ending with a line feed; the hash of an event is over its line without that.
    pub lines: Vec<u8>,
    /// Where the next page begins; absent when this is the last.
    pub next_cursor: Option<String>,
}

/// A page may hold fewer than asked for, even none, and still not be the last: at most a thousand events are looked at.
pub(crate) async fn list(
    context: &mut Context,
    whose: Whose<'_>,
    query: AuditQuery,
) -> Result<Page<AuditEventView>, Error> {
    let stand = stand(context, whose).await?;
    let (filter, page) = Filter::parse(query)?;
    let page = page.check(cursor)?;
    let last = stand.last();
    let mut after = page.after.unwrap_or(0).max(stand.cut_at());
    let end = last.min(after.saturating_add(MAX_SCAN));
    let mut items: Vec<AuditEventView> = Vec::new();
    while after < end && !page.is_full(items.len()) {
        let batch = end.min(after.saturating_add(BATCH));
        for (number, value) in events(context, &stand.segment, after, batch).await? {
            if page.is_full(items.len()) {
                break;
            }
            after = number;
            let Some(value) = value else { continue };
            let event: AuditEvent = record::decode(&record::audit_event(&stand.segment, number), &value)?;
            if filter.fits(&event) {
                items.push(event.view());
            }
        }
    }
    Ok(Page { items, next_cursor: (after < last).then(|| after.to_string()) })
}

pub(crate) async fn export(
    context: &mut Context,
    whose: Whose<'_>,
    page: PageInput,
) -> Result<AuditExport, Error> {
    let stand = stand(context, whose).await?;
    let page = page.check(cursor)?;
    let last = stand.last();
    let after = page.after.unwrap_or(0).max(stand.cut_at());
    let end = last.min(after.saturating_add(u64::from(page.limit)));
    let mut lines = Vec::new();
    let found = events(context, &stand.segment, after, end).await?;
    for value in found.into_iter().filter_map(|(_, value)| value) {
        lines.extend(value);
        lines.push(b'\n');
    }
    Ok(AuditExport { lines, next_cursor: (end < last).then(|| end.to_string()) })
}

pub(crate) async fn head(context: &mut Context, whose: Whose<'_>) -> Result<AuditHeadView, Error> {
    let Stand { segment, company, head, .. } = stand(context, whose).await?;
    let head = match head {
        Some(head) => head,
        None => AuditHead::before_the_first(&segment, &context.keys)?,
    };
    Ok(head.view(company))
}

/// A cursor is the number of the last event that was looked at.
fn cursor(text: &str) -> Option<u64> {
    text.parse().ok().filter(|number: &u64| number.to_string() == text)
}

struct Filter {
    /// In Normalization Form C, once for all events that are looked at.
    actor: Option<String>,
    action: Option<AuditAction>,
    target: Option<String>,
    from: Option<Timestamp>,
    to: Option<Timestamp>,
}

impl Filter {
    fn parse(query: AuditQuery) -> Result<(Self, PageInput), Error> {
        let AuditQuery { limit, cursor, actor, action, target, from, to } = query;
        let action = action.map(|action| Tree::Text(&action).read().ok());
        if matches!(action, Some(None)) {
            return Err(Error::invalid_at("/action", "there is no such action"));
        }
        let actor = actor.as_deref().map(composed);
        let filter = Self { actor, action: action.flatten(), target, from, to };
        Ok((filter, PageInput { limit, cursor }))
    }

    fn fits(&self, event: &AuditEvent) -> bool {
        let actor = match &event.actor {
            AuditActor::User(id) | AuditActor::ServiceAccount(id) => id.as_str(),
            AuditActor::Platform => "platform",
        };
        self.actor.as_ref().is_none_or(|wanted| *wanted == composed(actor))
            && self.action.is_none_or(|action| action == event.action)
            && self.target.as_ref().is_none_or(|target| *target == event.target)
            && self.from.is_none_or(|from| event.at >= from)
            && self.to.is_none_or(|to| event.at < to)
    }
}

impl AuditEvent {
    fn view(self) -> AuditEventView {
        let Self { number, at, actor, on_behalf_of, action, target, from, to, reason, request_id, .. } = self;
        let action = serde_json::to_value(action).ok();
        let action = action.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned();
        AuditEventView { number, at, actor, on_behalf_of, action, target, from, to, reason, request_id }
    }
}
