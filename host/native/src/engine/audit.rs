//! The audit: read, exported, verified and cut.

use super::Engine;
use badgehouse::audit::{
    AuditCut, AuditEventView, AuditExport, AuditHeadView, AuditQuery, AuditVerification, AuditVerifyInput,
};
use badgehouse::error::Error;
use badgehouse::page::{Page, PageInput};
use badgehouse::principal::Principal;

impl Engine {
    /// [`Core::cut_audit`](badgehouse::Core::cut_audit).
    pub async fn cut_audit(&self, company: String) -> Result<AuditCut, Error> {
        self.run(|core, start| core.cut_audit(start, company)).await
    }

    /// [`Core::list_audit_events`](badgehouse::Core::list_audit_events).
    pub async fn list_audit_events(
        &self,
        principal: Principal,
        company: String,
        query: AuditQuery,
    ) -> Result<Page<AuditEventView>, Error> {
        self.run(|core, start| core.list_audit_events(start, principal, company, query)).await
    }

    /// [`Core::export_audit_events`](badgehouse::Core::export_audit_events).
    pub async fn export_audit_events(
        &self,
        principal: Principal,
        company: String,
        page: PageInput,
    ) -> Result<AuditExport, Error> {
        self.run(|core, start| core.export_audit_events(start, principal, company, page)).await
    }

    /// [`Core::get_audit_head`](badgehouse::Core::get_audit_head).
    pub async fn get_audit_head(
        &self,
        principal: Principal,
        company: String,
    ) -> Result<AuditHeadView, Error> {
        self.run(|core, start| core.get_audit_head(start, principal, company)).await
    }

    /// [`Core::verify_audit`](badgehouse::Core::verify_audit).
    pub async fn verify_audit(
        &self,
        principal: Principal,
        company: String,
        input: AuditVerifyInput,
    ) -> Result<AuditVerification, Error> {
        self.run(|core, start| core.verify_audit(start, principal, company, input)).await
    }

    /// [`Core::list_platform_audit_events`](badgehouse::Core::list_platform_audit_events).
    pub async fn list_platform_audit_events(&self, query: AuditQuery) -> Result<Page<AuditEventView>, Error> {
        self.run(|core, start| core.list_platform_audit_events(start, query)).await
    }

    /// [`Core::export_platform_audit_events`](badgehouse::Core::export_platform_audit_events).
    pub async fn export_platform_audit_events(&self, page: PageInput) -> Result<AuditExport, Error> {
        self.run(|core, start| core.export_platform_audit_events(start, page)).await
    }

    /// [`Core::get_platform_audit_head`](badgehouse::Core::get_platform_audit_head).
    pub async fn get_platform_audit_head(&self) -> Result<AuditHeadView, Error> {
        self.run(|core, start| core.get_platform_audit_head(start)).await
    }

    /// [`Core::verify_platform_audit`](badgehouse::Core::verify_platform_audit).
    pub async fn verify_platform_audit(&self, input: AuditVerifyInput) -> Result<AuditVerification, Error> {
        self.run(|core, start| core.verify_platform_audit(start, input)).await
    }
}
