//! Levels: what one may do with a tool. Each holds all that lie below it.

use super::rule::RuleError;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

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
}

impl FromStr for Level {
    type Err = RuleError;

    /// The level of that name: `none`, `read_only`, `standard` or `admin`.
    fn from_str(name: &str) -> Result<Self, RuleError> {
        let rule = "a level is `none`, `read_only`, `standard` or `admin`";
        Self::ALL.into_iter().find(|level| level.as_str() == name).ok_or(RuleError::new(rule))
    }
}

impl fmt::Display for Level {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}
