//! Revoking one trust: no token is fetched by it any more, and those that were are void.

use crate::administration::Call;
use crate::administration::edit::{Edit, edit};
use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::core::Context;
use crate::model::account;
use crate::model::audit::{AuditAction, Deed};
use crate::model::trust;
use crate::value::error::Error;
use serde_json::json;

pub(crate) async fn revoke(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
    trust_id: &str,
) -> Result<(), Error> {
    let call = Call::new(principal, company, Right::Accounts)?;
    let client_id = account::parse(client_id)?;
    let trust_id = trust::parse(trust_id)?;
    edit(context, call, &client_id, |scene, mut account| {
        let trust =
            account.trusts.iter_mut().find(|trust| trust.id == trust_id).ok_or_else(Error::not_found)?;
        if trust.life.revoked_at.is_some() {
            return Ok(Edit::Nothing(()));
        }
        trust.life.revoked_at = Some(scene.now);
        let deed = Deed {
            action: AuditAction::TrustRevoked,
            target: client_id.to_string(),
            from: json!({ "trust_id": trust_id, "live": true }),
            to: json!({ "trust_id": trust_id, "live": false }),
        };
        Ok(Edit::changed(account, Vec::new(), deed, ()))
    })
    .await
}
