//! Setting permissions: company levels and up to twenty projects in one commit. What is named is replaced, what is not stays.

use crate::administration::edit::{Edit, edit};
use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::administration::{Call, Scene};
use crate::core::Context;
use crate::model::account::{self, AccountRecord};
use crate::model::audit::{AuditAction, Deed};
use crate::model::levels::{Levels, ProjectLevels, ProjectRecord};
use crate::model::permission_change::{MAX_PROJECTS, PermissionChange};
use crate::model::record::{self, VERSION};
use crate::port::store::{Change, Expect};
use crate::value::error::Error;
use crate::value::identifier::{ActionId, ClientId, ProjectId, ToolId};
use crate::value::level::Level;
use crate::value::precondition::Precondition;
use crate::value::set::Set;
use serde::Serialize;
use serde_json::json;

/// The most bytes of levels before and after that one audit event tells of, so that it fits a record.
const MAX_EVENT_BYTES: usize = 28 * 1024;

/// What a change would replace on one tool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LevelChange {
    /// On which tool.
    pub tool: ToolId,
    /// In which project; absent: at company level.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub project: Option<ProjectId>,
    /// The level before.
    pub from: Level,
    /// The level after.
    pub to: Level,
    /// The actions that would be granted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub granted: Vec<ActionId>,
    /// The actions whose grant would end.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub withdrawn: Vec<ActionId>,
}

/// What a change would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PermissionPreview {
    /// Each tool whose level or granted actions would be others, the company's first; empty when nothing would change.
    pub changes: Vec<LevelChange>,
}

/// The account's new revision.
pub(crate) async fn set(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
    wanted: PermissionChange,
    precondition: Precondition,
) -> Result<u64, Error> {
    let (call, client_id) = call(principal, company, client_id, &wanted)?;
    edit(context, call, &client_id, |scene, account| {
        let revision = account.revision;
        let plan = Plan::make(scene, account, &client_id, &wanted)?;
        precondition.require(revision)?;
        if plan.is_empty() {
            return Ok(Edit::Nothing(revision));
        }
        let deed = plan.deed();
        // Taking levels away ends something; it goes before what changes things.
        let edit = if plan.only_takes() { Edit::ended } else { Edit::changed };
        Ok(edit(plan.account, plan.changes, deed, revision.saturating_add(1)))
    })
    .await
}

/// What `set` would do, by the same decision; nothing is written.
pub(crate) async fn preview(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
    wanted: PermissionChange,
) -> Result<PermissionPreview, Error> {
    let (call, client_id) = call(principal, company, client_id, &wanted)?;
    edit(context, call, &client_id, |scene, account| {
        Ok(Edit::Nothing(Plan::make(scene, account, &client_id, &wanted)?.preview()))
    })
    .await
}

fn call(
    principal: Principal,
    company: &str,
    client_id: &str,
    wanted: &PermissionChange,
) -> Result<(Call, ClientId), Error> {
    let call = Call::new(principal, company, Right::Directory)?;
    let client_id = account::parse(client_id)?;
    // Too many projects are refused by the decision, after the rights; no more than fit are read before.
    let projects = wanted.projects.iter().take(MAX_PROJECTS);
    let keys: Vec<_> =
        projects.map(|project| record::account_project(&client_id, &project.project)).collect();
    Ok((call.reading(keys), client_id))
}

/// A change that was decided: what stood there and what is to stand there.
pub(crate) struct Plan {
    pub(crate) account: AccountRecord,
    pub(crate) changes: Vec<Change>,
    before: Levels,
    earlier: Vec<ProjectLevels>,
    later: Vec<ProjectLevels>,
}

