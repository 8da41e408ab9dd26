//! Contacts: changes out, views in.

use super::{all, client_id, company_id, contact_id, named_alike};
use crate::bindings::service_accounts as wit;
use badgehouse::contact::{
    ContactChangeInput, ContactProblem, ContactView, DirectoryEntry, MachineContact, Repair,
};
use badgehouse::error::Error;
use badgehouse::page::Page;
use badgehouse::timestamp::Timestamp;

impl From<ContactChangeInput> for wit::ContactChange {
    fn from(change: ContactChangeInput) -> Self {
        Self { email: change.email, companies: change.companies, insist: change.insist }
    }
}

named_alike!(Repair => wit::Repair { Restore, Replace });

named_alike!(wit::ContactProblem => ContactProblem { EmailChanged, InAnotherCompany, LeftCompany });

impl TryFrom<wit::Contact> for ContactView {
    type Error = Error;

    fn try_from(contact: wit::Contact) -> Result<Self, Error> {
        Ok(Self {
            client_id: client_id(contact.client_id)?,
            email: contact.email,
            bound_email: contact.bound_email,
            companies: contact.companies.into_iter().map(company_id).collect::<Result<_, _>>()?,
            revision: contact.revision,
            functional: contact.functional,
            problems: contact.problems.into_iter().map(Into::into).collect(),
        })
    }
}

impl TryFrom<wit::DirectoryEntry> for DirectoryEntry {
    type Error = Error;

    fn try_from(entry: wit::DirectoryEntry) -> Result<Self, Error> {
        Ok(Self {
            contact_id: contact_id(entry.contact_id)?,
            company: company_id(entry.company)?,
            email: entry.email,
            created_at: Timestamp::from_seconds(entry.created_at),
        })
    }
}

impl TryFrom<wit::MachineContact> for MachineContact {
    type Error = Error;

    fn try_from(contact: wit::MachineContact) -> Result<Self, Error> {
        Ok(Self { client_id: client_id(contact.client_id)?, name: contact.name, email: contact.email })
    }
}

impl TryFrom<wit::MachineContactPage> for Page<MachineContact> {
    type Error = Error;

    fn try_from(page: wit::MachineContactPage) -> Result<Self, Error> {
        Ok(Self { items: all(page.items)?, next_cursor: page.next_cursor })
    }
}
