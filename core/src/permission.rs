//! Permissions: four levels by tool and granted actions, at company level and by project. They start at None.

pub(crate) mod assign;
pub(crate) mod check;
pub(crate) mod effective;
pub(crate) mod holders;
pub(crate) mod job;
pub(crate) mod levels;
pub(crate) mod need;
pub(crate) mod requested;
pub(crate) mod set;
pub(crate) mod template;
pub(crate) mod view;

pub use assign::{AccountTemplate, AssignInput, AssignedTemplate};
pub use check::{CheckInput, CheckResult, Checked, Rule};
pub use effective::{EffectiveAction, EffectiveLevel, EffectivePermissions, Source};
pub use holders::{Holder, HoldersInput};
pub use job::{JobProgress, JobState};
pub use levels::{Levels, ToolGrant};
pub use requested::{Difference, RequestedPermissions};
pub use set::{LevelChange, PermissionChange, PermissionPreview};
pub use template::{NewTemplate, Template, TemplateChange};
pub use view::Permissions;

use crate::identifier::ProjectId;
use serde::{Deserialize, Serialize};
use std::fmt;

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
    pub(crate) const NAMES: [&str; 4] = ["none", "read_only", "standard", "admin"];

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
