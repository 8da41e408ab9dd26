//! Looks at permissions: questions in, what is held and by which rule out.

use super::named_alike;
use crate::bindings::service_accounts as wit;
use badgehouse::identifier::ActionId;
use badgehouse::page::Page;
use badgehouse::permission::{
    CheckInput, CheckResult, Checked, Difference, EffectiveAction, EffectiveLevel, EffectivePermissions,
    Holder, HoldersInput, LevelChange, RequestedPermissions, Rule, Source,
};

impl From<wit::PermissionCheck> for CheckInput {
    fn from(check: wit::PermissionCheck) -> Self {
        Self {
            tool: check.tool,
            level: check.level.map(Into::into),
            action: check.action,
            projects: check.projects,
        }
    }
}

impl From<wit::HolderQuery> for HoldersInput {
    fn from(query: wit::HolderQuery) -> Self {
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

named_alike!(Rule => wit::Rule { CompanyLevel, ProjectLevel, CompanyAction, ProjectAction, None; else None });
named_alike!(Source => wit::Source { Company, Project; else Project });

fn actions(actions: &[ActionId]) -> Vec<String> {
    actions.iter().map(ToString::to_string).collect()
}

impl From<LevelChange> for wit::LevelChange {
    fn from(change: LevelChange) -> Self {
        Self {
            tool: change.tool.to_string(),
            project: change.project.map(|project| project.to_string()),
            before: change.from.into(),
            after: change.to.into(),
            granted: actions(&change.granted),
            withdrawn: actions(&change.withdrawn),
        }
    }
}

impl From<EffectivePermissions> for wit::EffectivePermissions {
    fn from(permissions: EffectivePermissions) -> Self {
        Self {
            client_id: permissions.client_id.to_string(),
            project: permissions.project.map(|project| project.to_string()),
            tools: permissions.tools.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<EffectiveLevel> for wit::EffectiveLevel {
    fn from(level: EffectiveLevel) -> Self {
        let action = |action: EffectiveAction| wit::EffectiveAction {
            action: action.action.to_string(),
            rule: action.rule.into(),
        };
        Self {
            tool: level.tool.to_string(),
            level: level.level.into(),
            source: level.from.map(Into::into),
            actions: level.actions.into_iter().map(action).collect(),
        }
    }
}

impl From<RequestedPermissions> for wit::RequestedPermissions {
    fn from(requested: RequestedPermissions) -> Self {
        Self {
            client_id: requested.client_id.to_string(),
            app: requested.app.map(|app| app.to_string()),
            project: requested.project.map(|project| project.to_string()),
            missing: requested.missing.into_iter().map(Into::into).collect(),
            beyond: requested.beyond.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<Difference> for wit::Difference {
    fn from(difference: Difference) -> Self {
        Self {
            tool: difference.tool.to_string(),
            level: difference.level.into(),
            held: difference.held.into(),
            actions: actions(&difference.actions),
        }
    }
}

impl From<Checked> for wit::Checked {
    fn from(checked: Checked) -> Self {
        Self {
            client_id: checked.client_id.to_string(),
            functional: checked.functional,
            results: checked.results.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<CheckResult> for wit::CheckResult {
    fn from(result: CheckResult) -> Self {
        Self {
            project: result.project.map(|project| project.to_string()),
            allowed: result.allowed,
            level: result.level.into(),
            rule: result.rule.into(),
            missing: result.missing.map(Into::into),
        }
    }
}

impl From<Holder> for wit::Holder {
    fn from(holder: Holder) -> Self {
        Self {
            client_id: holder.client_id.to_string(),
            name: holder.name,
            functional: holder.functional,
            level: holder.level.into(),
            rule: holder.rule.into(),
        }
    }
}

impl From<Page<Holder>> for wit::HolderPage {
    fn from(page: Page<Holder>) -> Self {
        Self { items: page.items.into_iter().map(Into::into).collect(), next_cursor: page.next_cursor }
    }
}
