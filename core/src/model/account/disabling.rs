//! A wish that an account stops working, and the rule for it.

use crate::value::error::InputProblem;
use crate::value::name;
use serde::{Deserialize, Serialize};

/// Why an account shall be disabled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DisableInput {
    /// 1 to 200 characters, counted in Unicode's form NFC, in which it is kept; a person can see one of them, for other administrators.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = crate::value::name::NAME), length(max = 200)))]
    pub reason: String,
}

impl DisableInput {
    /// The checked reason; `kept` is the one that is there.
    pub(crate) fn check(&self, kept: Option<&str>) -> Result<String, InputProblem> {
        name::check_unless_kept(kept, &self.reason, |reason| name::check("/reason", reason))
    }
}
