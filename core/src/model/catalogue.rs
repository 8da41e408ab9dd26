//! The catalogue: the tools that permissions speak of, and the Marketplace's apps. The host brings it.

mod construction;

use super::levels::{Levels, ProjectLevels};
use crate::value::error::InputProblem;
use crate::value::identifier::{ActionId, AppId, ToolId};
use crate::value::input;
use crate::value::level::Level;
use crate::value::name;
use serde::{Deserialize, Serialize};

/// The company tool whose Admin level lets one manage accounts and their secrets.
pub const ADMIN_TOOL: &str = "admin";
/// The company tool whose Admin level lets one manage permissions and contacts.
pub const DIRECTORY_TOOL: &str = "directory";
/// The most tools, so that an account's levels fit its record.
pub const MAX_TOOLS: usize = 100;
/// The most actions of one tool.
pub const MAX_ACTIONS: usize = 32;
/// The most actions that are granted by themselves at company level or in one project, so that they fit their records and one audit event.
pub const MAX_GRANTED_ACTIONS: usize = 100;

/// The tools and apps of a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Catalogue {
    /// Which edition this is; the host raises it with each change.
    #[serde(default = "first_version")]
    pub version: u32,
    /// The tools; `admin` and `directory` must be there, as company tools.
    #[serde(deserialize_with = "input::objects")]
    pub tools: Vec<Tool>,
    /// The Marketplace's apps.
    #[serde(default, deserialize_with = "input::objects")]
    pub apps: Vec<App>,
}

/// A tool: a part of the product that one may have a level on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Tool {
    /// Its id, in permissions and scopes.
    pub id: ToolId,
    /// Its name, for people: 1 to 200 characters, of which a person can see one.
    pub name: String,
    /// Where levels on it hold.
    pub scope: ToolScope,
    /// The levels above None that it knows; all three when left out.
    #[serde(default = "all_levels")]
    pub levels: Vec<Level>,
    /// What else one may be allowed to do with it; at most 32.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "input::objects")]
    #[cfg_attr(feature = "schema", schemars(length(max = MAX_ACTIONS)))]
    pub actions: Vec<ToolAction>,
}

impl Tool {
    /// The action of that id.
    pub fn action(&self, id: &ActionId) -> Option<&ToolAction> {
        self.actions.iter().find(|action| action.id == *id)
    }
}

/// Something that one may be allowed to do with a tool: by a level that includes it, or by a grant of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ToolAction {
    /// Its id, in permissions and scopes.
    pub id: ActionId,
    /// Its name, for people: 1 to 200 characters, of which a person can see one.
    pub name: String,
    /// The lowest level that includes it, one that the tool knows; absent: it has to be granted by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub included_from: Option<Level>,
}

/// Where levels on a tool hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ToolScope {
    /// In the company; the tool has no projects.
    Company,
    /// By project; a level at company level holds in every project.
    Project,
}

/// A Marketplace app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct App {
    /// Its id, named when an account is created.
    pub id: AppId,
    /// Its name, for people: 1 to 200 characters, of which a person can see one.
    pub name: String,
    /// The levels it asks for. Asking grants nothing.
    #[serde(default, skip_serializing_if = "Requests::is_empty", deserialize_with = "input::as_object")]
    pub requests: Requests,
}

/// The levels that an app asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Requests {
    /// At company level.
    #[serde(default)]
    pub company: Levels,
    /// In each project that it is to work in.
    #[serde(default)]
    pub project: Levels,
}

impl Requests {
    fn is_empty(&self) -> bool {
        self.company.is_empty() && self.project.is_empty()
    }
}

impl Catalogue {
    /// The tool of that id.
    pub fn tool(&self, id: &ToolId) -> Option<&Tool> {
        self.tools.iter().find(|tool| tool.id == *id)
    }

    /// The app of that id.
    pub fn app(&self, id: &AppId) -> Option<&App> {
        self.apps.iter().find(|app| app.id == *id)
    }

    /// What is wrong with the catalogue itself; nothing when it can be used.
    pub fn problems(&self) -> Vec<InputProblem> {
        self.problems_and(Self::name_problems)
    }

    /// The same but for the names that people read.
    pub(crate) fn nameless_problems(&self) -> Vec<InputProblem> {
        self.problems_and(|_| Vec::new())
    }

