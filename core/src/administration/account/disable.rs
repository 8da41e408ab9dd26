//! Disabling and enabling: an account stops working with the commit and starts again with another. Tokens that are out are refused
//! only meanwhile, as their epoch stays.

use crate::administration::Call;
use crate::administration::edit::{Edit, edit};
use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::core::Context;
use crate::model::account::disabling::DisableInput;
use crate::model::account::view::Account;
use crate::model::account::{self, Disabled};
use crate::model::audit::{AuditAction, Deed};
use crate::value::error::Error;
use crate::value::precondition::Precondition;
use serde_json::{Value, json};

pub(crate) async fn disable(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
    input: DisableInput,
    precondition: Precondition,
) -> Result<Account, Error> {
    let call = Call::new(principal, company, Right::Accounts)?;
    let client_id = account::parse(client_id)?;
    edit(context, call, &client_id, |scene, mut account| {
        scene.held.require_other(&client_id, Right::Accounts)?;
        let kept = account.disabled.as_ref().map(|disabled| disabled.reason.as_str());
        let reason = input.check(kept).map_err(|problem| Error::invalid(vec![problem]))?;
        precondition.require(account.revision)?;
        let before = account.disabled.take();
        if before.as_ref().is_some_and(|disabled| disabled.reason == reason) {
            account.disabled = before;
            return Ok(Edit::Nothing(account.view(scene.now)));
        }
        let deed = Deed {
            action: AuditAction::AccountDisabled,
            target: client_id.to_string(),
            from: json!({ "reason": before.as_ref().map(|disabled| &disabled.reason) }),
            to: json!({ "reason": reason }),
        };
        let since = before.map_or(scene.now, |disabled| disabled.since);
        account.disabled = Some(Disabled { since, reason });
        let view = account.clone().touched().view(scene.now);
        Ok(Edit::ended(account, Vec::new(), deed, view))
    })
    .await
}

pub(crate) async fn enable(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
    precondition: Precondition,
) -> Result<Account, Error> {
    let call = Call::new(principal, company, Right::Accounts)?;
    let client_id = account::parse(client_id)?;
    edit(context, call, &client_id, |scene, mut account| {
        scene.held.require_other(&client_id, Right::Accounts)?;
        if account.disabled.is_some() {
            // Its credentials work again, whoever has them.
            scene.held.require_all_of(&scene.settings.catalogue, &client_id, &account.highest_levels())?;
        }
        precondition.require(account.revision)?;
        let Some(disabled) = account.disabled.take() else {
            return Ok(Edit::Nothing(account.view(scene.now)));
        };
        let deed = Deed {
            action: AuditAction::AccountEnabled,
            target: client_id.to_string(),
            from: json!({ "reason": disabled.reason }),
            to: Value::Null,
        };
        let view = account.clone().touched().view(scene.now);
        Ok(Edit::changed(account, Vec::new(), deed, view))
    })
    .await
}
