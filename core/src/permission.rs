//! Permissions: four levels by tool and granted actions, at company level and by project. They start at None.

pub(crate) mod assign;
pub(crate) mod check;
pub(crate) mod effective;
pub(crate) mod holders;
pub(crate) mod job;
pub(crate) mod requested;
pub(crate) mod set;
pub(crate) mod template;
pub(crate) mod view;

pub use crate::model::account::AssignedTemplate;
pub use crate::model::levels::{Levels, ProjectLevels, ToolGrant};
pub use crate::model::need::{Rule, Source};
pub use crate::value::level::Level;
pub use assign::{AccountTemplate, AssignInput};
pub use check::{CheckInput, CheckResult, Checked};
pub use effective::{EffectiveAction, EffectiveLevel, EffectivePermissions};
pub use holders::{Holder, HoldersInput};
pub use job::{JobProgress, JobState};
pub use requested::{Difference, RequestedPermissions};
pub use set::{LevelChange, PermissionChange, PermissionPreview};
pub use template::{NewTemplate, Template, TemplateChange};
pub use view::Permissions;
