//! Deleting an account: it stops working with the commit. A tombstone stays, so that it can be brought back within policy's window; after
//! that the platform's purge removes it with all that it left behind.

use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::administration::{Call, Verdict, change, view};
use crate::core::Context;
use crate::model::account::{self, AccountRecord, AppType, present};
use crate::model::audit::{AuditAction, Deed};
use crate::model::record::{self, Stored, VERSION};
use crate::model::secret::index;
use crate::model::settings::Policy;
use crate::port::store::{Change, Expect};
use crate::value::error::Error;
use crate::value::identifier::{ClientId, Segment};
use crate::value::page::{Page, PageInput};
use crate::value::precondition::Precondition;
use crate::value::timestamp::{Timestamp, seconds};
use crate::value::tree::{FromTree, Misfit, Tree};
use serde::Serialize;
use serde_json::{Value, json};

/// A deleted account that can be brought back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeletedAccount {
    /// Its id.
    pub client_id: ClientId,
    /// What kind of program it was for.
    #[serde(flatten)]
    pub app_type: AppType,
    /// Its name.
    pub name: String,
    /// When it was deleted.
    pub deleted_at: Timestamp,
    /// Until when it can be brought back.
    pub undelete_until: Timestamp,
}

/// That an account was deleted, by the moment: what the list of deleted accounts goes by.
#[derive(Serialize)]
pub(crate) struct DeletedRecord {
    v: u8,
    pub(crate) client_id: ClientId,
    #[serde(flatten)]
    app_type: AppType,
    name: String,
    #[serde(serialize_with = "seconds::serialize")]
    pub(crate) deleted_at: Timestamp,
}

impl FromTree for DeletedRecord {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        let record = tree.record()?;
        Ok(Self {
            v: record.needed("v")?,
            client_id: record.needed("client_id")?,
            app_type: AppType::from_tree(tree)?,
            name: record.needed("name")?,
            deleted_at: record.moment("deleted_at")?,
        })
    }
}

/// Where a page of deleted accounts goes on.
struct Place(Timestamp, ClientId);

impl Place {
    fn parse(cursor: &str, segment: &Segment) -> Option<Self> {
        let (at, client_id) = cursor.split_once('.')?;
        let client_id = ClientId::parse(client_id).ok().filter(|id| id.segment() == *segment)?;
        Some(Self(Timestamp::from_seconds(at.parse().ok()?), client_id))
    }

    fn to_text(&self) -> String {
        format!("{}.{}", self.0.seconds(), self.1)
    }
}

pub(crate) async fn delete(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
    precondition: Precondition,
) -> Result<(), Error> {
    let call = Call::new(principal, company, Right::Accounts)?;
    let client_id = account::parse(client_id)?;
    let key = record::account(&client_id);
    let company = call.company.clone();
    change(context, call.reading([key.clone()]), |scene| {
        scene.held.require_other(&client_id, Right::Accounts)?;
        let Some(Stored { record, version }) = scene.reading.record(&key)? else {
            return Err(Error::not_found());
        };
        let account = present(Some(record), &company)?;
        precondition.require(account.revision)?;
        let deed = Deed {
            action: AuditAction::AccountDeleted,
            target: client_id.to_string(),
            from: json!({ "app_type": account.app_type, "name": account.details.name }),
            to: Value::Null,
        };
        let by_time = DeletedRecord {
            v: VERSION,
            client_id: client_id.clone(),
            app_type: account.app_type.clone(),
            name: account.details.name.clone(),
            deleted_at: scene.now,
        };
        let segment = client_id.segment();
        let forgotten = account.secrets.iter().map(|secret| index::forget(&segment, &secret.id));
        let mut changes: Vec<Change> = forgotten.collect();
        changes.push(record::put(key.clone(), Expect::Version(version), &account.deleted(scene.now))?);
        changes.push(record::put(record::deleted(&client_id, scene.now), Expect::Any, &by_time)?);
        Ok(Verdict::End(changes, deed, ()))
    })
    .await
}

/// A page of the deleted accounts that can be brought back, the one first that goes first.
pub(crate) async fn list(
    context: &mut Context,
    principal: Principal,
    company: &str,
    page: PageInput,
) -> Result<Page<DeletedAccount>, Error> {
    let call = Call::new(principal, company, Right::Accounts)?;
    let segment = call.company.segment();
    let page = page.check(|cursor| Place::parse(cursor, &segment))?;
    view(context, call, |_| Ok(())).await?;
    let policy = context.settings.policy.clone();
    let oldest = record::deleted_since(&segment, oldest(&policy, context.now));
    let after = page.after.as_ref().map(|Place(at, client_id)| record::deleted(client_id, *at));
    let after = after.map_or_else(|| oldest.clone(), |after| after.max(oldest.clone()));
    let listed = context.list(record::all_deleted(&segment), Some(after), page.limit).await?;
    let more = page.is_full(listed.len());
    let (mut items, mut last) = (Vec::new(), None);
    for found in listed {
        let deleted: DeletedRecord = record::decode(&found.key, &found.entry.value)?;
        last = Some(Place(deleted.deleted_at, deleted.client_id.clone()).to_text());
        items.push(DeletedAccount {
            client_id: deleted.client_id,
            app_type: deleted.app_type,
            name: deleted.name,
            deleted_at: deleted.deleted_at,
            undelete_until: deleted.deleted_at.after(policy.undelete_seconds),
        });
    }
    Ok(Page { items, next_cursor: last.filter(|_| more) })
}

/// Whether an account that was deleted can still be brought back.
pub(crate) fn can_return(account: &AccountRecord, policy: &Policy, now: Timestamp) -> bool {
    account.deleted_at.is_some_and(|at| now < at.after(policy.undelete_seconds))
}

/// The oldest moment of deletion whose window is open.
pub(crate) fn oldest(policy: &Policy, now: Timestamp) -> Timestamp {
    let closed = now.seconds().checked_sub(policy.undelete_seconds);
    Timestamp::from_seconds(closed.map_or(0, |closed| closed.saturating_add(1)))
}
