//! Deleting an account: it stops working with the commit. A tombstone stays for a while, so that the end can be told from an error.

use super::precondition::Precondition;
use super::present;
use crate::administration::{Call, Verdict, change};
use crate::audit::{AuditAction, Deed};
use crate::context::Context;
use crate::error::Error;
use crate::principal::Principal;
use crate::record::{self, Stored};
use crate::right::Right;
use crate::store::{Action, Change, Expect};
use serde_json::{Value, json};

/// How long the tombstone stays.
const TOMBSTONE_SECONDS: u64 = 31 * 86_400;

pub(crate) async fn delete(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
    precondition: Precondition,
) -> Result<(), Error> {
    let call = Call::new(principal, company, Right::Accounts)?;
    let client_id = super::view::parse(client_id)?;
    let key = record::account(&client_id);
    let company = call.company.clone();
    change(context, call.reading([key.clone()]), |scene| {
        scene.held.require_other(&client_id, Right::Accounts)?;
        let Some(Stored { record, version }) = scene.reading.record(&key)? else {
            return Err(Error::not_found());
        };
        let account = present(Some(record), &company)?;
        precondition.require(&account)?;
        let deed = Deed {
            action: AuditAction::AccountDeleted,
            target: client_id.to_string(),
            from: json!({ "app_type": account.app_type, "name": account.name }),
            to: Value::Null,
        };
        let expires_at = Some(scene.now.after(TOMBSTONE_SECONDS).seconds());
        let value = record::encode(&account.deleted(scene.now))?;
        let tombstone = Change {
            key: key.clone(),
            expect: Expect::Version(version),
            action: Action::Put { value, expires_at },
        };
        Ok(Verdict::Change(vec![tombstone], deed, ()))
    })
    .await
}
