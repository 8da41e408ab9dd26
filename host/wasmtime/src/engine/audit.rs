//! The audit: read, exported, verified and cut.

use super::{Badgehouse, call};
use crate::convert::{self, read};
use badgehouse::audit::{
    AuditCut, AuditEventView, AuditExport, AuditHeadView, AuditQuery, AuditVerification, AuditVerifyInput,
};
use badgehouse::error::Error;
use badgehouse::page::{Page, PageInput};
use badgehouse::principal::Principal;

impl Badgehouse {
    /// [`Core::cut_audit`](badgehouse::Core::cut_audit).
    pub async fn cut_audit(&self, company: String) -> Result<AuditCut, Error> {
        Ok(call!(self, call_cut_audit(&company))?.into())
    }

    /// [`Core::list_audit_events`](badgehouse::Core::list_audit_events).
    pub async fn list_audit_events(
        &self,
        principal: Principal,
        company: String,
        query: AuditQuery,
    ) -> Result<Page<AuditEventView>, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_list_audit_events(&principal, &company, &query.into())))
    }

    /// [`Core::export_audit_events`](badgehouse::Core::export_audit_events).
    pub async fn export_audit_events(
        &self,
        principal: Principal,
        company: String,
        page: PageInput,
    ) -> Result<AuditExport, Error> {
        let principal = convert::principal(principal)?;
        Ok(call!(self, call_export_audit_events(&principal, &company, &page.into()))?.into())
    }

    /// [`Core::get_audit_head`](badgehouse::Core::get_audit_head).
    pub async fn get_audit_head(
        &self,
        principal: Principal,
        company: String,
    ) -> Result<AuditHeadView, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_get_audit_head(&principal, &company)))
    }

    /// [`Core::verify_audit`](badgehouse::Core::verify_audit).
    pub async fn verify_audit(
        &self,
        principal: Principal,
        company: String,
        input: AuditVerifyInput,
    ) -> Result<AuditVerification, Error> {
        let principal = convert::principal(principal)?;
        let head = input.head.map(Into::into);
        Ok(call!(self, call_verify_audit(&principal, &company, head.as_ref(), input.cursor.as_deref()))?
            .into())
    }

    /// [`Core::list_platform_audit_events`](badgehouse::Core::list_platform_audit_events).
    pub async fn list_platform_audit_events(&self, query: AuditQuery) -> Result<Page<AuditEventView>, Error> {
        read(call!(self, call_list_platform_audit_events(&query.into())))
    }

    /// [`Core::export_platform_audit_events`](badgehouse::Core::export_platform_audit_events).
    pub async fn export_platform_audit_events(&self, page: PageInput) -> Result<AuditExport, Error> {
        Ok(call!(self, call_export_platform_audit_events(&page.into()))?.into())
    }

    /// [`Core::get_platform_audit_head`](badgehouse::Core::get_platform_audit_head).
    pub async fn get_platform_audit_head(&self) -> Result<AuditHeadView, Error> {
        read(call!(self, call_get_platform_audit_head()))
    }

    /// [`Core::verify_platform_audit`](badgehouse::Core::verify_platform_audit).
    pub async fn verify_platform_audit(&self, input: AuditVerifyInput) -> Result<AuditVerification, Error> {
        let head = input.head.map(Into::into);
        Ok(call!(self, call_verify_platform_audit(head.as_ref(), input.cursor.as_deref()))?.into())
    }
}
