//! Changing a public key: what it is called, and when it ends.

use super::list::KeyView;
use crate::administration::Call;
use crate::administration::edit::{Edit, edit};
use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::core::Context;
use crate::model::account;
use crate::model::audit::{AuditAction, Deed};
use crate::model::life::CredentialChange;
use crate::model::public_key;
use crate::model::record;
use crate::model::usage::last_used;
use crate::value::error::Error;
use crate::value::identifier::CredentialId;
use crate::value::precondition::Precondition;
use serde_json::json;

pub(crate) async fn change(
    context: &mut Context,
    principal: Principal,
    company: &str,
    (client_id, kid): (&str, &str),
    wanted: CredentialChange,
    precondition: Precondition,
) -> Result<KeyView, Error> {
    let call = Call::new(principal, company, Right::Accounts)?;
    let client_id = account::parse(client_id)?;
    let kid = public_key::parse(kid)?;
    let usage = record::usage(&client_id);
    edit(context, call.reading([usage.clone()]), &client_id, |scene, mut account| {
        let (now, policy) = (scene.now, &scene.settings.policy);
        let last_used_at = last_used(scene.reading.record(&usage)?, &CredentialId::Key(kid.clone()));
        let (revision, highest) = (account.revision, account.highest_levels());
        let key = account.keys.iter_mut().find(|key| key.kid == kid).ok_or_else(Error::not_found)?;
        let before = key.view(policy, now, last_used_at);
        if wanted.apply(&mut key.name, &mut key.life, policy, now)? {
            // As for entering one: whoever has it goes on holding what the account holds.
            scene.held.require_all_of(&scene.settings.catalogue, &highest)?;
        }
        precondition.require(revision)?;
        let view = key.view(policy, now, last_used_at);
        if view == before {
            return Ok(Edit::Nothing(view));
        }
        let told =
            |view: &KeyView| json!({ "kid": view.kid, "name": view.name, "expires_at": view.expires_at });
        let deed = Deed {
            action: AuditAction::KeyChanged,
            target: client_id.to_string(),
            from: told(&before),
            to: told(&view),
        };
        Ok(Edit::changed(account, Vec::new(), deed, view))
    })
    .await
}
