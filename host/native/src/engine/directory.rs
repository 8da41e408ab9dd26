//! The contacts of accounts, and the directory that they stand in.

use super::Engine;
use badgehouse::contact::{
    ContactChangeInput, ContactReport, ContactView, DirectoryEntry, MachineContact, NewContact, Repair,
    ReportedContact,
};
use badgehouse::error::Error;
use badgehouse::page::{Page, PageInput};
use badgehouse::principal::Principal;

impl Engine {
    /// [`Core::list_machine_contacts`](badgehouse::Core::list_machine_contacts).
    pub async fn list_machine_contacts(
        &self,
        principal: Principal,
        company: String,
        page: PageInput,
    ) -> Result<Page<MachineContact>, Error> {
        self.run(|core, start| core.list_machine_contacts(start, principal, company, page)).await
    }

    /// [`Core::is_machine_contact`](badgehouse::Core::is_machine_contact).
    pub fn is_machine_contact(&self, email: &str) -> bool {
        self.core.is_machine_contact(email)
    }

    /// [`Core::report_contact`](badgehouse::Core::report_contact).
    pub async fn report_contact(
        &self,
        company: String,
        client_id: String,
        report: ContactReport,
    ) -> Result<ReportedContact, Error> {
        self.run(|core, start| core.report_contact(start, company, client_id, report)).await
    }

    /// [`Core::get_contact`](badgehouse::Core::get_contact).
    pub async fn get_contact(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Result<ContactView, Error> {
        self.run(|core, start| core.get_contact(start, principal, company, client_id)).await
    }

    /// [`Core::change_contact`](badgehouse::Core::change_contact).
    pub async fn change_contact(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        change: ContactChangeInput,
    ) -> Result<ContactView, Error> {
        self.run(|core, start| core.change_contact(start, principal, company, client_id, change)).await
    }

    /// [`Core::repair_contact`](badgehouse::Core::repair_contact).
    pub async fn repair_contact(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        how: Repair,
    ) -> Result<ContactView, Error> {
        self.run(|core, start| core.repair_contact(start, principal, company, client_id, how)).await
    }

    /// [`Core::create_contact`](badgehouse::Core::create_contact).
    pub async fn create_contact(
        &self,
        principal: Principal,
        company: String,
        new: NewContact,
    ) -> Result<DirectoryEntry, Error> {
        self.run(|core, start| core.create_contact(start, principal, company, new)).await
    }
}
