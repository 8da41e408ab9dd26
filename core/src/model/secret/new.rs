//! A wish for a secret, and the rules for it.

use crate::model::life::check_wish;
use crate::model::settings::Policy;
use crate::value::error::InputProblem;
use crate::value::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// A wish for a secret.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewSecretInput {
    /// What people call it: 1 to 200 characters, with the rules of an account's name.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(regex(pattern = crate::value::name::NAME), length(max = 200)))]
    pub name: Option<String>,
    /// When it ends; in the future.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// When present, this is a rotation: the account's other live secrets end after so many seconds, 0 for at once.
    #[serde(default)]
    pub overlap_seconds: Option<u64>,
}

impl NewSecretInput {
    /// The checked name, or each rule that is broken. Without `bounds`, which a form may not know, the clock's and policy's rules are left to the back end.
    pub(crate) fn check(
        &self,
        bounds: Option<(&Policy, Timestamp)>,
    ) -> Result<Option<String>, Vec<InputProblem>> {
        let mut problems = Vec::new();
        let name = check_wish("secret", (self.name.as_deref(), self.expires_at), bounds, &mut problems);
        let longest = bounds.map_or(u64::MAX, |(policy, _)| policy.overlap_seconds);
        if self.overlap_seconds.is_some_and(|overlap| overlap > longest) {
            let rule = format!("an overlap is at most {longest} seconds");
            problems.push(InputProblem::new("/overlap_seconds", rule));
        }
        if problems.is_empty() { Ok(name) } else { Err(problems) }
    }
}