    fn problems_and(&self, of_names: fn(&Self) -> Vec<InputProblem>) -> Vec<InputProblem> {
        let mut problems = Vec::new();
        let mut refuse = |pointer: String, detail: &str| problems.push(InputProblem::new(&pointer, detail));
        if self.tools.len() > MAX_TOOLS {
            refuse("/tools".into(), "a catalogue has at most 100 tools");
        }
        for required in [ADMIN_TOOL, DIRECTORY_TOOL] {
            let found = self.tools.iter().find(|tool| tool.id.as_str() == required);
            if !found
                .is_some_and(|tool| tool.scope == ToolScope::Company && tool.levels.contains(&Level::Admin))
            {
                refuse(
                    "/tools".into(),
                    "the company tools `admin` and `directory` with the level `admin` must be there",
                );
            }
        }
        for (index, tool) in self.tools.iter().enumerate() {
            if self.tools.iter().take(index).any(|earlier| earlier.id == tool.id) {
                refuse(format!("/tools/{index}/id"), "a tool of this id is already there");
            }
            if tool.actions.len() > MAX_ACTIONS {
                refuse(format!("/tools/{index}/actions"), "a tool has at most 32 actions");
            }
            // A place is written where something is wrong there: a catalogue is checked each time that an engine is opened.
            let place = |number: usize| format!("/tools/{index}/actions/{number}");
            for (number, action) in tool.actions.iter().enumerate() {
                if tool.actions.iter().take(number).any(|earlier| earlier.id == action.id) {
                    refuse(format!("{}/id", place(number)), "an action of this id is already there");
                }
                if action.included_from.is_some_and(|level| !tool.levels.contains(&level)) {
                    refuse(format!("{}/included_from", place(number)), "the tool does not know this level");
                }
            }
        }
        for (index, app) in self.apps.iter().enumerate() {
            if self.apps.iter().take(index).any(|earlier| earlier.id == app.id) {
                refuse(format!("/apps/{index}/id"), "an app of this id is already there");
            }
        }
        problems.extend(of_names(self));
        for (index, app) in self.apps.iter().enumerate() {
            let place = format!("/apps/{index}/requests");
            problems.extend(self.level_problems(&format!("{place}/company"), &app.requests.company));
            problems.extend(self.in_project_problems(&format!("{place}/project"), &app.requests.project));
        }
        problems
    }

    /// What is wrong with the names that people read.
    fn name_problems(&self) -> Vec<InputProblem> {
        let mut problems = Vec::new();
        let mut check = |name: &str, place: &dyn Fn() -> String| {
            if let Err(problem) = name::check("", name) {
                problems.push(InputProblem { pointer: place(), ..problem });
            }
        };
        for (index, tool) in self.tools.iter().enumerate() {
            check(&tool.name, &|| format!("/tools/{index}/name"));
            for (number, action) in tool.actions.iter().enumerate() {
                check(&action.name, &|| format!("/tools/{index}/actions/{number}/name"));
            }
        }
        for (index, app) in self.apps.iter().enumerate() {
            check(&app.name, &|| format!("/apps/{index}/name"));
        }
        problems
    }

    /// What is wrong with levels that someone wants to set, at `pointer`: an unknown tool, a level or an action that it does not know.
    pub fn level_problems(&self, pointer: &str, levels: &Levels) -> Vec<InputProblem> {
        let mut problems = Vec::new();
        let mut refuse = |place: String, detail: &str| problems.push(InputProblem::new(&place, detail));
        for (id, grant) in levels.grants_by_tool() {
            let place = || format!("{pointer}/{id}");
            let Some(tool) = self.tool(id) else {
                refuse(place(), "the catalogue has no such tool");
                continue;
            };
            if grant.level > Level::None && !tool.levels.contains(&grant.level) {
                refuse(place(), "the tool does not know this level");
            }
            for unknown in grant.actions.iter().filter(|action| tool.action(action).is_none()) {
                refuse(format!("{}/actions", place()), &format!("the tool has no action `{unknown}`"));
            }
        }
        if levels.actions().count() > MAX_GRANTED_ACTIONS {
            refuse(pointer.into(), "at most 100 actions are granted by themselves in one place");
        }
        problems
    }

    /// What is wrong with levels that someone wants to set in a project: as above, and a company tool has no projects.
    pub fn project_problems(&self, pointer: &str, project: &ProjectLevels) -> Vec<InputProblem> {
        self.in_project_problems(&format!("{pointer}/levels"), &project.levels)
    }

    pub(crate) fn in_project_problems(&self, pointer: &str, levels: &Levels) -> Vec<InputProblem> {
        let mut problems = self.level_problems(pointer, levels);
        for (id, _) in levels.iter() {
            if self.tool(id).is_some_and(|tool| tool.scope == ToolScope::Company) {
                let detail = "this is a company tool: set its level at company level";
                problems.push(InputProblem::new(&format!("{pointer}/{id}"), detail));
            }
        }
        problems
    }

    /// The level in force: what is stored, or None when the tool has left the catalogue.
    pub(crate) fn in_force(&self, tool: &ToolId, stored: Level) -> Level {
        if self.tool(tool).is_some() { stored } else { Level::None }
    }
}

fn first_version() -> u32 {
    1
}

fn all_levels() -> Vec<Level> {
    vec![Level::ReadOnly, Level::Standard, Level::Admin]
}
