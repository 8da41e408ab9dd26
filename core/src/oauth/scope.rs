//! Scope: what a token was asked to be limited to (RFC 6749 section 3.3).
//!
//! `<tool>:<level>` limits a tool to a level and all tools that are not named to None; `<tool>.<action>` names an action, whichever way the
//! account holds it; `project=<id>` limits project tools to the projects that are named. An action that the account holds by a grant of its own
//! has to be named. Without a scope what the account holds at the moment applies. A scope never adds anything.

use crate::model::catalogue::{Catalogue, Tool};
use crate::model::levels::{Levels, ToolGrant};
use crate::model::need::{Rule, action_rule};
use crate::value::identifier::{ActionId, ProjectId, ToolId};
use crate::value::level::Level;
use crate::value::set::Set;

/// The most projects that one scope may name, so that they are read together with the account.
pub(crate) const MAX_PROJECTS: usize = 5;
const MAX_BYTES: usize = 2000;

/// A scope, parsed; the default is the absent one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scope {
    /// `None` where no tool is named, and tools are not limited.
    tools: Option<Levels>,
    /// Empty where no project is named, and projects are not limited.
    projects: Set<ProjectId>,
}

impl Scope {
    /// The scope that a request asks for, or `None` when a part of it means nothing. A tool that is named twice gets the higher level.
    pub(crate) fn asked(text: &str, catalogue: &Catalogue) -> Option<Self> {
        if text.len() > MAX_BYTES {
            return None;
        }
        Self::parse(text, catalogue)
    }

    /// The scope of a token. What was granted may be longer than what was asked for: `read_only` is longer than `admin`.
    pub(crate) fn parse(text: &str, catalogue: &Catalogue) -> Option<Self> {
        let mut scope = Self::default();
        for part in text.split(' ') {
            if let Some(project) = part.strip_prefix("project=") {
                scope.projects.insert(ProjectId::parse(project).ok()?);
                continue;
            }
            let (tool, level, action) = match part.split_once(':') {
                Some((tool, level)) => (tool, Some(level), None),
                None => part.split_once('.').map(|(tool, action)| (tool, None, Some(action)))?,
            };
            let tool = catalogue.tool(&ToolId::parse(tool).ok()?)?;
            let tools = scope.tools.get_or_insert_default();
            if let Some(level) = level {
                let level = level.parse::<Level>().ok().filter(|level| *level > Level::None)?;
                tools.set(tool.id.clone(), level.max(tools.of(&tool.id)));
            }
            if let Some(action) = action {
                let action = ActionId::parse(action).ok().filter(|action| tool.action(action).is_some())?;
                tools.grant(tool.id.clone(), action);
            }
        }
        (scope.projects.len() <= MAX_PROJECTS).then_some(scope)
    }

    pub(crate) fn projects(&self) -> impl Iterator<Item = &ProjectId> {
        self.projects.iter()
    }

    /// The scope without the levels and actions that the account does not hold anywhere; `None` when nothing is left of it.
    pub(crate) fn granted(&self, highest: &Levels, catalogue: &Catalogue) -> Option<Self> {
        let Some(asked) = &self.tools else { return (!highest.is_empty()).then(|| self.clone()) };
        let tools = common(asked, highest, catalogue);
        (!tools.is_empty()).then(|| Self { tools: Some(tools), projects: self.projects.clone() })
    }

    /// What of `level` on `tool` the scope lets through, in `project` or at company level.
    pub(crate) fn limit(&self, tool: &ToolId, project: Option<&ProjectId>, level: Level) -> Level {
        if self.is_outside(project) {
            return Level::None;
        }
        match &self.tools {
            Some(tools) => tools.of(tool).min(level),
            None => level,
        }
    }

    /// Whether the scope lets an action through that the account holds: it names the action, or the level on the tool that it lets through includes it.
    pub(crate) fn lets_through(
        &self,
        tool: &Tool,
        action: &ActionId,
        project: Option<&ProjectId>,
        level: Level,
    ) -> bool {
        let Some(tools) = &self.tools else { return !self.is_outside(project) };
        let included = tool.action(action).and_then(|action| action.included_from);
        !self.is_outside(project)
            && (tools.grants(&tool.id, action) || included.is_some_and(|from| level >= from))
    }

    /// What the scope lets through of what is held at company level.
    pub(crate) fn limit_company(&self, levels: &Levels, catalogue: &Catalogue) -> Levels {
        if self.is_outside(None) {
            return Levels::default();
        }
        self.tools.as_ref().map_or_else(|| levels.clone(), |tools| common(tools, levels, catalogue))
    }

    /// The scope as text, its parts in a fixed order; empty for the absent one.
    pub(crate) fn to_text(&self) -> String {
        let levels = self.tools.iter().flat_map(Levels::iter).filter(|(_, level)| *level > Level::None);
        let levels = levels.map(|(tool, level)| format!("{tool}:{level}"));
        let actions = self.tools.iter().flat_map(Levels::actions);
        let actions = actions.map(|(tool, action)| format!("{tool}.{action}"));
        let projects = self.projects.iter().map(|project| format!("project={project}"));
        levels.chain(actions).chain(projects).collect::<Vec<_>>().join(" ")
    }

    fn is_outside(&self, project: Option<&ProjectId>) -> bool {
        !self.projects.is_empty() && !project.is_some_and(|project| self.projects.contains(project))
    }
}

/// What is both asked for and held: the lower level, and the actions that are named and held in any way.
fn common(asked: &Levels, held: &Levels, catalogue: &Catalogue) -> Levels {
    let common = |(tool, grant): (&ToolId, &ToolGrant)| {
        let holds = |action: &&ActionId| action_rule(catalogue.tool(tool), held, None, action) != Rule::None;
        let actions = grant.actions.iter().filter(holds).cloned().collect();
        (tool.clone(), ToolGrant { level: grant.level.min(held.of(tool)), actions })
    };
    asked.grants_by_tool().map(common).collect()
}
