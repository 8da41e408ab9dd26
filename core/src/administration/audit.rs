//! The audit: read, exported, verified and cut.

pub(crate) mod cut;
pub(crate) mod read;
pub(crate) mod verify;

use super::principal::Principal;
use crate::core::{Core, Outcome};
use crate::model::audit::head::AuditHeadView;
use crate::value::page::{Page, PageInput};
use crate::value::random::Start;
use cut::AuditCut;
use read::{AuditEventView, AuditExport, AuditQuery};
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
        self.begin(
            start,
            |mut context| async move { read::list(&mut context, principal, &company, query).await },
        )
    }

    /// A page of a company's audit events as JSON lines, byte for byte as they are chained. Needs Admin on `admin` or `directory`.
    pub fn export_audit_events(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        page: PageInput,
    ) -> Outcome<AuditExport> {
        self.begin(
            start,
            |mut context| async move { read::export(&mut context, principal, &company, page).await },
        )
    }

    /// Where a company's audit stands, signed, to be kept outside. Needs Admin on `admin` or `directory`.
    pub fn get_audit_head(
        &self,
        start: Start,
        principal: Principal,
        company: String,
    ) -> Outcome<AuditHeadView> {
        self.begin(start, |mut context| async move { read::head(&mut context, principal, &company).await })
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
            verify::verify(&mut context, principal, &company, input).await
        })
    }

    /// Removes a company's audit events that are older than policy keeps them, a thousand at most, and leaves a signed cut; nothing before the audit was
    /// read to its signed head, five thousand events at most by one call. For the platform.
    pub fn cut_audit(&self, start: Start, company: String) -> Outcome<AuditCut> {
        self.begin(start, |mut context| async move { cut::cut(&mut context, &company).await })
    }
}
