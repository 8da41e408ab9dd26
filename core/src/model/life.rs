//! The life of a credential, whether secret or public key: it is live from its creation until it ends or is revoked.

use super::settings::{LONGEST_TOKEN_SECONDS, Policy};
use super::store_time::NEAR_SECONDS;
use crate::value::error::{Error, InputProblem};
use crate::value::input;
use crate::value::name;
use crate::value::timestamp::{Timestamp, optional_seconds, seconds};
use crate::value::tree::{FromTree, Misfit, Tree};
use serde::{Deserialize, Serialize};

/// The longest life of a token that policy allows, and the leeway: for how long an ended secret is kept. And how far a clock may be ahead by which that is
/// judged, or a key that was revoked would be forgotten while its tokens are out.
pub(crate) const KEPT_SECONDS: u64 = LONGEST_TOKEN_SECONDS + 60 + NEAR_SECONDS;

/// When a credential was made, ends, and was revoked.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Life {
    #[serde(serialize_with = "seconds::serialize")]
    pub(crate) created_at: Timestamp,
    #[serde(serialize_with = "optional_seconds::serialize", skip_serializing_if = "Option::is_none")]
    pub(crate) expires_at: Option<Timestamp>,
    #[serde(serialize_with = "optional_seconds::serialize", skip_serializing_if = "Option::is_none")]
    pub(crate) revoked_at: Option<Timestamp>,
    /// That it was ended at once: by the clock it had at the moment, which may have been ahead, so that its end alone would bring it back.
    #[serde(skip_serializing_if = "is_false")]
    pub(crate) over: bool,
}

impl FromTree for Life {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        let record = tree.record()?;
        Ok(Self {
            created_at: record.moment("created_at")?,
            expires_at: record.optional_moment("expires_at")?,
            revoked_at: record.optional_moment("revoked_at")?,
            over: record.or_default("over")?,
        })
    }
}

fn is_false(over: &bool) -> bool {
    !over
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

/// What shall change of a secret or a public key. What is absent stays; what is null is cleared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CredentialChange {
    /// What people call it: 1 to 200 characters, with the rules of an account's name.
    #[serde(default, deserialize_with = "input::given")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", regex(pattern = crate::value::name::NAME), length(max = 200)))]
    pub name: Option<Option<String>>,
    /// When it ends; a moment that has passed ends it at once, and the tokens that were fetched with it live on. Null: at the greatest age that
    /// policy allows, if it has one.
    #[serde(default, deserialize_with = "input::given")]
    pub expires_at: Option<Option<Timestamp>>,
}

/// The checked name of a new credential. What is wrong with it, and with the end that is wished for, goes to `problems`; `what` it is, in words. Without `bounds`, which
/// a form may not know, the clock's and policy's rules are left to the back end.
pub(crate) fn check_wish(
    what: &str,
    (name, end): (Option<&str>, Option<Timestamp>),
    bounds: Option<(&Policy, Timestamp)>,
    problems: &mut Vec<InputProblem>,
) -> Option<String> {
    let name = name.map(|text| name::check("/name", text));
    let name = name.transpose().map_err(|problem| problems.push(problem)).ok().flatten();
    if let (Some((policy, now)), Some(end)) = (bounds, end) {
        if end <= now {
            problems.push(InputProblem::new("/expires_at", format!("a {what} ends in the future")));
        }
        problems.extend(Life::end_problem("/expires_at", end, now, policy));
    }
    name
}

impl Life {
    /// A life from now to `end`, or to the greatest age that policy allows.
    pub(crate) fn begin(end: Option<Timestamp>, policy: &Policy, now: Timestamp) -> Self {
        let last = policy.credential_seconds.map(|seconds| now.after(seconds));
        Self { created_at: now, expires_at: end.or(last), revoked_at: None, over: false }
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

    /// Whether it may be live by a clock that is right: its end may only seem to have passed, by one that is ahead.
    pub(crate) fn may_live(&self) -> bool {
        self.revoked_at.is_none() && !self.over
    }

    /// Whether tokens that were fetched with it are still good: one that has expired leaves them alone, one that is revoked does not.
    pub(crate) fn upholds_tokens(&self) -> bool {
        self.revoked_at.is_none()
    }

    /// When it stopped being live; `None` while it is.
    pub(crate) fn ended_at(&self, now: Timestamp) -> Option<Timestamp> {
        self.revoked_at.or(self.expires_at.filter(|expiry| self.over || *expiry <= now))
    }

    /// Lets it end no later than that.
    pub(crate) fn end_by(&mut self, end: Timestamp, now: Timestamp) {
        self.expires_at = Some(self.expires_at.map_or(end, |expiry| expiry.min(end)));
        self.over |= end <= now;
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

impl CredentialChange {
    /// What it is to be called, where that is to change; `kept` is what it is called now.
    pub(crate) fn checked_name(&self, kept: Option<&str>) -> Result<Option<Option<String>>, InputProblem> {
        let check = |text: &String| name::check_unless_kept(kept, text, |text| name::check("/name", text));
        self.name.as_ref().map(|wanted| wanted.as_ref().map(check).transpose()).transpose()
    }

    /// Makes the change; whether the credential lives longer by that.
    pub(crate) fn apply(
        &self,
        name: &mut Option<String>,
        life: &mut Life,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<bool, Error> {
        let mut problems = Vec::new();
        match self.checked_name(name.as_deref()) {
            Ok(Some(wanted)) => *name = wanted,
            Ok(None) => {}
            Err(problem) => problems.push(problem),
        }
        let mut longer = false;
        if let Some(end) = self.expires_at {
            let at_once = end.is_some_and(|end| end <= now);
            // What only seems to have ended, by a clock that is ahead, can still be ended for good.
            let may_be_set = if at_once { life.may_live() } else { life.is_live(now) };
            if !may_be_set {
                let rule = "this has ended and cannot be brought back; make a new one";
                problems.push(InputProblem::new("/expires_at", rule));
            }
            if at_once {
                life.end_by(now, now);
            } else {
                let problem =
                    end.and_then(|end| Life::end_problem("/expires_at", end, life.created_at, policy));
                problems.extend(problem);
                longer = life.set_end(end, policy);
            }
        }
        if problems.is_empty() { Ok(longer) } else { Err(Error::invalid(problems)) }
    }
}
