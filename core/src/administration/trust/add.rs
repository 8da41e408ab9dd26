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
use crate::model::trust::{MAX_BYTES, MAX_LIVE_TRUSTS, Subject, TrustRecord};
use crate::port::store::Change;
use crate::value::error::{Code, Error, InputProblem};
use crate::value::identifier::TrustId;
use crate::value::name::is_visible;
use crate::value::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A wish for a trust.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewTrustInput {
    /// The `iss` of its tokens: 1 to 255 visible ASCII characters.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 255)))]
    pub issuer: String,
    /// What has to stand in their `aud`: 1 to 255 visible ASCII characters.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 255)))]
    pub audience: String,
    /// Whom they have to be about.
    pub subject: Subject,
    /// What people call it, 1 to 200 characters.
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
        let texts = [
            ("/issuer", self.issuer.as_str()),
            ("/audience", &self.audience),
            ("/subject", self.subject.text()),
        ];
        for (pointer, text) in texts {
            if !(1..=MAX_BYTES).contains(&text.len()) || !is_visible(text) {
                problems.push(InputProblem::new(pointer, "1 to 255 visible ASCII characters"));
            }
        }
        let (policy, wished) = (&scene.settings.policy, (self.name.as_deref(), self.expires_at));
        let name = check_credential("trust", wished, (policy, scene.now), &mut problems);
        if !problems.is_empty() {
            return Err(Error::invalid(problems));
        }
        Ok(TrustRecord {
            id: TrustId::generate(scene.random),
            name,
            life: Life::begin(self.expires_at, policy, scene.now),
            issuer: self.issuer,
            audience: self.audience,
            subject: self.subject,
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
        scene.held.require_all_of(&scene.settings.catalogue, &account.highest_levels())?;
        let trust = new.clone().check(scene)?;
        let (now, policy) = (scene.now, &scene.settings.policy);
        let same = |there: &&TrustRecord| {
            there.life.is_live(now)
                && (&there.issuer, &there.audience, &there.subject)
                    == (&trust.issuer, &trust.audience, &trust.subject)
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
                "subject": trust.subject,
                "name": trust.name,
                "expires_at": trust.life.expires_at,
            }),
        };
        let changes = place(&mut account, trust, now)?;
        Ok(Edit::changed(account, changes, deed, view))
    })
    .await
}

fn place(account: &mut AccountRecord, trust: TrustRecord, now: Timestamp) -> Result<Vec<Change>, Error> {
    credential::place(account, trust, (MAX_LIVE_TRUSTS, KEPT_TRUSTS), now).ok_or_else(|| {
        Error::new(Code::TooManyTrusts, "the account trusts as many issuers as it may; revoke one")
    })
}

/// The most trusts that an account's record keeps; the ended ones make room for a new one.
const KEPT_TRUSTS: usize = 16;
