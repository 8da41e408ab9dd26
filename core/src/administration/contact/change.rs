//! Changing a contact, with a guard: an edit that would make the account stop working is refused until someone insists.

use super::repair::require_to_mend;
use super::view::ContactView;
use crate::administration::Call;
use crate::administration::edit::{Edit, edit};
use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::core::Context;
use crate::model::account;
use crate::model::audit::{AuditAction, Deed};
use crate::model::contact::{ContactChangeInput, ContactRecord};
use crate::value::error::{Code, Error};
use crate::value::identifier::CompanyId;
use serde_json::json;

pub(crate) async fn change(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
    input: ContactChangeInput,
) -> Result<ContactView, Error> {
    let call = Call::new(principal, company, Right::Directory)?;
    let client_id = account::parse(client_id)?;
    edit(context, call, &client_id, |scene, mut account| {
        scene.held.require_other(&client_id, Right::Directory)?;
        let wanted = input.check(&account.contact.email).map_err(Error::invalid)?;
        let before = account.contact.clone();
        let after = before.changed(&wanted);
        guard(&account.company, &before, &after, input.insist)?;
        account.contact = after;
        let view = account.contact_view();
        if account.contact == before {
            return Ok(Edit::Nothing(view));
        }
        require_to_mend(scene, &account, &before)?;
        let deed = Deed {
            action: AuditAction::ContactChanged,
            target: client_id.to_string(),
            from: json!({ "email": before.email, "companies": before.companies }),
            to: json!({ "email": view.email, "companies": view.companies }),
        };
        Ok(Edit::ended(account, Vec::new(), deed, view))
    })
    .await
}

/// Refuses an edit that breaks a working account, unless the contact's revision is quoted.
fn guard(
    home: &CompanyId,
    before: &ContactRecord,
    after: &ContactRecord,
    insist: Option<u64>,
) -> Result<(), Error> {
    if insist.is_some_and(|quoted| quoted != before.revision) {
        let detail = "the contact has changed since that revision; look at it again";
        return Err(Error::new(Code::RevisionMismatch, detail).at_revision(before.revision));
    }
    let broken = after.problems(home);
    if !before.problems(home).is_empty() || broken.is_empty() || insist.is_some() {
        return Ok(());
    }
    let reasons =
        broken.iter().map(|problem| format!("`{}`", problem.as_str())).collect::<Vec<_>>().join(", ");
    let detail = format!(
        "this makes the account stop working ({reasons}); to do it all the same, send it again with `insist` set to the contact's revision"
    );
    Err(Error::new(Code::WouldBreak, detail).at_revision(before.revision))
}
