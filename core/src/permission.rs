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

pub use crate::value::level::Level;
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

use crate::value::identifier::ProjectId;
use serde::{Deserialize, Serialize};

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
