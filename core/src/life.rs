//! The life of a credential, whether secret or public key: it is live from its creation until it ends or is revoked.

use crate::settings::Policy;
use crate::value::error::InputProblem;
use crate::value::timestamp::{Timestamp, optional_seconds, seconds};
use serde::{Deserialize, Serialize};

/// When a credential was made, ends, and was revoked.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Life {
    #[serde(with = "seconds")]
    pub(crate) created_at: Timestamp,
    #[serde(default, with = "optional_seconds", skip_serializing_if = "Option::is_none")]
    pub(crate) expires_at: Option<Timestamp>,
    #[serde(default, with = "optional_seconds", skip_serializing_if = "Option::is_none")]
    pub(crate) revoked_at: Option<Timestamp>,
}

/// What an administrator should look at before it stops a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum CredentialWarning {
    /// It ends within the time that policy warns ahead.
    EndsSoon,
    /// It is older than policy lets new ones become.
    TooOld,
}

impl Life {
    /// A life from now to `end`, or to the greatest age that policy allows.
    pub(crate) fn begin(end: Option<Timestamp>, policy: &Policy, now: Timestamp) -> Self {
        let last = policy.credential_seconds.map(|seconds| now.after(seconds));
        Self { created_at: now, expires_at: end.or(last), revoked_at: None }
    }

    /// What is wrong with an end that is wished for.
    pub(crate) fn end_problem(
        pointer: &str,
        end: Timestamp,
        created_at: Timestamp,
        policy: &Policy,
    ) -> Option<InputProblem> {
        let seconds = policy.credential_seconds?;
        let rule = || format!("a credential ends at most {seconds} seconds after it was made");
        (end > created_at.after(seconds)).then(|| InputProblem::new(pointer, rule()))
    }

    /// Whether tokens can be fetched with it.
    pub(crate) fn is_live(&self, now: Timestamp) -> bool {
        self.ended_at(now).is_none()
    }

    /// Whether tokens that were fetched with it are still good: one that has expired leaves them alone, one that is revoked does not.
    pub(crate) fn upholds_tokens(&self) -> bool {
        self.revoked_at.is_none()
    }

    /// When it stopped being live; `None` while it is.
    pub(crate) fn ended_at(&self, now: Timestamp) -> Option<Timestamp> {
        self.revoked_at.or(self.expires_at.filter(|expiry| *expiry <= now))
    }

    /// Lets it end no later than that.
    pub(crate) fn end_by(&mut self, end: Timestamp) {
        self.expires_at = Some(self.expires_at.map_or(end, |expiry| expiry.min(end)));
    }

    /// Sets its end, or none but policy's; whether it lives longer by that.
    pub(crate) fn set_end(&mut self, end: Option<Timestamp>, policy: &Policy) -> bool {
        let before = self.expires_at;
        self.expires_at = end.or(policy.credential_seconds.map(|seconds| self.created_at.after(seconds)));
        match (before, self.expires_at) {
            (Some(before), Some(after)) => after > before,
            (Some(_), None) => true,
            (None, _) => false,
        }
    }

    /// Nothing of one that has ended.
    pub(crate) fn warnings(&self, policy: &Policy, now: Timestamp) -> Vec<CredentialWarning> {
        if !self.is_live(now) {
            return Vec::new();
        }
        let ahead = now.after(policy.credential_warning_seconds);
        let ends_soon = self.expires_at.is_some_and(|end| end <= ahead);
        let old = policy.credential_seconds.is_some_and(|seconds| self.created_at.after(seconds) <= now);
        let warnings = [(ends_soon, CredentialWarning::EndsSoon), (old, CredentialWarning::TooOld)];
        warnings.into_iter().filter(|(warned, _)| *warned).map(|(_, warning)| warning).collect()
    }
}
