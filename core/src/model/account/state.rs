//! States: whether an account works and, if not, why and since when. Derived at each look; there is no flag that could be wrong.

use super::AccountRecord;
use crate::model::contact::ContactProblem;
use crate::value::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// Whether an account works; of several reasons not to, the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum AccountState {
    /// An administrator has disabled it.
    Disabled,
    /// Its expiry has passed.
    Expired,
    /// Its contact has a problem.
    Broken,
    /// It works.
    Functional,
}

/// One reason for which an account does not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StateReason {
    /// Which.
    pub reason: Reason,
    /// Since when; for a contact's problem, since the contact has had any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
}

/// Why an account does not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Reason {
    /// An administrator has disabled it.
    Disabled,
    /// Its expiry has passed.
    Expired,
    /// The contact's e-mail is not the one it was made with.
    EmailChanged,
    /// The contact is in another company's directory too.
    InAnotherCompany,
    /// The contact is no longer in the home company's directory.
    LeftCompany,
}

impl From<ContactProblem> for Reason {
    fn from(problem: ContactProblem) -> Self {
        match problem {
            ContactProblem::EmailChanged => Self::EmailChanged,
            ContactProblem::InAnotherCompany => Self::InAnotherCompany,
            ContactProblem::LeftCompany => Self::LeftCompany,
        }
    }
}

impl AccountRecord {
    /// Whether it may fetch tokens and call APIs: it is there, neither disabled nor expired, and its contact is as it has to be.
    pub(crate) fn is_functional(&self, now: Timestamp) -> bool {
        self.deleted_at.is_none() && self.state(now) == AccountState::Functional
    }

    pub(crate) fn state(&self, now: Timestamp) -> AccountState {
        match self.reasons(now).first().map(|first| first.reason) {
            None => AccountState::Functional,
            Some(Reason::Disabled) => AccountState::Disabled,
            Some(Reason::Expired) => AccountState::Expired,
            Some(_) => AccountState::Broken,
        }
    }

    /// Each reason for which it does not work, an administrator's first.
    pub(crate) fn reasons(&self, now: Timestamp) -> Vec<StateReason> {
        let disabled = self.disabled.as_ref().map(|disabled| (Reason::Disabled, Some(disabled.since)));
        let expired =
            self.details.expires_at.filter(|end| *end <= now).map(|end| (Reason::Expired, Some(end)));
        let problems = self.contact.problems(&self.company).into_iter();
        let broken = problems.map(|problem| (problem.into(), self.broken_at));
        let all = disabled.into_iter().chain(expired).chain(broken);
        all.map(|(reason, since)| StateReason { reason, since }).collect()
    }

    /// Remembers since when the contact has had a problem.
    pub(crate) fn note_contact(&mut self, now: Timestamp) {
        let sound = self.contact.problems(&self.company).is_empty();
        self.broken_at = if sound { None } else { self.broken_at.or(Some(now)) };
    }
}
