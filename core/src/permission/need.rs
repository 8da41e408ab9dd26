//! What may be needed on a tool, a level or an action, and the one decision whether it is held, by which rule.

use super::check::Rule;
use super::effective::in_force;
use super::levels::Levels;
use crate::catalogue::{Catalogue, Tool};
use crate::value::error::Required;
use crate::value::identifier::{ActionId, ProjectId, ToolId};
use crate::value::level::Level;
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
