//! The catalogue, both ways.

use super::level::{levels, tool_levels};
use crate::bindings::types as wit;
use badgehouse::catalogue::{App, Catalogue, Requests, Tool, ToolAction, ToolScope};
use badgehouse::error::InputProblem;
use badgehouse::identifier::{ActionId, AppId, ToolId};

/// The catalogue that stands at `pointer`, or each id in it that is none.
pub(crate) fn catalogue(pointer: &str, input: wit::Catalogue) -> Result<Catalogue, Vec<InputProblem>> {
    let mut problems = Vec::new();
    let (mut tools, mut apps) = (Vec::new(), Vec::new());
    for (index, tool) in input.tools.into_iter().enumerate() {
        match ToolId::parse(tool.id) {
            Ok(id) => {
                let place = format!("{pointer}/tools/{index}/actions");
                tools.push(Tool {
                    id,
                    name: tool.name,
                    scope: tool.scope.into(),
                    levels: tool.levels.into_iter().map(Into::into).collect(),
                    actions: actions(&place, tool.actions, &mut problems),
                });
            }
            Err(error) => {
                problems.push(InputProblem::new(&format!("{pointer}/tools/{index}/id"), error.rule()))
            }
        }
    }
    for (index, app) in input.apps.into_iter().enumerate() {
        match AppId::parse(app.id) {
            Ok(id) => {
                let place = format!("{pointer}/apps/{index}/requests");
                apps.push(App {
                    id,
                    name: app.name,
                    requests: requests(&place, app.requests, &mut problems),
                });
            }
            Err(error) => {
                problems.push(InputProblem::new(&format!("{pointer}/apps/{index}/id"), error.rule()))
            }
        }
    }
    if problems.is_empty() {
        Ok(Catalogue { version: input.version.unwrap_or(1), tools, apps })
    } else {
        Err(problems)
    }
}

/// What an app asks for; of what cannot be read, what is wrong goes to `problems`.
fn requests(pointer: &str, input: wit::Requests, problems: &mut Vec<InputProblem>) -> Requests {
    let mut read = |place: &str, input| {
        let read = levels(&format!("{pointer}/{place}"), input);
        read.map_err(|more| problems.extend(more)).unwrap_or_default()
    };
    Requests { company: read("company", input.company), project: read("project", input.project) }
}

/// The actions whose ids are ids; of the others, what is wrong goes to `problems`.
fn actions(pointer: &str, input: Vec<wit::ToolAction>, problems: &mut Vec<InputProblem>) -> Vec<ToolAction> {
    let mut actions = Vec::new();
    for (index, action) in input.into_iter().enumerate() {
        match ActionId::parse(action.id) {
            Ok(id) => actions.push(ToolAction {
                id,
                name: action.name,
                included_from: action.included_from.map(Into::into),
            }),
            Err(error) => problems.push(InputProblem::new(&format!("{pointer}/{index}/id"), error.rule())),
        }
    }
    actions
}

impl From<ToolAction> for wit::ToolAction {
    fn from(action: ToolAction) -> Self {
        Self {
            id: action.id.to_string(),
            name: action.name,
            included_from: action.included_from.map(Into::into),
        }
    }
}

impl From<Catalogue> for wit::Catalogue {
    fn from(catalogue: Catalogue) -> Self {
        let tool = |tool: Tool| wit::Tool {
            id: tool.id.to_string(),
            name: tool.name,
            scope: tool.scope.into(),
            levels: tool.levels.into_iter().map(Into::into).collect(),
            actions: tool.actions.into_iter().map(Into::into).collect(),
        };
        let requests = |requests: &Requests| wit::Requests {
            company: tool_levels(&requests.company),
            project: tool_levels(&requests.project),
        };
        let app =
            |app: App| wit::App { id: app.id.to_string(), name: app.name, requests: requests(&app.requests) };
        Self {
            version: Some(catalogue.version),
            tools: catalogue.tools.into_iter().map(tool).collect(),
            apps: catalogue.apps.into_iter().map(app).collect(),
        }
    }
}

impl From<wit::ToolScope> for ToolScope {
    fn from(scope: wit::ToolScope) -> Self {
        match scope {
            wit::ToolScope::Company => Self::Company,
            wit::ToolScope::Project => Self::Project,
        }
    }
}

impl From<ToolScope> for wit::ToolScope {
    fn from(scope: ToolScope) -> Self {
        match scope {
            ToolScope::Company => Self::Company,
            ToolScope::Project => Self::Project,
        }
    }
}
