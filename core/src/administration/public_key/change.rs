//! Changing a public key: what it is called, and when it ends.

use super::list::KeyView;
use crate::administration::credential;
use crate::administration::principal::Principal;
use crate::core::Context;
use crate::model::audit::AuditAction;
use crate::model::life::CredentialChange;
use crate::model::public_key::KeyRecord;
use crate::value::error::Error;
use crate::value::precondition::Precondition;

/// `place` is the account's id and the key's.
pub(crate) async fn change(
    context: &mut Context,
    principal: Principal,
    company: &str,
    place: (&str, &str),
    wanted: CredentialChange,
    precondition: Precondition,
) -> Result<KeyView, Error> {
    let action = AuditAction::KeyChanged;
    let changed = credential::change(context, principal, company, place, wanted, precondition, action);
    let (key, used): (KeyRecord, _) = changed.await?;
    Ok(key.view(&context.settings.policy, context.now, used))
}