impl Plan {
    /// Decides on a change whose projects were read: may it be, and what would it do.
    pub(crate) fn make(
        scene: &Scene<'_>,
        mut account: AccountRecord,
        client_id: &ClientId,
        wanted: &PermissionChange,
    ) -> Result<Self, Error> {
        scene.held.require_other(client_id, Right::Directory)?;
        wanted.check(&scene.settings.catalogue, MAX_PROJECTS)?;
        scene.held.require_to_grant(&scene.settings.catalogue, &wanted.highest())?;
        let before = account.levels.clone();
        if let Some(levels) = &wanted.company {
            account.levels.clone_from(levels);
        }
        let (mut changes, mut earlier) = (Vec::new(), Vec::new());
        for project in &wanted.projects {
            let levels = replace_project(scene, &mut account, client_id, project, &mut changes)?;
            earlier.push(ProjectLevels { project: project.project.clone(), levels });
        }
        let plan = Self { account, changes, before, earlier, later: wanted.projects.clone() };
        let deed = plan.deed();
        if deed.from.to_string().len() + deed.to.to_string().len() > MAX_EVENT_BYTES {
            let rule =
                "this changes more levels than one audit event can tell of; name fewer projects at a time";
            return Err(Error::invalid_at("/projects", rule));
        }
        Ok(plan)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.account.levels == self.before && self.earlier == self.later
    }

    pub(crate) fn deed(&self) -> Deed {
        Deed {
            action: AuditAction::PermissionsChanged,
            target: self.account.client_id.to_string(),
            from: json!({ "company": self.before, "projects": self.earlier }),
            to: json!({ "company": self.account.levels, "projects": self.later }),
        }
    }

    /// Whether nothing is held after it that was not held before.
    fn only_takes(&self) -> bool {
        self.differences().iter().all(|change| change.to <= change.from && change.granted.is_empty())
    }

    fn preview(&self) -> PermissionPreview {
        PermissionPreview { changes: self.differences() }
    }

    fn differences(&self) -> Vec<LevelChange> {
        let mut changes = differences(None, &self.before, &self.account.levels);
        for (earlier, later) in self.earlier.iter().zip(&self.later) {
            changes.extend(differences(Some(&later.project), &earlier.levels, &later.levels));
        }
        changes
    }
}

fn differences(project: Option<&ProjectId>, before: &Levels, after: &Levels) -> Vec<LevelChange> {
    let tools: Set<&ToolId> = before.iter().chain(after.iter()).map(|(tool, _)| tool).collect();
    let change = |tool: &ToolId| LevelChange {
        tool: tool.clone(),
        project: project.cloned(),
        from: before.of(tool),
        to: after.of(tool),
        granted: granted_beyond(after, before, tool),
        withdrawn: granted_beyond(before, after, tool),
    };
    let changes = |change: &LevelChange| {
        change.from != change.to || !(change.granted.is_empty() && change.withdrawn.is_empty())
    };
    tools.into_iter().map(change).filter(changes).collect()
}

/// The actions on a tool that `one` grants and `other` does not.
fn granted_beyond(one: &Levels, other: &Levels, tool: &ToolId) -> Vec<ActionId> {
    let granted = one.actions().filter(|(of, action)| *of == tool && !other.grants(tool, action));
    granted.map(|(_, action)| action.clone()).collect()
}

/// Replaces the levels in one project, in both records and in the account's counts. Gives what was there.
fn replace_project(
    scene: &Scene<'_>,
    account: &mut AccountRecord,
    client_id: &ClientId,
    wanted: &ProjectLevels,
    changes: &mut Vec<Change>,
) -> Result<Levels, Error> {
    let by_account = record::account_project(client_id, &wanted.project);
    let stored = scene.reading.record::<ProjectRecord>(&by_account)?;
    let (before, expect) = match stored {
        Some(stored) => (stored.record.levels, Expect::Version(stored.version)),
        None => (Levels::default(), Expect::Absent),
    };
    account.count_project(&before, &wanted.levels);
    let by_project = record::project_account(client_id, &wanted.project);
    for (key, expect) in [(by_account, expect), (by_project, Expect::Any)] {
        changes.push(if wanted.levels.is_empty() {
            record::delete(key, expect)
        } else {
            record::put(key, expect, &ProjectRecord { v: VERSION, levels: wanted.levels.clone() })?
        });
    }
    Ok(before)
}
