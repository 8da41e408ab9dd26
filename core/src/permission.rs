//! Permissions: four levels by tool, at company level and by project. They start at None.

pub(crate) mod assign;
pub(crate) mod check;
pub(crate) mod effective;
pub(crate) mod holders;
pub(crate) mod job;
pub(crate) mod requested;
pub(crate) mod set;
pub(crate) mod template;
pub(crate) mod view;

pub use assign::{AssignInput, AssignedTemplate};
pub use check::{CheckInput, CheckResult, Checked, Rule};
pub use effective::{EffectiveLevel, EffectivePermissions, Source};
pub use holders::{Holder, HoldersInput};
pub use job::{JobProgress, JobState};
pub use requested::{Difference, RequestedPermissions};
pub use set::{LevelChange, PermissionChange, PermissionPreview};
pub use template::{NewTemplate, Template, TemplateChange};
pub use view::Permissions;

use crate::error::InputProblem;
use crate::identifier::{ProjectId, ToolId};
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;
use std::fmt;

const NAMED_TWICE: &str = "a tool is named twice";

/// What one may do with a tool. Each level holds all that lie below it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Level {
    /// Nothing.
    #[default]
    None,
    /// To read.
    ReadOnly,
    /// To read and write.
    Standard,
    /// To do everything, configuring included.
    Admin,
}

impl Level {
    /// All levels, ascending.
    pub const ALL: [Self; 4] = [Self::None, Self::ReadOnly, Self::Standard, Self::Admin];

    /// The level as it stands in JSON and in scopes.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::ReadOnly => "read_only",
            Self::Standard => "standard",
            Self::Admin => "admin",
        }
    }

    /// The level of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == name)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// A level for each tool; a tool that is not named is at None.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Levels(BTreeMap<ToolId, Level>);

impl Levels {
    /// Levels from typed input that stands at `pointer`; or what is wrong with it: a tool id that is none, a tool that is named twice.
    pub fn parse(
        pointer: &str,
        levels: impl IntoIterator<Item = (String, Level)>,
    ) -> Result<Self, Vec<InputProblem>> {
        let (mut parsed, mut problems) = (BTreeMap::new(), Vec::new());
        for (text, level) in levels {
            let place = format!("{pointer}/{}", text.replace('~', "~0").replace('/', "~1"));
            match ToolId::parse(text) {
                None => problems.push(InputProblem::new(&place, ToolId::RULE)),
                Some(tool) => {
                    if parsed.insert(tool, level).is_some() {
                        problems.push(InputProblem::new(&place, NAMED_TWICE));
                    }
                }
            }
        }
        if problems.is_empty() { Ok(parsed.into_iter().collect()) } else { Err(problems) }
    }

    /// The level on a tool.
    pub fn of(&self, tool: &ToolId) -> Level {
        self.0.get(tool).copied().unwrap_or_default()
    }

    /// Sets the level on a tool. None is not stored: it is what an absent tool means.
    pub fn set(&mut self, tool: ToolId, level: Level) {
        match level {
            Level::None => self.0.remove(&tool),
            level => self.0.insert(tool, level),
        };
    }

    /// The tools that are above None, by id.
    pub fn iter(&self) -> impl Iterator<Item = (&ToolId, Level)> {
        self.0.iter().map(|(tool, level)| (tool, *level))
    }

    /// Whether every tool is at None.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first tool on which `self` goes beyond `held`, and the level that would be needed.
    pub fn beyond(&self, held: &Self) -> Option<(&ToolId, Level)> {
        self.iter().find(|(tool, level)| *level > held.of(tool))
    }
}

impl FromIterator<(ToolId, Level)> for Levels {
    fn from_iter<I: IntoIterator<Item = (ToolId, Level)>>(levels: I) -> Self {
        let mut all = Self::default();
        for (tool, level) in levels {
            all.set(tool, level);
        }
        all
    }
}

/// Reads a JSON object; a tool that stands there twice is an error, since the two may disagree.
impl<'de> Deserialize<'de> for Levels {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ByTool;
        impl<'de> Visitor<'de> for ByTool {
            type Value = BTreeMap<ToolId, Level>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object of levels by tool")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
                let mut levels = BTreeMap::new();
                while let Some((tool, level)) = members.next_entry::<ToolId, Level>()? {
                    if levels.insert(tool, level).is_some() {
                        return Err(A::Error::custom(NAMED_TWICE));
                    }
                }
                Ok(levels)
            }
        }
        deserializer.deserialize_map(ByTool).map(Self::from_iter)
    }
}

/// The levels in one project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProjectLevels {
    /// Which project.
    pub project: ProjectId,
    /// The levels there; they add to those at company level.
    pub levels: Levels,
}
