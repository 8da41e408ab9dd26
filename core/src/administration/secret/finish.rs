//! Finishing a rotation before its overlap has ended: once the new secret has been seen in use, the others end.

use super::list::SecretList;
use crate::administration::Call;
use crate::administration::edit::{Edit, edit};
use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::administration::{Scene, credential};
use crate::core::Context;
use crate::model::account;
use crate::model::account::AccountRecord;
use crate::model::audit::{AuditAction, Deed};
use crate::model::credential::Credential;
use crate::model::record;
use crate::model::secret::SecretRecord;
use crate::model::usage::last_used;
use crate::value::error::{Code, Error};
use crate::value::identifier::CredentialId;
use crate::value::precondition::Precondition;
use serde_json::json;

pub(crate) async fn finish(
    context: &mut Context,
    principal: Principal,
    company: &str,
    (client_id, secret_id): (&str, &str),
    precondition: Precondition,
) -> Result<SecretList, Error> {
    let call = Call::new(principal, company, Right::Accounts)?;
    let client_id = account::parse(client_id)?;
    let secret_id = SecretRecord::parse(secret_id)?;
    let usage = record::usage(&client_id);
    edit(context, call.reading([usage.clone()]), &client_id, |scene, mut account| {
        let now = scene.now;
        let secret = account.secret(&secret_id).ok_or_else(Error::not_found)?;
        let usage = scene.reading.record(&usage)?;
        let used = last_used(usage, &CredentialId::Secret(secret_id.clone())).is_some();
        if !used || !secret.life.is_live(now) {
            let detail = "no token was seen fetched with this secret, or it has ended; ending the others would stop the program";
            return Err(Error::new(Code::SecretNotInUse, detail));
        }
        precondition.require(account.revision)?;
        let mut ended = Vec::new();
        for other in account.secrets.iter_mut().filter(|other| other.id != secret_id && other.life.may_live()) {
            // By a clock that is ahead it may only seem to have ended.
            if other.life.is_live(scene.past) {
                ended.push(other.id.clone());
            }
            other.life.end_by(now, now);
        }
        if ended.is_empty() {
            return Ok(Edit::Nothing(list(scene, &account)?));
        }
        let deed = Deed {
            action: AuditAction::RotationFinished,
            target: client_id.to_string(),
            from: json!({ "live": ended }),
            to: json!({ "secret_id": secret_id }),
        };
        let list = list(scene, &account.clone().touched())?;
        Ok(Edit::ended(account, Vec::new(), deed, list))
    })
    .await
}

fn list(scene: &Scene<'_>, account: &AccountRecord) -> Result<SecretList, Error> {
    let (revision, items) = credential::listed(scene, account, SecretRecord::view)?;
    Ok(SecretList { revision, items })
}
