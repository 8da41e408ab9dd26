//! Permissions: set, previewed and looked at; templates, jobs, and who holds what.

use super::Engine;
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

impl Engine {
    /// [`Core::get_permissions`](badgehouse::Core::get_permissions).
    pub async fn get_permissions(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        page: PageInput,
    ) -> Result<Permissions, Error> {
        self.run(|core, start| core.get_permissions(start, principal, company, client_id, page)).await
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
        self.run(|core, start| core.set_permissions(start, principal, company, client_id, change, revision))
            .await
    }

    /// [`Core::preview_permissions`](badgehouse::Core::preview_permissions).
    pub async fn preview_permissions(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        change: PermissionChange,
    ) -> Result<PermissionPreview, Error> {
        self.run(|core, start| core.preview_permissions(start, principal, company, client_id, change)).await
    }

    /// [`Core::effective_permissions`](badgehouse::Core::effective_permissions).
    pub async fn effective_permissions(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        project: Option<String>,
    ) -> Result<EffectivePermissions, Error> {
        self.run(|core, start| core.effective_permissions(start, principal, company, client_id, project))
            .await
    }

    /// [`Core::check_permissions`](badgehouse::Core::check_permissions).
    pub async fn check_permissions(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        input: CheckInput,
    ) -> Result<Checked, Error> {
        self.run(|core, start| core.check_permissions(start, principal, company, client_id, input)).await
    }

    /// [`Core::requested_permissions`](badgehouse::Core::requested_permissions).
    pub async fn requested_permissions(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        project: Option<String>,
    ) -> Result<RequestedPermissions, Error> {
        self.run(|core, start| core.requested_permissions(start, principal, company, client_id, project))
            .await
    }

    /// [`Core::get_catalogue`](badgehouse::Core::get_catalogue).
    pub async fn get_catalogue(&self, principal: Principal, company: String) -> Result<Catalogue, Error> {
        self.run(|core, start| core.get_catalogue(start, principal, company)).await
    }

    /// [`Core::get_me`](badgehouse::Core::get_me).
    pub async fn get_me(
        &self,
        principal: Principal,
        company: String,
        client_id: Option<String>,
    ) -> Result<Me, Error> {
        self.run(|core, start| core.get_me(start, principal, company, client_id)).await
    }

    /// [`Core::create_template`](badgehouse::Core::create_template).
    pub async fn create_template(
        &self,
        principal: Principal,
        company: String,
        new: NewTemplate,
    ) -> Result<Template, Error> {
        self.run(|core, start| core.create_template(start, principal, company, new)).await
    }

    /// [`Core::get_template`](badgehouse::Core::get_template).
    pub async fn get_template(
        &self,
        principal: Principal,
        company: String,
        template_id: String,
    ) -> Result<Template, Error> {
        self.run(|core, start| core.get_template(start, principal, company, template_id)).await
    }

    /// [`Core::list_templates`](badgehouse::Core::list_templates).
    pub async fn list_templates(
        &self,
        principal: Principal,
        company: String,
        page: PageInput,
    ) -> Result<Page<Template>, Error> {
        self.run(|core, start| core.list_templates(start, principal, company, page)).await
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
        self.run(|core, start| core.change_template(start, principal, company, template_id, change, revision))
            .await
    }

    /// [`Core::delete_template`](badgehouse::Core::delete_template).
    pub async fn delete_template(
        &self,
        principal: Principal,
        company: String,
        template_id: String,
        revision: Option<u64>,
    ) -> Result<(), Error> {
        self.run(|core, start| core.delete_template(start, principal, company, template_id, revision)).await
    }

    /// [`Core::assign_template`](badgehouse::Core::assign_template).
    pub async fn assign_template(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        input: AssignInput,
    ) -> Result<AssignedTemplate, Error> {
        self.run(|core, start| core.assign_template(start, principal, company, client_id, input)).await
    }

    /// [`Core::get_assigned_template`](badgehouse::Core::get_assigned_template).
    pub async fn get_assigned_template(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Result<AccountTemplate, Error> {
        self.run(|core, start| core.get_assigned_template(start, principal, company, client_id)).await
    }

    /// [`Core::create_permissions_job`](badgehouse::Core::create_permissions_job).
    pub async fn create_permissions_job(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        change: PermissionChange,
    ) -> Result<JobProgress, Error> {
        self.run(|core, start| core.create_permissions_job(start, principal, company, client_id, change))
            .await
    }

    /// [`Core::get_permissions_job`](badgehouse::Core::get_permissions_job).
    pub async fn get_permissions_job(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        job_id: String,
    ) -> Result<JobProgress, Error> {
        self.run(|core, start| core.get_permissions_job(start, principal, company, client_id, job_id)).await
    }

    /// [`Core::continue_permissions_job`](badgehouse::Core::continue_permissions_job).
    pub async fn continue_permissions_job(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        job_id: String,
    ) -> Result<JobProgress, Error> {
        self.run(|core, start| core.continue_permissions_job(start, principal, company, client_id, job_id))
            .await
    }

    /// [`Core::list_holders`](badgehouse::Core::list_holders).
    pub async fn list_holders(
        &self,
        principal: Principal,
        company: String,
        input: HoldersInput,
    ) -> Result<Page<Holder>, Error> {
        self.run(|core, start| core.list_holders(start, principal, company, input)).await
    }
}
