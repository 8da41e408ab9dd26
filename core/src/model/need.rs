//! What may be needed on a tool, a level or an action, and the one decision whether it is held, by which rule.

use super::catalogue::{Catalogue, Tool};
use super::levels::Levels;
use crate::value::error::{InputProblem, Required};
use crate::value::identifier::{ActionId, ProjectId, ToolId};
use crate::value::level::Level;
use serde::Serialize;
use std::fmt;

/// A level or an action, never both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    Level(Level),
    Action(ActionId),
}

/// What is needed on a tool of the catalogue.
#[derive(Clone, Debug)]
pub(crate) struct Needed {
    pub(crate) tool: ToolId,
    pub(crate) need: Need,
}

/// What an account holds of something that is needed.
#[derive(Clone, Copy)]
pub(crate) struct Holding {
    /// The level that it holds.
    pub(crate) level: Level,
    /// The rule by which it holds that level; with an action, the rule by which it holds the action.
    pub(crate) rule: Rule,
    pub(crate) suffices: bool,
}

/// Where a level comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum Source {
    /// From company level: it holds in every project.
    Company,
    /// From the project's own levels.
    Project,
}

/// A level in force, and where it comes from; None comes from nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InForce {
    pub(crate) level: Level,
    pub(crate) source: Option<Source>,
}

/// The rule by which a level or an action is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum Rule {
    /// A level at company level holds in every project; of an action: that level includes it.
    CompanyLevel,
    /// The project's own levels add to those; of an action: the level there includes it.
    ProjectLevel,
    /// The action is granted by itself at company level, which holds in every project.
    CompanyAction,
    /// The action is granted by itself in the project.
    ProjectAction,
    /// No rule: None is where everything starts.
    None,
}

impl Needed {
    pub(crate) fn required(&self, project: Option<ProjectId>) -> Required {
        let tool = self.tool.clone();
        match &self.need {
            Need::Level(level) => Required { tool, level: Some(*level), action: None, project },
            Need::Action(action) => Required { tool, level: None, action: Some(action.clone()), project },
        }
    }

    pub(crate) fn held(&self, catalogue: &Catalogue, company: &Levels, project: Option<&Levels>) -> Holding {
        let held = in_force(catalogue, company, project, &self.tool);
        match &self.need {
            Need::Level(level) => {
                Holding { level: held.level, rule: held.source.into(), suffices: held.level >= *level }
            }
            Need::Action(action) => {
                let rule = action_rule(catalogue.tool(&self.tool), company, project, action);
                Holding { level: held.level, rule, suffices: rule != Rule::None }
            }
        }
    }
}

/// The rule by which an action is held. One that left the catalogue, with its tool or without, is held by none.
pub(crate) fn action_rule(
    tool: Option<&Tool>,
    company: &Levels,
    project: Option<&Levels>,
    action: &ActionId,
) -> Rule {
    let Some((tool, found)) = tool.and_then(|tool| Some((&tool.id, tool.action(action)?))) else {
        return Rule::None;
    };
    let included = |levels: &Levels| found.included_from.is_some_and(|from| levels.of(tool) >= from);
    if included(company) {
        Rule::CompanyLevel
    } else if project.is_some_and(included) {
        Rule::ProjectLevel
    } else if company.grants(tool, action) {
        Rule::CompanyAction
    } else if project.is_some_and(|levels| levels.grants(tool, action)) {
        Rule::ProjectAction
    } else {
        Rule::None
    }
}

impl fmt::Display for Need {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Level(level) => write!(formatter, "the level `{level}`"),
            Self::Action(action) => write!(formatter, "the action `{action}`"),
        }
    }
}

impl Catalogue {
    /// The tool on which something needs a level or an action; what is wrong with the need goes to `problems`.
    pub(crate) fn needed(
        &self,
        tool: &str,
        level: Option<Level>,
        action: Option<&str>,
        problems: &mut Vec<InputProblem>,
    ) -> (Option<&Tool>, Option<Need>) {
        let tool = ToolId::parse(tool).ok().and_then(|id| self.tool(&id));
        let mut refuse = |pointer: &str, detail: &str| problems.push(InputProblem::new(pointer, detail));
        if tool.is_none() {
            refuse("/tool", "the catalogue has no such tool");
        }
        let need = match (level, action) {
            (None, None) => {
                refuse("/level", "a call needs a level or an action");
                None
            }
            (Some(_), Some(_)) => {
                refuse("/action", "a call needs a level or an action, not both");
                None
            }
            (Some(Level::None), None) => {
                refuse("/level", "a call needs a level above `none`");
                None
            }
            (Some(level), None) => Some(Need::Level(level)),
            (None, Some(action)) => {
                let known = ActionId::parse(action)
                    .ok()
                    .filter(|action| tool.is_some_and(|tool| tool.action(action).is_some()));
                if known.is_none() && tool.is_some() {
                    refuse("/action", "the tool has no such action");
                }
                known.map(Need::Action)
            }
        };
        (tool, need)
    }
}

/// The higher of the level at company level and the one in the project, of a tool that the catalogue has.
pub(crate) fn in_force(
    catalogue: &Catalogue,
    company: &Levels,
    project: Option<&Levels>,
    tool: &ToolId,
) -> InForce {
    let (at_company, in_project) =
        (company.of(tool), project.map(|levels| levels.of(tool)).unwrap_or_default());
    let (stored, source) =
        if in_project > at_company { (in_project, Source::Project) } else { (at_company, Source::Company) };
    let level = catalogue.in_force(tool, stored);
    InForce { level, source: (level > Level::None).then_some(source) }
}

impl From<Option<Source>> for Rule {
    fn from(source: Option<Source>) -> Self {
        match source {
            Some(Source::Company) => Self::CompanyLevel,
            Some(Source::Project) => Self::ProjectLevel,
            None => Self::None,
        }
    }
}
