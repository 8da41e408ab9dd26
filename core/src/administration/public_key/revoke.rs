//! Revoking one public key: the account proves itself with it no more.

use crate::administration::Call;
use crate::administration::edit::{Edit, edit};
use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::core::Context;
use crate::model::account;
use crate::model::audit::{AuditAction, Deed};
use crate::model::public_key;
use crate::value::error::Error;
use serde_json::json;

pub(crate) async fn revoke(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
    kid: &str,
) -> Result<(), Error> {
    let call = Call::new(principal, company, Right::Accounts)?;
    let client_id = account::parse(client_id)?;
    let kid = public_key::parse(kid)?;
    edit(context, call, &client_id, |scene, mut account| {
        let key = account.keys.iter_mut().find(|key| key.kid == kid).ok_or_else(Error::not_found)?;
        if key.life.revoked_at.is_some() {
            return Ok(Edit::Nothing(()));
        }
        key.life.revoked_at = Some(scene.now);
        let deed = Deed {
            action: AuditAction::KeyRevoked,
            target: client_id.to_string(),
            from: json!({ "kid": kid, "live": true }),
            to: json!({ "kid": kid, "live": false }),
        };
        Ok(Edit::changed(account, Vec::new(), deed, ()))
    })
    .await
}
