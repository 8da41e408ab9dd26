//! The catalogue: the tools that permissions speak of, and the Marketplace's apps. The host brings it.

pub(crate) mod view;

use crate::error::InputProblem;
use crate::identifier::{AppId, ToolId};
use crate::permission::{Level, Levels, ProjectLevels};
use serde::{Deserialize, Serialize};

/// The company tool whose Admin level lets one manage accounts and their secrets.
pub const ADMIN_TOOL: &str = "admin";
/// The company tool whose Admin level lets one manage permissions and contacts.
pub const DIRECTORY_TOOL: &str = "directory";
/// The most tools, so that an account's levels fit its record.
pub const MAX_TOOLS: usize = 100;

/// The tools and apps of a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Catalogue {
    /// Which edition this is; the host raises it with each change.
    #[serde(default = "first_version")]
    pub version: u32,
    /// The tools; `admin` and `directory` must be there, as company tools.
    pub tools: Vec<Tool>,
    /// The Marketplace's apps.
    #[serde(default)]
    pub apps: Vec<App>,
}

/// A tool: a part of the product that one may have a level on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Tool {
    /// Its id, in permissions and scopes.
    pub id: ToolId,
    /// Its name, for people.
    pub name: String,
    /// Where levels on it hold.
    pub scope: ToolScope,
    /// The levels above None that it knows; all three when left out.
    #[serde(default = "all_levels")]
    pub levels: Vec<Level>,
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
    /// Its name, for people.
    pub name: String,
    /// The levels it asks for. Asking grants nothing.
    #[serde(default, skip_serializing_if = "Requests::is_empty")]
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
        }
        for (index, app) in self.apps.iter().enumerate() {
            if self.apps.iter().take(index).any(|earlier| earlier.id == app.id) {
                refuse(format!("/apps/{index}/id"), "an app of this id is already there");
            }
        }
        for (index, app) in self.apps.iter().enumerate() {
            let place = format!("/apps/{index}/requests");
            problems.extend(self.level_problems(&format!("{place}/company"), &app.requests.company));
            problems.extend(self.in_project_problems(&format!("{place}/project"), &app.requests.project));
        }
        problems
    }

    /// What is wrong with levels that someone wants to set, at `pointer`: an unknown tool, a level that it does not know.
    pub fn level_problems(&self, pointer: &str, levels: &Levels) -> Vec<InputProblem> {
        levels
            .iter()
            .filter_map(|(id, level)| {
                let detail = match self.tool(id) {
                    None => "the catalogue has no such tool",
                    Some(tool) if !tool.levels.contains(&level) => "the tool does not know this level",
                    Some(_) => return None,
                };
                Some(InputProblem::new(&format!("{pointer}/{id}"), detail))
            })
            .collect()
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

    /// The tool on which something needs a level; what is wrong with the need goes to `problems`.
    pub(crate) fn needed(&self, tool: &str, level: Level, problems: &mut Vec<InputProblem>) -> Option<&Tool> {
        let tool = ToolId::parse(tool).and_then(|id| self.tool(&id));
        if tool.is_none() {
            problems.push(InputProblem::new("/tool", "the catalogue has no such tool"));
        }
        if level == Level::None {
            problems.push(InputProblem::new("/level", "a call needs a level above `none`"));
        }
        tool
    }

    /// The level in force: what is stored, or None when the tool has left the catalogue.
    pub(crate) fn in_force(&self, tool: &ToolId, stored: Level) -> Level {
        if self.tool(tool).is_some() { stored } else { Level::None }
    }
}

impl Default for Catalogue {
    /// A ready catalogue, modelled on the tools of a construction company.
    fn default() -> Self {
        let company = [
            ("admin", "Administration"),
            ("directory", "Directory"),
            ("portfolio", "Portfolio"),
            ("reports", "Reports"),
        ];
        let project = [
            ("budget", "Budget"),
            ("change_orders", "Change Orders"),
            ("commitments", "Commitments"),
            ("daily_log", "Daily Log"),
            ("documents", "Documents"),
            ("drawings", "Drawings"),
            ("inspections", "Inspections"),
            ("meetings", "Meetings"),
            ("observations", "Observations"),
            ("photos", "Photos"),
            ("punch_list", "Punch List"),
            ("rfis", "RFIs"),
            ("schedule", "Schedule"),
            ("specifications", "Specifications"),
            ("submittals", "Submittals"),
        ];
        let tool = |scope: ToolScope| {
            move |(id, name): &(&str, &str)| {
                Some(Tool { id: ToolId::parse(*id)?, name: (*name).into(), scope, levels: all_levels() })
            }
        };
        let tools = company.iter().filter_map(tool(ToolScope::Company));
        Self {
            version: first_version(),
            tools: tools.chain(project.iter().filter_map(tool(ToolScope::Project))).collect(),
            apps: Vec::new(),
        }
    }
}

fn first_version() -> u32 {
    1
}

fn all_levels() -> Vec<Level> {
    vec![Level::ReadOnly, Level::Standard, Level::Admin]
}
