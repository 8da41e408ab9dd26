//! Purging: what deleted accounts leave behind goes once they cannot be brought back any more. In bounded steps that can be repeated.

use super::delete::{DeletedRecord, oldest};
use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::administration::{Call, Verdict, change, view};
use crate::core::Context;
use crate::model::account::AccountRecord;
use crate::model::audit::{AuditAction, Deed};
use crate::model::record::{self, Reading, Stored};
use crate::port::store::{Action, Change, Expect, Key};
use crate::value::error::Error;
use crate::value::identifier::{ClientId, ProjectId};
use crate::value::timestamp::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

/// How many accounts one call purges.
const ACCOUNTS_AT_ONCE: u32 = 20;
/// How many projects of an account go in one commit, each of which is two records.
const PROJECTS_AT_ONCE: u32 = 25;
/// How many commits one call makes for the projects of accounts.
const COMMITS_AT_ONCE: usize = 40;

/// What a purge came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Purged {
    /// Of how many accounts nothing is left but audit events.
    pub accounts: u32,
    /// Whether there is more to purge: call again.
    pub more: bool,
}

pub(crate) async fn purge(context: &mut Context, company: &str) -> Result<Purged, Error> {
    let call = Call::new(Principal::Platform, company, Right::Accounts)?;
    let segment = call.company.segment();
    // Projects go before the first change, and their index names no company. What is old enough to go is so by the store's time, which no clock can hurry.
    view(context, call.reading([record::key_ring()]), |_| Ok(())).await?;
    let closed = oldest(&context.settings.policy, context.proven());
    let listed = context.list(record::all_deleted(&segment), None, ACCOUNTS_AT_ONCE).await?;
    let full = u32::try_from(listed.len()).is_ok_and(|found| found >= ACCOUNTS_AT_ONCE);
    let (mut purged, mut commits) = (Purged::default(), COMMITS_AT_ONCE);
    for found in listed {
        let deleted: DeletedRecord = record::decode(&found.key, &found.entry.value)?;
        if deleted.deleted_at >= closed {
            return Ok(purged);
        }
        match purge_projects(context, &deleted, &mut commits).await? {
            Projects::Gone => {}
            Projects::Left => return Ok(Purged { more: true, ..purged }),
            Projects::Needed => continue,
        }
        if purge_account(context, company, &deleted, found.key).await? {
            purged.accounts = purged.accounts.saturating_add(1);
        }
    }
    Ok(Purged { more: full, ..purged })
}

/// What became of what an account held in projects.
enum Projects {
    Gone,
    /// There is more of it than one call removes.
    Left,
    /// The account was brought back meanwhile.
    Needed,
}

/// Removes what the account held in projects.
async fn purge_projects(
    context: &Context,
    deleted: &DeletedRecord,
    commits: &mut usize,
) -> Result<Projects, Error> {
    let (client_id, prefix) = (&deleted.client_id, record::account_projects(&deleted.client_id));
    loop {
        let listed = context.port.list(prefix.clone(), None, PROJECTS_AT_ONCE).await?;
        if listed.is_empty() {
            return Ok(Projects::Gone);
        }
        if *commits == 0 {
            return Ok(Projects::Left);
        }
        *commits = commits.saturating_sub(1);
        let key = record::account(client_id);
        let reading = context.read(vec![key.clone()]).await?;
        let Some(guard) = guard(&reading, key, deleted.deleted_at)? else { return Ok(Projects::Needed) };
        let mut changes = vec![guard];
        for found in listed {
            let project =
                found.key.as_str().strip_prefix(&prefix).and_then(|text| ProjectId::parse(text).ok());
            let project =
                project.ok_or_else(|| Error::broken(format!("the key {} names no project", found.key)))?;
            changes.push(gone(record::project_account(client_id, &project)));
            changes.push(gone(found.key));
        }
        // When another commit came first, what is left is looked at again.
        context.commit(changes).await?;
    }
}

/// Removes what is left of the account, with the event that tells of it; whether it did.
async fn purge_account(
    context: &mut Context,
    company: &str,
    deleted: &DeletedRecord,
    marker: Key,
) -> Result<bool, Error> {
    let client_id: &ClientId = &deleted.client_id;
    let key = record::account(client_id);
    let call =
        Call::new(Principal::Platform, company, Right::Accounts)?.reading([key.clone(), marker.clone()]);
    change(context, call, |scene| {
        if scene.reading.record::<DeletedRecord>(&marker)?.is_none() {
            // Another purge came first.
            return Ok(Verdict::Nothing(false));
        }
        let Some(Change { expect, .. }) = guard(scene.reading, key.clone(), deleted.deleted_at)? else {
            return Ok(Verdict::Nothing(false));
        };
        let rest = [record::usage(client_id), record::report(client_id), marker.clone()];
        let mut changes: Vec<Change> = rest.into_iter().map(gone).collect();
        changes.push(Change { key: key.clone(), expect, action: Action::Delete });
        let deed = Deed {
            action: AuditAction::AccountPurged,
            target: client_id.to_string(),
            from: json!({ "deleted_at": deleted.deleted_at }),
            to: Value::Null,
        };
        Ok(Verdict::Change(changes, deed, true))
    })
    .await
}

/// That the account is still the deleted one, or gone; nothing when it was brought back.
fn guard(reading: &Reading, key: Key, deleted_at: Timestamp) -> Result<Option<Change>, Error> {
    let stored: Option<Stored<AccountRecord>> = reading.record(&key)?;
    let expect = match stored {
        None => Expect::Absent,
        Some(stored) if stored.record.deleted_at == Some(deleted_at) => Expect::Version(stored.version),
        Some(_) => return Ok(None),
    };
    Ok(Some(Change { key, expect, action: Action::Keep }))
}

fn gone(key: Key) -> Change {
    record::delete(key, Expect::Any)
}
