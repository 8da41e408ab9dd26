//! What an app asks for, against what its account holds: where there is less, and where there is more.

use super::catalogue::{Catalogue, Tool, ToolScope};
use super::levels::Levels;
use super::need::{Rule, action_rule, in_force};
use crate::value::identifier::{ActionId, ToolId};
use crate::value::level::Level;
use serde::Serialize;

/// What is asked for on a tool and what is held there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Difference {
    /// On which tool.
    pub tool: ToolId,
    /// The level that the app asks for.
    pub level: Level,
    /// The level that is in force.
    pub held: Level,
    /// The actions that make the difference.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<ActionId>,
}

/// What is asked for or held: at company level, and in a project, where what stands at company level holds as well.
pub(crate) struct Side<'a> {
    pub(crate) company: &'a Levels,
    pub(crate) project: Option<&'a Levels>,
}

impl Side<'_> {
    /// Where `held` has less than is asked for here, and where it has more. In a project only the tools count that have projects.
    pub(crate) fn compared(&self, held: &Self, catalogue: &Catalogue) -> (Vec<Difference>, Vec<Difference>) {
        let (mut missing, mut beyond) = (Vec::new(), Vec::new());
        let in_project = self.project.is_some();
        for tool in catalogue.tools.iter().filter(|tool| !in_project || tool.scope == ToolScope::Project) {
            let (level, holds) = (self.level(catalogue, tool), held.level(catalogue, tool));
            let difference = |actions| Difference { tool: tool.id.clone(), level, held: holds, actions };
            let lacking = self.actions_without(tool, held);
            if holds < level || !lacking.is_empty() {
                missing.push(difference(lacking));
            }
            let more = held.actions_without(tool, self);
            if holds > level || !more.is_empty() {
                beyond.push(difference(more));
            }
        }
        (missing, beyond)
    }

    fn level(&self, catalogue: &Catalogue, tool: &Tool) -> Level {
        in_force(catalogue, self.company, self.project, &tool.id).level
    }

    /// The actions of a tool that stand here by themselves, and that `other` has in no way.
    fn actions_without(&self, tool: &Tool, other: &Self) -> Vec<ActionId> {
        let granted = |action: &ActionId| {
            self.company.grants(&tool.id, action)
                || self.project.is_some_and(|levels| levels.grants(&tool.id, action))
        };
        let had =
            |action: &ActionId| action_rule(Some(tool), other.company, other.project, action) != Rule::None;
        let actions = tool.actions.iter().map(|action| &action.id);
        actions.filter(|action| granted(action) && !had(action)).cloned().collect()
    }
}
