//! What a text breaks that is none of what it was to be read as.

use std::fmt;

/// A text breaks the rule of what it was to be read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleError {
    rule: &'static str,
}

impl RuleError {
    pub(crate) const fn new(rule: &'static str) -> Self {
        Self { rule }
    }

    /// The rule, in words for a person: `a tool id is 1 to 40 characters of …`.
    pub fn rule(self) -> &'static str {
        self.rule
    }
}

impl fmt::Display for RuleError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.rule)
    }
}

impl std::error::Error for RuleError {}
