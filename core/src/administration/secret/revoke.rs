//! Revoking one secret: it opens nothing any more, and the tokens that were fetched with it are refused.

use crate::administration::Call;
use crate::administration::edit::{Edit, edit};
use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::core::Context;
use crate::model::account;
use crate::model::audit::{AuditAction, Deed};
use crate::model::secret;
use crate::value::error::Error;
use serde_json::json;

pub(crate) async fn revoke(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
    secret_id: &str,
) -> Result<(), Error> {
    let call = Call::new(principal, company, Right::Accounts)?;
    let client_id = account::parse(client_id)?;
    let secret_id = secret::parse(secret_id)?;
    edit(context, call, &client_id, |scene, mut account| {
        let secret =
            account.secrets.iter_mut().find(|secret| secret.id == secret_id).ok_or_else(Error::not_found)?;
        if secret.life.revoked_at.is_some() {
            return Ok(Edit::Nothing(()));
        }
        secret.life.revoked_at = Some(scene.now);
        let deed = Deed {
            action: AuditAction::SecretRevoked,
            target: client_id.to_string(),
            from: json!({ "secret_id": secret_id, "live": true }),
            to: json!({ "secret_id": secret_id, "live": false }),
        };
        Ok(Edit::changed(account, Vec::new(), deed, ()))
    })
    .await
}
