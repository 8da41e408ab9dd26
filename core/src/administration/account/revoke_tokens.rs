//! Revoking all tokens of an account that are out, by raising its epoch. Its credentials stay: the next token is good.

use crate::administration::Call;
use crate::administration::edit::{Edit, edit};
use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::core::Context;
use crate::model::account;
use crate::model::audit::{AuditAction, Deed};
use crate::value::error::Error;
use crate::value::precondition::Precondition;
use serde_json::json;

pub(crate) async fn revoke(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
    precondition: Precondition,
) -> Result<(), Error> {
    let call = Call::new(principal, company, Right::Accounts)?;
    let client_id = account::parse(client_id)?;
    edit(context, call, &client_id, |_, mut account| {
        precondition.require(account.revision)?;
        let before = account.epoch;
        account.epoch = before.saturating_add(1);
        let deed = Deed {
            action: AuditAction::TokensRevoked,
            target: client_id.to_string(),
            from: json!({ "epoch": before }),
            to: json!({ "epoch": account.epoch }),
        };
        Ok(Edit::ended(account, Vec::new(), deed, ()))
    })
    .await
}
