//! Changing a secret: what it is called, and when it ends.

use super::list::SecretView;
use crate::administration::credential;
use crate::administration::principal::Principal;
use crate::core::Context;
use crate::model::audit::AuditAction;
use crate::model::life::CredentialChange;
use crate::model::secret::SecretRecord;
use crate::value::error::Error;
use crate::value::precondition::Precondition;

/// `place` is the account's id and the secret's.
pub(crate) async fn change(
    context: &mut Context,
    principal: Principal,
    company: &str,
    place: (&str, &str),
    wanted: CredentialChange,
    precondition: Precondition,
) -> Result<SecretView, Error> {
    let action = AuditAction::SecretChanged;
    let changed = credential::change(context, principal, company, place, wanted, precondition, action);
    let (secret, used): (SecretRecord, _) = changed.await?;
    Ok(secret.view(&context.settings.policy, context.now, used))
}
