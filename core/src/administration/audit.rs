//! The audit: read, exported, verified and cut.

pub(crate) mod cut;
pub(crate) mod read;
pub(crate) mod stand;
pub(crate) mod verify;

use super::principal::Principal;
use crate::core::{Core, Outcome};
use crate::model::audit::head::AuditHeadView;
use crate::value::page::{Page, PageInput};
use crate::value::random::Start;
use cut::AuditCut;
use read::{AuditEventView, AuditExport, AuditQuery};
use stand::Whose;
use verify::{AuditVerification, AuditVerifyInput};

impl Core {
    /// A page of a company's audit events, oldest first. Needs Admin on `admin` or `directory`.
    pub fn list_audit_events(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        query: AuditQuery,
    ) -> Outcome<Page<AuditEventView>> {
        self.begin(start, |mut context| async move {
            read::list(&mut context, Whose::Company(principal, &company), query).await
        })
    }

    /// A page of a company's audit events as JSON lines, byte for byte as they are chained. Needs Admin on `admin` or `directory`.
    pub fn export_audit_events(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        page: PageInput,
    ) -> Outcome<AuditExport> {
        self.begin(start, |mut context| async move {
            read::export(&mut context, Whose::Company(principal, &company), page).await
        })
    }

    /// Where a company's audit stands, signed, to be kept outside. Needs Admin on `admin` or `directory`.
    pub fn get_audit_head(
        &self,
        start: Start,
        principal: Principal,
        company: String,
    ) -> Outcome<AuditHeadView> {
        self.begin(start, |mut context| async move {
            read::head(&mut context, Whose::Company(principal, &company)).await
        })
    }

    /// Walks up to a thousand audit events and says how far they are as they were written. Needs Admin on `admin` or `directory`.
    pub fn verify_audit(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        input: AuditVerifyInput,
    ) -> Outcome<AuditVerification> {
        self.begin(start, |mut context| async move {
            verify::verify(&mut context, Whose::Company(principal, &company), input).await
        })
    }

    /// A page of the platform's own audit events, oldest first: what was done to signing keys and outside issuers. For the platform.
    pub fn list_platform_audit_events(
        &self,
        start: Start,
        query: AuditQuery,
    ) -> Outcome<Page<AuditEventView>> {
        self.begin(start, |mut context| async move { read::list(&mut context, Whose::Platform, query).await })
    }

    /// A page of the platform's own audit events as JSON lines, byte for byte as they are chained. For the platform.
    pub fn export_platform_audit_events(&self, start: Start, page: PageInput) -> Outcome<AuditExport> {
        self.begin(
            start,
            |mut context| async move { read::export(&mut context, Whose::Platform, page).await },
        )
    }

    /// Where the platform's own audit stands, signed, to be kept outside. For the platform.
    pub fn get_platform_audit_head(&self, start: Start) -> Outcome<AuditHeadView> {
        self.begin(start, |mut context| async move { read::head(&mut context, Whose::Platform).await })
    }

    /// Walks up to a thousand of the platform's own audit events and says how far they are as they were written. For the platform.
    pub fn verify_platform_audit(&self, start: Start, input: AuditVerifyInput) -> Outcome<AuditVerification> {
        self.begin(
            start,
            |mut context| async move { verify::verify(&mut context, Whose::Platform, input).await },
        )
    }

    /// Removes a company's audit events that are older than policy keeps them, a thousand at most, and leaves a signed cut; nothing before the audit was
    /// read to its signed head, five thousand events at most by one call. For the platform.
    pub fn cut_audit(&self, start: Start, company: String) -> Outcome<AuditCut> {
        self.begin(start, |mut context| async move { cut::cut(&mut context, &company).await })
    }
}
