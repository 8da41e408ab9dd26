//! Repairing a contact, so that its account works again.

use super::view::ContactView;
use crate::administration::edit::{Edit, edit};
use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::administration::{Call, Scene};
use crate::core::Context;
use crate::model::account::{self, AccountRecord};
use crate::model::audit::{AuditAction, Deed};
use crate::model::contact::{ContactRecord, Repair};
use crate::value::error::Error;
use serde_json::json;

pub(crate) async fn repair(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
    how: Repair,
) -> Result<ContactView, Error> {
    let call = Call::new(principal, company, Right::Directory)?;
    let client_id = account::parse(client_id)?;
    edit(context, call, &client_id, |scene, mut account| {
        scene.held.require_other(&client_id, Right::Directory)?;
        let before = account.contact.clone();
        let domain = &scene.settings.contact_domain;
        account.contact = before.repaired(&account.company, how, domain, scene.random);
        let view = account.contact_view();
        if account.contact == before {
            return Ok(Edit::Nothing(view));
        }
        require_to_mend(scene, &account, &before)?;
        let deed = Deed {
            action: AuditAction::ContactRepaired,
            target: client_id.to_string(),
            from: json!({ "email": before.email, "companies": before.companies }),
            to: json!({ "email": view.email, "companies": view.companies }),
        };
        Ok(Edit::changed(account, Vec::new(), deed, view))
    })
    .await
}

/// An account whose contact is mended works again, with every credential that somebody kept.
pub(super) fn require_to_mend(
    scene: &Scene<'_>,
    account: &AccountRecord,
    before: &ContactRecord,
) -> Result<(), Error> {
    let sound = |contact: &ContactRecord| contact.problems(&account.company).is_empty();
    if sound(before) || !sound(&account.contact) {
        return Ok(());
    }
    scene.held.require_to_repair(&scene.settings.catalogue, &account.highest_levels())
}
