//! Adding a trust.

use super::list::TrustView;
use crate::administration::edit::{Edit, edit};
use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::administration::{Call, Scene, credential};
use crate::core::Context;
use crate::model::account::{self, AccountRecord};
use crate::model::audit::{AuditAction, Deed};
use crate::model::credential::check as check_credential;
use crate::model::life::Life;
use crate::model::trust::claim::{self, ClaimValue};
use crate::model::trust::preset::Preset;
use crate::model::trust::{MAX_BYTES, MAX_LIVE_TRUSTS, TrustRecord, width};
use crate::port::store::Change;
use crate::value::error::{Code, Error, InputProblem};
use crate::value::identifier::TrustId;
use crate::value::input;
use crate::value::name::is_visible;
use crate::value::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

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
    #[serde(deserialize_with = "input::unrepeated")]
    #[cfg_attr(feature = "schema", schemars(extend("minProperties" = 1, "maxProperties" = claim::MAX_CLAIMS)))]
    pub claims: BTreeMap<String, ClaimValue>,
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

impl NewTrustInput {
    fn check(self, scene: &mut Scene<'_>) -> Result<TrustRecord, Error> {
        let mut problems = Vec::new();
        let issuer = self.issuer.or_else(|| self.preset.and_then(Preset::issuer).map(ToOwned::to_owned));
        let issuer = issuer.unwrap_or_default();
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
        let (policy, wished) = (&scene.settings.policy, (self.name.as_deref(), self.expires_at));
        let name = check_credential("trust", wished, (policy, scene.now), &mut problems);
        if !problems.is_empty() {
            return Err(Error::invalid(problems));
        }
        Ok(TrustRecord {
            id: TrustId::generate(scene.random),
            name,
            life: Life::begin(self.expires_at, policy, scene.now),
            preset,
            issuer,
            audience: self.audience,
            claims: self.claims,
            once: self.once,
        })
    }
}

pub(crate) async fn add(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
    new: NewTrustInput,
) -> Result<TrustView, Error> {
    let call = Call::new(principal, company, Right::Accounts)?;
    let client_id = account::parse(client_id)?;
    edit(context, call, &client_id, |scene, mut account| {
        scene.held.require_all_of(&scene.settings.catalogue, &client_id, &account.highest_levels())?;
        let trust = new.clone().check(scene)?;
        let (now, policy) = (scene.now, &scene.settings.policy);
        let same = |there: &&TrustRecord| {
            there.life.is_live(now)
                && (&there.issuer, &there.audience, &there.claims, there.once)
                    == (&trust.issuer, &trust.audience, &trust.claims, trust.once)
        };
        if let Some(there) = account.trusts.iter().find(same) {
            // The same call again.
            return Ok(Edit::Nothing(there.view(policy, now, None)));
        }
        let view = trust.view(policy, now, None);
        let deed = Deed {
            action: AuditAction::TrustCreated,
            target: client_id.to_string(),
            from: Value::Null,
            to: json!({
                "trust_id": trust.id,
                "issuer": trust.issuer,
                "audience": trust.audience,
                "claims": trust.claims,
                "once": trust.once,
                "name": trust.name,
                "expires_at": trust.life.expires_at,
            }),
        };
        let changes = place(&mut account, trust, (now, scene.certain))?;
        Ok(Edit::changed(account, changes, deed, view))
    })
    .await
}

fn place(
    account: &mut AccountRecord,
    trust: TrustRecord,
    moments: (Timestamp, Timestamp),
) -> Result<Vec<Change>, Error> {
    credential::place(account, trust, (MAX_LIVE_TRUSTS, KEPT_TRUSTS), moments).ok_or_else(|| {
        Error::new(Code::TooManyTrusts, "the account trusts as many issuers as it may; revoke one")
    })
}

/// The most trusts that an account's record keeps; the ended ones make room for a new one.
const KEPT_TRUSTS: usize = 16;
