//! Updating what an account is called and said to be: a merge patch (RFC 7396) of the fields that people write.

use crate::administration::Call;
use crate::administration::edit::{Edit, edit};
use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::core::Context;
use crate::model::account;
use crate::model::account::details::AccountChange;
use crate::model::account::view::Account;
use crate::model::audit::{AuditAction, Deed};
use crate::value::error::Error;
use crate::value::precondition::Precondition;
use serde_json::Value;

pub(crate) async fn update(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
    change: AccountChange,
    precondition: Precondition,
) -> Result<Account, Error> {
    let call = Call::new(principal, company, Right::Accounts)?;
    let client_id = account::parse(client_id)?;
    edit(context, call, &client_id, |scene, mut account| {
        scene.held.require_other(&client_id, Right::Accounts)?;
        let before = account.details.clone();
        let problems = account.details.apply(&change, Some((&scene.settings.policy, scene.now)));
        if !problems.is_empty() {
            return Err(Error::invalid(problems));
        }
        if account.details.is_looser_than(&before, &scene.settings.policy) {
            scene.held.require_all_of(&scene.settings.catalogue, &client_id, &account.highest_levels())?;
        }
        precondition.require(account.revision)?;
        let (from, to) = before.difference(&account.details);
        if to.is_empty() {
            return Ok(Edit::Nothing(account.view(scene.now)));
        }
        let deed = Deed {
            action: AuditAction::AccountUpdated,
            target: client_id.to_string(),
            from: Value::Object(from),
            to: Value::Object(to),
        };
        let view = account.clone().touched().view(scene.now);
        Ok(Edit::changed(account, Vec::new(), deed, view))
    })
    .await
}
