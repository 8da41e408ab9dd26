//! Changing a secret: what it is called, and when it ends.

use super::list::SecretView;
use crate::account;
use crate::account::edit::{Edit, edit};
use crate::administration::Call;
use crate::audit::{AuditAction, Deed};
use crate::context::Context;
use crate::life::Life;
use crate::principal::Principal;
use crate::record;
use crate::right::Right;
use crate::settings::Policy;
use crate::usage::last_used;
use crate::value::error::{Error, InputProblem};
use crate::value::identifier::CredentialId;
use crate::value::input;
use crate::value::name;
use crate::value::precondition::Precondition;
use crate::value::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// What shall change of a secret or a public key. What is absent stays; what is null is cleared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CredentialChange {
    /// What people call it, 1 to 200 characters.
    #[serde(default, deserialize_with = "input::given")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", regex(pattern = crate::value::name::NAME), length(max = 200)))]
    pub name: Option<Option<String>>,
    /// When it ends; a moment that has passed ends it at once, and the tokens that were fetched with it live on. Null: at the greatest age that
    /// policy allows, if it has one.
    #[serde(default, deserialize_with = "input::given")]
    pub expires_at: Option<Option<Timestamp>>,
}

impl CredentialChange {
    /// Makes the change; whether the credential lives longer by that.
    pub(crate) fn apply(
        &self,
        name: &mut Option<String>,
        life: &mut Life,
        policy: &Policy,
        now: Timestamp,
    ) -> Result<bool, Error> {
        let mut problems = Vec::new();
        if let Some(wanted) = &self.name {
            match wanted.as_deref().map(|text| name::check("/name", text)).transpose() {
                Ok(wanted) => *name = wanted,
                Err(problem) => problems.push(problem),
            }
        }
        let mut longer = false;
        if let Some(end) = self.expires_at {
            if !life.is_live(now) {
                let rule = "this has ended and cannot be brought back; make a new one";
                problems.push(InputProblem::new("/expires_at", rule));
            }
            problems
                .extend(end.and_then(|end| Life::end_problem("/expires_at", end, life.created_at, policy)));
            longer = life.set_end(end.map(|end| end.max(now)), policy);
        }
        if problems.is_empty() { Ok(longer) } else { Err(Error::invalid(problems)) }
    }
}

pub(crate) async fn change(
    context: &mut Context,
    principal: Principal,
    company: &str,
    (client_id, secret_id): (&str, &str),
    wanted: CredentialChange,
    precondition: Precondition,
) -> Result<SecretView, Error> {
    let call = Call::new(principal, company, Right::Accounts)?;
    let client_id = account::view::parse(client_id)?;
    let secret_id = super::parse(secret_id)?;
    let usage = record::usage(&client_id);
    edit(context, call.reading([usage.clone()]), &client_id, |scene, mut account| {
        let (now, policy) = (scene.now, &scene.settings.policy);
        let last_used_at = last_used(scene.reading.record(&usage)?, &CredentialId::Secret(secret_id.clone()));
        let (revision, highest) = (account.revision, account.highest_levels());
        let secret =
            account.secrets.iter_mut().find(|secret| secret.id == secret_id).ok_or_else(Error::not_found)?;
        let before = secret.view(policy, now, last_used_at);
        if wanted.apply(&mut secret.name, &mut secret.life, policy, now)? {
            // As for making one: whoever has it goes on holding what the account holds.
            scene.held.require_all_of(&scene.settings.catalogue, &highest)?;
        }
        precondition.require(revision)?;
        let view = secret.view(policy, now, last_used_at);
        if view == before {
            return Ok(Edit::Nothing(view));
        }
        let told = |view: &SecretView| json!({ "secret_id": view.secret_id, "name": view.name, "expires_at": view.expires_at });
        let deed = Deed {
            action: AuditAction::SecretChanged,
            target: client_id.to_string(),
            from: told(&before),
            to: told(&view),
        };
        Ok(Edit::changed(account, Vec::new(), deed, view))
    })
    .await
}
