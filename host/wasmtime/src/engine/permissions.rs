//! Permissions: set, previewed and looked at; templates, jobs, and who holds what.

use super::{Badgehouse, call};
use crate::convert::{self, read};
use badgehouse::catalogue::Catalogue;
use badgehouse::error::Error;
use badgehouse::me::Me;
use badgehouse::page::{Page, PageInput};
use badgehouse::permission::{
    AccountTemplate, AssignInput, AssignedTemplate, CheckInput, Checked, EffectivePermissions, Holder,
    HoldersInput, JobProgress, NewTemplate, PermissionChange, PermissionPreview, Permissions,
    RequestedPermissions, Template, TemplateChange,
};
use badgehouse::principal::Principal;

impl Badgehouse {
    /// [`Core::get_permissions`](badgehouse::Core::get_permissions).
    pub async fn get_permissions(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        page: PageInput,
    ) -> Result<Permissions, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_get_permissions(&principal, &company, &client_id, &page.into())))
    }

    /// [`Core::set_permissions`](badgehouse::Core::set_permissions).
    pub async fn set_permissions(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        change: PermissionChange,
        revision: Option<u64>,
    ) -> Result<(), Error> {
        let principal = convert::principal(principal)?;
        call!(self, call_set_permissions(&principal, &company, &client_id, &change.into(), revision))
    }

    /// [`Core::preview_permissions`](badgehouse::Core::preview_permissions).
    pub async fn preview_permissions(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        change: PermissionChange,
    ) -> Result<PermissionPreview, Error> {
        let principal = convert::principal(principal)?;
        let changes =
            call!(self, call_preview_permissions(&principal, &company, &client_id, &change.into()))?;
        Ok(PermissionPreview { changes: convert::all(changes)? })
    }

    /// [`Core::effective_permissions`](badgehouse::Core::effective_permissions).
    pub async fn effective_permissions(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        project: Option<String>,
    ) -> Result<EffectivePermissions, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_effective_permissions(&principal, &company, &client_id, project.as_deref())))
    }

    /// [`Core::check_permissions`](badgehouse::Core::check_permissions).
    pub async fn check_permissions(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        input: CheckInput,
    ) -> Result<Checked, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_check_permissions(&principal, &company, &client_id, &input.into())))
    }

    /// [`Core::requested_permissions`](badgehouse::Core::requested_permissions).
    pub async fn requested_permissions(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        project: Option<String>,
    ) -> Result<RequestedPermissions, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_requested_permissions(&principal, &company, &client_id, project.as_deref())))
    }

    /// [`Core::get_catalogue`](badgehouse::Core::get_catalogue).
    pub async fn get_catalogue(&self, principal: Principal, company: String) -> Result<Catalogue, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_get_catalogue(&principal, &company)))
    }

    /// [`Core::get_me`](badgehouse::Core::get_me).
    pub async fn get_me(
        &self,
        principal: Principal,
        company: String,
        client_id: Option<String>,
    ) -> Result<Me, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_get_me(&principal, &company, client_id.as_deref())))
    }

    /// [`Core::create_template`](badgehouse::Core::create_template).
    pub async fn create_template(
        &self,
        principal: Principal,
        company: String,
        new: NewTemplate,
    ) -> Result<Template, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_create_template(&principal, &company, &new.into())))
    }

    /// [`Core::get_template`](badgehouse::Core::get_template).
    pub async fn get_template(
        &self,
        principal: Principal,
        company: String,
        template_id: String,
    ) -> Result<Template, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_get_template(&principal, &company, &template_id)))
    }

    /// [`Core::list_templates`](badgehouse::Core::list_templates).
    pub async fn list_templates(
        &self,
        principal: Principal,
        company: String,
        page: PageInput,
    ) -> Result<Page<Template>, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_list_templates(&principal, &company, &page.into())))
    }

    /// [`Core::change_template`](badgehouse::Core::change_template).
    pub async fn change_template(
        &self,
        principal: Principal,
        company: String,
        template_id: String,
        change: TemplateChange,
        revision: Option<u64>,
    ) -> Result<Template, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_change_template(&principal, &company, &template_id, &change.into(), revision)))
    }

    /// [`Core::delete_template`](badgehouse::Core::delete_template).
    pub async fn delete_template(
        &self,
        principal: Principal,
        company: String,
        template_id: String,
        revision: Option<u64>,
    ) -> Result<(), Error> {
        let principal = convert::principal(principal)?;
        call!(self, call_delete_template(&principal, &company, &template_id, revision))
    }

    /// [`Core::assign_template`](badgehouse::Core::assign_template).
    pub async fn assign_template(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        input: AssignInput,
    ) -> Result<AssignedTemplate, Error> {
        let principal = convert::principal(principal)?;
        read(call!(
            self,
            call_assign_template(&principal, &company, &client_id, &input.template_id, &input.projects)
        ))
    }

    /// [`Core::get_assigned_template`](badgehouse::Core::get_assigned_template).
    pub async fn get_assigned_template(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Result<AccountTemplate, Error> {
        let principal = convert::principal(principal)?;
        let template = call!(self, call_get_assigned_template(&principal, &company, &client_id))?;
        Ok(AccountTemplate { template: template.map(TryInto::try_into).transpose()? })
    }

    /// [`Core::create_permissions_job`](badgehouse::Core::create_permissions_job).
    pub async fn create_permissions_job(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        change: PermissionChange,
    ) -> Result<JobProgress, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_create_permissions_job(&principal, &company, &client_id, &change.into())))
    }

    /// [`Core::get_permissions_job`](badgehouse::Core::get_permissions_job).
    pub async fn get_permissions_job(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        job_id: String,
    ) -> Result<JobProgress, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_get_permissions_job(&principal, &company, &client_id, &job_id)))
    }

    /// [`Core::continue_permissions_job`](badgehouse::Core::continue_permissions_job).
    pub async fn continue_permissions_job(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        job_id: String,
    ) -> Result<JobProgress, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_continue_permissions_job(&principal, &company, &client_id, &job_id)))
    }

    /// [`Core::list_holders`](badgehouse::Core::list_holders).
    pub async fn list_holders(
        &self,
        principal: Principal,
        company: String,
        input: HoldersInput,
    ) -> Result<Page<Holder>, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_list_holders(&principal, &company, &input.into())))
    }
}
