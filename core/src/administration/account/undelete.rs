//! Bringing a deleted account back: as it was, under a new epoch and without a credential. Whoever makes it one has to hold all that it holds, so
//! that nobody gains a level by this.

use super::delete::can_return;
use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::administration::{Call, Verdict, change};
use crate::core::Context;
use crate::model::account::view::Account;
use crate::model::account::{self, AccountRecord};
use crate::model::audit::{AuditAction, Deed};
use crate::model::record::{self, Stored};
use crate::port::store::Expect;
use crate::value::error::Error;
use crate::value::precondition::Precondition;
use serde_json::{Value, json};

pub(crate) async fn undelete(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
    precondition: Precondition,
) -> Result<Account, Error> {
    let call = Call::new(principal, company, Right::Accounts)?;
    let client_id = account::parse(client_id)?;
    let key = record::account(&client_id);
    let company = call.company.clone();
    change(context, call.reading([key.clone()]), |scene| {
        scene.held.require_other(&client_id, Right::Accounts)?;
        let stored = scene.reading.record::<AccountRecord>(&key)?;
        let Some(Stored { record: account, version }) =
            stored.filter(|stored| stored.record.company == company)
        else {
            return Err(Error::not_found());
        };
        let Some(deleted_at) = account.deleted_at else {
            precondition.require(account.revision)?;
            return Ok(Verdict::Nothing(account.view(scene.now)));
        };
        if !can_return(&account, &scene.settings.policy, scene.now) {
            return Err(Error::not_found());
        }
        precondition.require(account.revision)?;
        let account = account.undeleted();
        let deed = Deed {
            action: AuditAction::AccountUndeleted,
            target: client_id.to_string(),
            from: Value::Null,
            to: json!({ "app_type": account.app_type, "name": account.details.name, "levels": account.levels }),
        };
        let changes = vec![
            record::put(key.clone(), Expect::Version(version), &account)?,
            record::delete(record::deleted(&client_id, deleted_at), Expect::Any),
        ];
        Ok(Verdict::Change(changes, deed, account.view(scene.now)))
    })
    .await
}
