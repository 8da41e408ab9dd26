//! Permissions: changes out, levels both ways.

use super::{action_id, all, client_id, named_alike, project_id, tool_id};
use crate::bindings::{service_accounts as wit, types};
use badgehouse::error::Error;
use badgehouse::identifier::ToolId;
use badgehouse::page::Page;
use badgehouse::permission::{Level, Levels, PermissionChange, Permissions, ProjectLevels, ToolGrant};

/// What is granted, by tool.
pub(crate) fn tool_levels(levels: &Levels) -> Vec<types::ToolLevel> {
    let tool_level = |(tool, grant): (&ToolId, &ToolGrant)| types::ToolLevel {
        tool: tool.to_string(),
        level: grant.level.into(),
        actions: grant.actions.iter().map(ToString::to_string).collect(),
    };
    levels.grants_by_tool().map(tool_level).collect()
}

/// The levels of an answer.
pub(crate) fn levels(levels: Vec<types::ToolLevel>) -> Result<Levels, Error> {
    let grant = |granted: types::ToolLevel| {
        let actions = granted.actions.into_iter().map(action_id).collect::<Result<_, _>>()?;
        Ok((tool_id(granted.tool)?, ToolGrant { level: granted.level.into(), actions }))
    };
    levels.into_iter().map(grant).collect()
}

impl From<PermissionChange> for wit::PermissionChange {
    fn from(change: PermissionChange) -> Self {
        let project = |project: ProjectLevels| wit::ProjectLevels {
            project: project.project.to_string(),
            levels: tool_levels(&project.levels),
        };
        Self {
            company: change.company.as_ref().map(tool_levels),
            projects: change.projects.into_iter().map(project).collect(),
        }
    }
}

impl TryFrom<wit::Permissions> for Permissions {
    type Error = Error;

    fn try_from(permissions: wit::Permissions) -> Result<Self, Error> {
        Ok(Self {
            client_id: client_id(permissions.client_id)?,
            revision: permissions.revision,
            company: levels(permissions.company)?,
            projects: Page {
                items: all(permissions.projects.items)?,
                next_cursor: permissions.projects.next_cursor,
            },
        })
    }
}

impl TryFrom<wit::ProjectLevels> for ProjectLevels {
    type Error = Error;

    fn try_from(project: wit::ProjectLevels) -> Result<Self, Error> {
        Ok(Self { project: project_id(project.project)?, levels: levels(project.levels)? })
    }
}

named_alike!(Level => types::Level { None, ReadOnly, Standard, Admin });

named_alike!(types::Level => Level { None, ReadOnly, Standard, Admin });
