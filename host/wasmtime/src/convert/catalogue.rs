//! The catalogue, both ways.

use super::permission::{levels, tool_levels};
use super::{action_id, all, app_id, tool_id};
use crate::bindings::types;
use badgehouse::catalogue::{App, Catalogue, Requests, Tool, ToolAction, ToolScope};
use badgehouse::error::Error;

impl From<&Catalogue> for types::Catalogue {
    fn from(catalogue: &Catalogue) -> Self {
        let tool = |tool: &Tool| types::Tool {
            id: tool.id.to_string(),
            name: tool.name.clone(),
            scope: match tool.scope {
                ToolScope::Company => types::ToolScope::Company,
                ToolScope::Project => types::ToolScope::Project,
            },
            levels: tool.levels.iter().map(|level| (*level).into()).collect(),
            actions: tool.actions.iter().map(Into::into).collect(),
        };
        let app = |app: &App| types::App {
            id: app.id.to_string(),
            name: app.name.clone(),
            requests: types::Requests {
                company: tool_levels(&app.requests.company),
                project: tool_levels(&app.requests.project),
            },
        };
        Self {
            version: Some(catalogue.version),
            tools: catalogue.tools.iter().map(tool).collect(),
            apps: catalogue.apps.iter().map(app).collect(),
        }
    }
}

impl From<&ToolAction> for types::ToolAction {
    fn from(action: &ToolAction) -> Self {
        Self {
            id: action.id.to_string(),
            name: action.name.clone(),
            included_from: action.included_from.map(Into::into),
        }
    }
}

impl TryFrom<types::Catalogue> for Catalogue {
    type Error = Error;

    fn try_from(catalogue: types::Catalogue) -> Result<Self, Error> {
        Ok(Self {
            version: catalogue.version.unwrap_or(1),
            tools: all(catalogue.tools)?,
            apps: all(catalogue.apps)?,
        })
    }
}

impl TryFrom<types::Tool> for Tool {
    type Error = Error;

    fn try_from(tool: types::Tool) -> Result<Self, Error> {
        Ok(Self {
            id: tool_id(tool.id)?,
            name: tool.name,
            scope: match tool.scope {
                types::ToolScope::Company => ToolScope::Company,
                types::ToolScope::Project => ToolScope::Project,
            },
            levels: tool.levels.into_iter().map(Into::into).collect(),
            actions: all(tool.actions)?,
        })
    }
}

impl TryFrom<types::ToolAction> for ToolAction {
    type Error = Error;

    fn try_from(action: types::ToolAction) -> Result<Self, Error> {
        Ok(Self {
            id: action_id(action.id)?,
            name: action.name,
            included_from: action.included_from.map(Into::into),
        })
    }
}

impl TryFrom<types::App> for App {
    type Error = Error;

    fn try_from(app: types::App) -> Result<Self, Error> {
        let requests =
            Requests { company: levels(app.requests.company)?, project: levels(app.requests.project)? };
        Ok(Self { id: app_id(app.id)?, name: app.name, requests })
    }
}
