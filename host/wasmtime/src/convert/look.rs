//! Looks at permissions: questions out, what is held and by which rule in.

use super::{action_id, all, app_id, client_id, named_alike, project_id, tool_id};
use crate::bindings::service_accounts as wit;
use badgehouse::error::Error;
use badgehouse::identifier::ActionId;
use badgehouse::page::Page;
use badgehouse::permission::{
    CheckInput, CheckResult, Checked, Difference, EffectiveAction, EffectiveLevel, EffectivePermissions,
    Holder, HoldersInput, LevelChange, RequestedPermissions, Rule, Source,
};

impl From<CheckInput> for wit::PermissionCheck {
    fn from(check: CheckInput) -> Self {
        Self {
            tool: check.tool,
            level: check.level.map(Into::into),
            action: check.action,
            projects: check.projects,
        }
    }
}

impl From<HoldersInput> for wit::HolderQuery {
    fn from(query: HoldersInput) -> Self {
        Self {
            tool: query.tool,
            level: query.level.map(Into::into),
            action: query.action,
            project: query.project,
            limit: query.limit,
            cursor: query.cursor,
        }
    }
}

named_alike!(wit::Rule => Rule { CompanyLevel, ProjectLevel, CompanyAction, ProjectAction, None });
named_alike!(wit::Source => Source { Company, Project });

fn actions(actions: Vec<String>) -> Result<Vec<ActionId>, Error> {
    actions.into_iter().map(action_id).collect()
}

impl TryFrom<wit::LevelChange> for LevelChange {
    type Error = Error;

    fn try_from(change: wit::LevelChange) -> Result<Self, Error> {
        Ok(Self {
            tool: tool_id(change.tool)?,
            project: change.project.map(project_id).transpose()?,
            from: change.before.into(),
            to: change.after.into(),
            granted: actions(change.granted)?,
            withdrawn: actions(change.withdrawn)?,
        })
    }
}

impl TryFrom<wit::EffectivePermissions> for EffectivePermissions {
    type Error = Error;

    fn try_from(permissions: wit::EffectivePermissions) -> Result<Self, Error> {
        Ok(Self {
            client_id: client_id(permissions.client_id)?,
            project: permissions.project.map(project_id).transpose()?,
            tools: all(permissions.tools)?,
        })
    }
}

impl TryFrom<wit::EffectiveLevel> for EffectiveLevel {
    type Error = Error;

    fn try_from(level: wit::EffectiveLevel) -> Result<Self, Error> {
        Ok(Self {
            tool: tool_id(level.tool)?,
            level: level.level.into(),
            from: level.source.map(Into::into),
            actions: all(level.actions)?,
        })
    }
}

impl TryFrom<wit::EffectiveAction> for EffectiveAction {
    type Error = Error;

    fn try_from(action: wit::EffectiveAction) -> Result<Self, Error> {
        Ok(Self { action: action_id(action.action)?, rule: action.rule.into() })
    }
}

impl TryFrom<wit::RequestedPermissions> for RequestedPermissions {
    type Error = Error;

    fn try_from(requested: wit::RequestedPermissions) -> Result<Self, Error> {
        Ok(Self {
            client_id: client_id(requested.client_id)?,
            app: requested.app.map(app_id).transpose()?,
            project: requested.project.map(project_id).transpose()?,
            missing: all(requested.missing)?,
            beyond: all(requested.beyond)?,
        })
    }
}

impl TryFrom<wit::Difference> for Difference {
    type Error = Error;

    fn try_from(difference: wit::Difference) -> Result<Self, Error> {
        Ok(Self {
            tool: tool_id(difference.tool)?,
            level: difference.level.into(),
            held: difference.held.into(),
            actions: actions(difference.actions)?,
        })
    }
}

impl TryFrom<wit::Checked> for Checked {
    type Error = Error;

    fn try_from(checked: wit::Checked) -> Result<Self, Error> {
        Ok(Self {
            client_id: client_id(checked.client_id)?,
            functional: checked.functional,
            results: all(checked.results)?,
        })
    }
}

impl TryFrom<wit::CheckResult> for CheckResult {
    type Error = Error;

    fn try_from(result: wit::CheckResult) -> Result<Self, Error> {
        Ok(Self {
            project: result.project.map(project_id).transpose()?,
            allowed: result.allowed,
            level: result.level.into(),
            rule: result.rule.into(),
            missing: result.missing.map(TryInto::try_into).transpose()?,
        })
    }
}

impl TryFrom<wit::Holder> for Holder {
    type Error = Error;

    fn try_from(holder: wit::Holder) -> Result<Self, Error> {
        Ok(Self {
            client_id: client_id(holder.client_id)?,
            name: holder.name,
            functional: holder.functional,
            level: holder.level.into(),
            rule: holder.rule.into(),
        })
    }
}

impl TryFrom<wit::HolderPage> for Page<Holder> {
    type Error = Error;

    fn try_from(page: wit::HolderPage) -> Result<Self, Error> {
        Ok(Self { items: all(page.items)?, next_cursor: page.next_cursor })
    }
}
