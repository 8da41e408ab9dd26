//! A wish for a trust, and the rules for it.

use super::claim::{self, ClaimValue};
use super::preset::Preset;
use super::{MAX_BYTES, width};
use crate::model::life::check_wish;
use crate::model::settings::Policy;
use crate::value::error::InputProblem;
use crate::value::map::Map;
use crate::value::name::is_visible;
use crate::value::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// A wish for a trust.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewTrustInput {
    /// The platform, whose rules say which claims to ask for. An issuer that is known has its own, and needs none.
    #[serde(default)]
    pub preset: Option<Preset>,
    /// The `iss` of its JWTs: 1 to 255 visible ASCII characters. Without it, that of the preset, where all customers of the platform have the same.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 255)))]
    pub issuer: Option<String>,
    /// What has to stand in their `aud`: 1 to 255 visible ASCII characters.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 255)))]
    pub audience: String,
    /// What they have to say: 1 to 16 claims, each by its name, or by a JSON Pointer (RFC 6901) where it lies within another, such as
    /// `/kubernetes.io/namespace`. With issuer and audience at most 2,048 bytes as JSON, without its escapes.
    #[cfg_attr(feature = "schema", schemars(extend("minProperties" = 1, "maxProperties" = claim::MAX_CLAIMS)))]
    pub claims: Map<String, ClaimValue>,
    /// Whether each JWT counts once in the company, by its `jti`, without which it is refused.
    #[serde(default)]
    pub once: bool,
    /// What people call it: 1 to 200 characters, with the rules of an account's name.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(regex(pattern = crate::value::name::NAME), length(max = 200)))]
    pub name: Option<String>,
    /// When it ends; in the future.
    #[serde(default)]
    pub expires_at: Option<Timestamp>,
}

/// What follows from a wish that breaks no rule.
pub(crate) struct Checked {
    pub(crate) issuer: String,
    pub(crate) preset: Option<Preset>,
    pub(crate) name: Option<String>,
}

impl NewTrustInput {
    /// What follows from it, or each rule that is broken. Without `bounds`, which a form may not know, the clock's and policy's rules are left to the back end.
    pub(crate) fn check(&self, bounds: Option<(&Policy, Timestamp)>) -> Result<Checked, Vec<InputProblem>> {
        let mut problems = Vec::new();
        let issuer = self.issuer.as_deref().or_else(|| self.preset.and_then(Preset::issuer));
        let issuer = issuer.unwrap_or_default().to_owned();
        for (pointer, text) in [("/issuer", issuer.as_str()), ("/audience", &self.audience)] {
            if !(1..=MAX_BYTES).contains(&text.len()) || !is_visible(text) {
                problems.push(InputProblem::new(pointer, "1 to 255 visible ASCII characters"));
            }
        }
        let known = Preset::of(&issuer);
        if let (Some(known), Some(_)) = (known, self.preset.filter(|preset| Some(*preset) != known)) {
            let rule = format!("the JWTs of this issuer are those of `{}`", known.as_str());
            problems.push(InputProblem::new("/preset", rule));
        }
        let preset = known.or(self.preset);
        let malformed = claim::problems(&self.claims);
        if malformed.is_empty() {
            problems.extend(width::total_problem(&issuer, &self.audience, &self.claims));
            problems.extend(width::problems(preset, &self.claims));
        }
        problems.extend(malformed);
        let wished = (self.name.as_deref(), self.expires_at);
        let name = check_wish("trust", wished, bounds, &mut problems);
        if problems.is_empty() { Ok(Checked { issuer, preset, name }) } else { Err(problems) }
    }
}
