//! Scope: what a token was asked to be limited to (RFC 6749 section 3.3).
//!
//! `<tool>:<level>` limits a tool to a level and all tools that are not named to None; `project=<id>` limits project tools to the
//! projects that are named. Without a scope the account's current levels apply. A scope never adds anything.

use crate::catalogue::Catalogue;
use crate::identifier::{ProjectId, ToolId};
use crate::permission::{Level, Levels};
use std::collections::{BTreeMap, BTreeSet};

/// The most projects that one scope may name, so that they are read together with the account.
pub(crate) const MAX_PROJECTS: usize = 5;
const MAX_BYTES: usize = 2000;

/// A scope, parsed; the default is the absent one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scope {
    /// By tool; `None` where no tool is named, and tools are not limited.
    tools: Option<BTreeMap<ToolId, Level>>,
    /// Empty where no project is named, and projects are not limited.
    projects: BTreeSet<ProjectId>,
}

impl Scope {
    /// The scope in `text`, or `None` when a part of it means nothing. A tool that is named twice gets the higher level.
    pub(crate) fn parse(text: &str, catalogue: &Catalogue) -> Option<Self> {
        let mut scope = Self::default();
        if text.len() > MAX_BYTES {
            return None;
        }
        for part in text.split(' ') {
            if let Some(project) = part.strip_prefix("project=") {
                scope.projects.insert(ProjectId::parse(project)?);
                continue;
            }
            let (tool, level) = part.split_once(':')?;
            let tool = ToolId::parse(tool).filter(|tool| catalogue.tool(tool).is_some())?;
            let level = Level::from_name(level).filter(|level| *level > Level::None)?;
            let limit = scope.tools.get_or_insert_default().entry(tool).or_default();
            *limit = level.max(*limit);
        }
        (scope.projects.len() <= MAX_PROJECTS).then_some(scope)
    }

    pub(crate) fn projects(&self) -> impl Iterator<Item = &ProjectId> {
        self.projects.iter()
    }

    /// The scope without the levels that the account does not hold anywhere; `None` when nothing is left of it.
    pub(crate) fn granted(&self, highest: &Levels) -> Option<Self> {
        let Some(asked) = &self.tools else { return (!highest.is_empty()).then(|| self.clone()) };
        let held = asked.iter().map(|(tool, level)| (tool.clone(), highest.of(tool).min(*level)));
        let tools: BTreeMap<_, _> = held.filter(|(_, level)| *level > Level::None).collect();
        (!tools.is_empty()).then(|| Self { tools: Some(tools), projects: self.projects.clone() })
    }

    /// What of `level` on `tool` the scope lets through, in `project` or at company level.
    pub(crate) fn limit(&self, tool: &ToolId, project: Option<&ProjectId>, level: Level) -> Level {
        let outside = match project {
            Some(project) => !self.projects.is_empty() && !self.projects.contains(project),
            None => !self.projects.is_empty(),
        };
        if outside {
            return Level::None;
        }
        match &self.tools {
            Some(tools) => tools.get(tool).copied().unwrap_or_default().min(level),
            None => level,
        }
    }

    /// What of company levels the scope lets through.
    pub(crate) fn limit_company(&self, levels: &Levels) -> Levels {
        levels.iter().map(|(tool, level)| (tool.clone(), self.limit(tool, None, level))).collect()
    }

    /// The scope as text, its parts in a fixed order; empty for the absent one.
    pub(crate) fn to_text(&self) -> String {
        let tools = self.tools.iter().flatten().map(|(tool, level)| format!("{tool}:{level}"));
        let projects = self.projects.iter().map(|project| format!("project={project}"));
        tools.chain(projects).collect::<Vec<_>>().join(" ")
    }
}
