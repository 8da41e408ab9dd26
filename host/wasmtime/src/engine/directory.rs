//! The contacts of accounts, and the directory that they stand in.

use super::{Badgehouse, at_once, call};
use crate::convert::{self, read};
use badgehouse::contact::{
    ContactChangeInput, ContactReport, ContactView, DirectoryEntry, MachineContact, NewContact, Repair,
    ReportedContact,
};
use badgehouse::error::Error;
use badgehouse::page::{Page, PageInput};
use badgehouse::principal::Principal;

impl Badgehouse {
    /// [`Core::list_machine_contacts`](badgehouse::Core::list_machine_contacts).
    pub async fn list_machine_contacts(
        &self,
        principal: Principal,
        company: String,
        page: PageInput,
    ) -> Result<Page<MachineContact>, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_list_machine_contacts(&principal, &company, &page.into())))
    }

    /// [`Core::is_machine_contact`](badgehouse::Core::is_machine_contact).
    pub async fn is_machine_contact(&self, email: &str) -> Result<bool, Error> {
        at_once!(self, call_is_machine_contact(email))
    }

    /// [`Core::report_contact`](badgehouse::Core::report_contact).
    pub async fn report_contact(
        &self,
        company: String,
        client_id: String,
        report: ContactReport,
    ) -> Result<ReportedContact, Error> {
        read(call!(self, call_report_contact(&company, &client_id, &report.into())))
    }

    /// [`Core::get_contact`](badgehouse::Core::get_contact).
    pub async fn get_contact(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Result<ContactView, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_get_contact(&principal, &company, &client_id)))
    }

    /// [`Core::change_contact`](badgehouse::Core::change_contact).
    pub async fn change_contact(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        change: ContactChangeInput,
    ) -> Result<ContactView, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_change_contact(&principal, &company, &client_id, &change.into())))
    }

    /// [`Core::repair_contact`](badgehouse::Core::repair_contact).
    pub async fn repair_contact(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        how: Repair,
    ) -> Result<ContactView, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_repair_contact(&principal, &company, &client_id, how.into())))
    }

    /// [`Core::create_contact`](badgehouse::Core::create_contact).
    pub async fn create_contact(
        &self,
        principal: Principal,
        company: String,
        new: NewContact,
    ) -> Result<DirectoryEntry, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_create_contact(&principal, &company, &new.email)))
    }
}
