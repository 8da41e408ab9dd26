//! The contacts of accounts, and the directory that they stand in.

pub(crate) mod change;
pub(crate) mod entry;
pub(crate) mod machine;
pub(crate) mod repair;
pub(crate) mod report;
pub(crate) mod view;

use super::principal::Principal;
use crate::core::{Core, Outcome};
use crate::model::contact::NewContact;
use crate::model::contact::{self, ContactChangeInput, Repair};
use crate::value::page::{Page, PageInput};
use crate::value::random::Start;
use entry::DirectoryEntry;
use machine::MachineContact;
use report::{ContactReport, ReportedContact};
use view::ContactView;

impl Core {
    /// An account's contact. Needs Admin on `directory`.
    pub fn get_contact(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Outcome<ContactView> {
        self.begin(start, |mut context| async move {
            view::get(&mut context, principal, &company, &client_id).await
        })
    }

    /// Changes an account's contact; what would break the account is refused until someone insists. Needs Admin on `directory`; of a service account that
    /// makes a broken account work again by it, every level that the account holds.
    pub fn change_contact(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        change: ContactChangeInput,
    ) -> Outcome<ContactView> {
        self.begin(start, |mut context| async move {
            change::change(&mut context, principal, &company, &client_id, change).await
        })
    }

    /// Makes a broken account work again. Needs Admin on `directory`; of a service account also every level that the account holds.
    pub fn repair_contact(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        how: Repair,
    ) -> Outcome<ContactView> {
        self.begin(start, |mut context| async move {
            repair::repair(&mut context, principal, &company, &client_id, how).await
        })
    }

    /// Enters an address in a company's directory, as an entry of its own. Needs Admin on `directory`.
    pub fn create_contact(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        new: NewContact,
    ) -> Outcome<DirectoryEntry> {
        self.begin(
            start,
            |mut context| async move { entry::create(&mut context, principal, &company, new).await },
        )
    }

    /// A page of the contacts of a company's service accounts, for a host to leave out where it lists people. Needs Admin on `directory`.
    pub fn list_machine_contacts(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        page: PageInput,
    ) -> Outcome<Page<MachineContact>> {
        self.begin(start, |mut context| async move {
            machine::list(&mut context, principal, &company, page.into()).await
        })
    }

    /// Whether an address is of the form that the contacts of service accounts are made with. It asks no store.
    pub fn is_machine_contact(&self, email: &str) -> bool {
        contact::is_machine_address(email, &self.settings().contact_domain)
    }

    /// Tells what a contact has become in the host's own directory. For the platform, at least once and in any order: the greatest revision counts.
    pub fn report_contact(
        &self,
        start: Start,
        company: String,
        client_id: String,
        report: ContactReport,
    ) -> Outcome<ReportedContact> {
        self.begin(start, |mut context| async move {
            report::report(&mut context, &company, &client_id, report).await
        })
    }
}
