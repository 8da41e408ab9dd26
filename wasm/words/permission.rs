//! Permissions: changes in, levels out.

use super::level::{levels, tool_levels};
use crate::bindings::service_accounts as wit;
use badgehouse::error::{Error, InputProblem};
use badgehouse::identifier::ProjectId;
use badgehouse::permission::{PermissionChange, Permissions, ProjectLevels};

/// The change, or each id in it that is none.
impl TryFrom<wit::PermissionChange> for PermissionChange {
    type Error = Error;

    fn try_from(input: wit::PermissionChange) -> Result<Self, Error> {
        let (mut change, mut problems) = (Self::default(), Vec::new());
        match input.company.map(|company| levels("/company", company)).transpose() {
            Ok(company) => change.company = company,
            Err(more) => problems.extend(more),
        }
        for (index, project) in input.projects.into_iter().enumerate() {
            match project_levels(&format!("/projects/{index}"), project) {
                Ok(project) => change.projects.push(project),
                Err(more) => problems.extend(more),
            }
        }
        if problems.is_empty() { Ok(change) } else { Err(Error::invalid(problems)) }
    }
}

fn project_levels(pointer: &str, input: wit::ProjectLevels) -> Result<ProjectLevels, Vec<InputProblem>> {
    let project = ProjectId::parse(input.project)
        .map_err(|error| vec![InputProblem::new(&format!("{pointer}/project"), error.rule())])?;
    Ok(ProjectLevels { project, levels: levels(&format!("{pointer}/levels"), input.levels)? })
}

impl From<Permissions> for wit::Permissions {
    fn from(permissions: Permissions) -> Self {
        let project = |project: ProjectLevels| wit::ProjectLevels {
            project: project.project.to_string(),
            levels: tool_levels(&project.levels),
        };
        Self {
            client_id: permissions.client_id.to_string(),
            revision: permissions.revision,
            company: tool_levels(&permissions.company),
            projects: wit::ProjectPage {
                items: permissions.projects.items.into_iter().map(project).collect(),
                next_cursor: permissions.projects.next_cursor,
            },
        }
    }
}
