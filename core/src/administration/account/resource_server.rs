//! Resource servers: accounts that may look at the tokens for their audiences, of whatever company.

use crate::administration::Call;
use crate::administration::edit::{Edit, edit};
use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::core::Context;
use crate::model::account;
use crate::model::audit::{AuditAction, Deed};
use crate::value::error::{Error, InputProblem};
use serde_json::json;

/// `audiences` are some of the settings'; none, and the account is a resource server no more.
pub(crate) async fn mark(
    context: &mut Context,
    company: &str,
    client_id: &str,
    audiences: Vec<String>,
) -> Result<(), Error> {
    let call = Call::new(Principal::Platform, company, Right::Accounts)?;
    let client_id = account::parse(client_id)?;
    edit(context, call, &client_id, |scene, mut account| {
        let known: Vec<_> = audiences.iter().map(|audience| scene.settings.audience(audience)).collect();
        let unknown = known.iter().enumerate().filter(|(_, known)| known.is_none());
        let rule = "the settings have no such audience";
        let problems: Vec<InputProblem> =
            unknown.map(|(index, _)| InputProblem::new(&format!("/audiences/{index}"), rule)).collect();
        if !problems.is_empty() {
            return Err(Error::invalid(problems));
        }
        let before = account.resource_server.take();
        let known: Vec<String> = known.into_iter().flatten().cloned().collect();
        account.resource_server = Some(known).filter(|audiences| !audiences.is_empty());
        if account.resource_server == before {
            return Ok(Edit::Nothing(()));
        }
        let deed = Deed {
            action: AuditAction::ResourceServerMarked,
            target: client_id.to_string(),
            from: json!({ "audiences": before }),
            to: json!({ "audiences": account.resource_server }),
        };
        Ok(Edit::changed(account, Vec::new(), deed, ()))
    })
    .await
}
