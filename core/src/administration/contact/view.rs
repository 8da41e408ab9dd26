//! Looking at an account's contact.

use crate::administration::Call;
use crate::administration::look::look;
use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::core::Context;
use crate::model::account::{self, AccountRecord};
use crate::model::contact::ContactProblem;
use crate::value::error::Error;
use crate::value::identifier::{ClientId, CompanyId};
use serde::Serialize;

/// An account's contact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ContactView {
    /// Whose contact it is.
    pub client_id: ClientId,
    /// Its e-mail now.
    pub email: String,
    /// The e-mail it was made with, and has to have.
    pub bound_email: String,
    /// In whose directories it is.
    pub companies: Vec<CompanyId>,
    /// Grows with every change; quoted to insist.
    pub revision: u64,
    /// Whether the account can work.
    pub functional: bool,
    /// Which rules are broken, when it cannot.
    pub problems: Vec<ContactProblem>,
}

impl AccountRecord {
    pub(crate) fn contact_view(&self) -> ContactView {
        let problems = self.contact.problems(&self.company);
        ContactView {
            client_id: self.client_id.clone(),
            email: self.contact.email.clone(),
            bound_email: self.contact.bound_email.clone(),
            companies: self.contact.companies.clone(),
            revision: self.contact.revision,
            functional: problems.is_empty(),
            problems,
        }
    }
}

pub(crate) async fn get(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
) -> Result<ContactView, Error> {
    let call = Call::new(principal, company, Right::Directory)?;
    let client_id = account::parse(client_id)?;
    look(context, call, &client_id, |_, account| Ok(account.contact_view())).await
}
