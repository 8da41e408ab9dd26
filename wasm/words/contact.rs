//! Contacts: changes in, views out.

use super::named_alike;
use crate::bindings::service_accounts as wit;
use badgehouse::contact::{
    ContactChangeInput, ContactProblem, ContactView, DirectoryEntry, MachineContact, Repair,
};
use badgehouse::page::Page;

impl From<wit::ContactChange> for ContactChangeInput {
    fn from(change: wit::ContactChange) -> Self {
        Self { email: change.email, companies: change.companies, insist: change.insist }
    }
}

named_alike!(wit::Repair => Repair { Restore, Replace });

named_alike!(ContactProblem => wit::ContactProblem { EmailChanged, InAnotherCompany, LeftCompany });

impl From<ContactView> for wit::Contact {
    fn from(contact: ContactView) -> Self {
        Self {
            client_id: contact.client_id.to_string(),
            email: contact.email,
            bound_email: contact.bound_email,
            companies: contact.companies.iter().map(ToString::to_string).collect(),
            revision: contact.revision,
            functional: contact.functional,
            problems: contact.problems.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<DirectoryEntry> for wit::DirectoryEntry {
    fn from(entry: DirectoryEntry) -> Self {
        Self {
            contact_id: entry.contact_id.to_string(),
            company: entry.company.to_string(),
            email: entry.email,
            created_at: entry.created_at.seconds(),
        }
    }
}

impl From<Page<MachineContact>> for wit::MachineContactPage {
    fn from(page: Page<MachineContact>) -> Self {
        let contact = |contact: MachineContact| wit::MachineContact {
            client_id: contact.client_id.to_string(),
            name: contact.name,
            email: contact.email,
        };
        Self { items: page.items.into_iter().map(contact).collect(), next_cursor: page.next_cursor }
    }
}
