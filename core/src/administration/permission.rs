//! Permissions: set, previewed and looked at; templates, jobs, and who holds what.

pub(crate) mod assign;
pub(crate) mod check;
pub(crate) mod effective;
pub(crate) mod holders;
pub(crate) mod job;
pub(crate) mod requested;
pub(crate) mod set;
pub(crate) mod template;
pub(crate) mod view;

use super::principal::Principal;
use crate::core::{Core, Outcome};
use crate::model::account::AssignedTemplate;
use crate::model::permission_change::PermissionChange;
use crate::model::template::NewTemplate;
use crate::model::template::TemplateChange;
use crate::value::page::{Page, PageInput};
use crate::value::random::Start;
use assign::{AccountTemplate, AssignInput};
use check::{CheckInput, Checked};
use effective::EffectivePermissions;
use holders::{Holder, HoldersInput};
use job::JobProgress;
use requested::RequestedPermissions;
use set::PermissionPreview;
use template::Template;
use view::Permissions;

impl Core {
    /// An account's levels. Needs Admin on `directory`.
    pub fn get_permissions(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        page: PageInput,
    ) -> Outcome<Permissions> {
        self.begin(start, |mut context| async move {
            view::get(&mut context, principal, &company, &client_id, page).await
        })
    }

    /// Sets levels at company level and in up to twenty projects, all or none, if the account still is at `revision`. Needs Admin on `directory`.
    pub fn set_permissions(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        change: PermissionChange,
        revision: Option<u64>,
    ) -> Outcome<()> {
        self.begin(start, |mut context| async move {
            set::set(&mut context, principal, &company, &client_id, change, revision.into()).await.map(drop)
        })
    }

    /// What setting permissions would change; nothing is written. Needs Admin on `directory`.
    pub fn preview_permissions(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        change: PermissionChange,
    ) -> Outcome<PermissionPreview> {
        self.begin(start, |mut context| async move {
            set::preview(&mut context, principal, &company, &client_id, change).await
        })
    }

    /// The levels in force, at company level or in a project, and where each comes from. Needs Admin on `directory`.
    pub fn effective_permissions(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        project: Option<String>,
    ) -> Outcome<EffectivePermissions> {
        self.begin(start, |mut context| async move {
            effective::get(&mut context, principal, &company, &client_id, project).await
        })
    }

    /// Whether an account may do something, in the company or in up to 64 projects, and why. Needs Admin on `directory`.
    pub fn check_permissions(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        input: CheckInput,
    ) -> Outcome<Checked> {
        self.begin(start, |mut context| async move {
            check::check(&mut context, principal, &company, &client_id, input).await
        })
    }

    /// What the account's app asks for, and where it differs from what is held. Needs Admin on `directory`.
    pub fn requested_permissions(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        project: Option<String>,
    ) -> Outcome<RequestedPermissions> {
        self.begin(start, |mut context| async move {
            requested::get(&mut context, principal, &company, &client_id, project).await
        })
    }

    /// Names levels, to be assigned to accounts. Needs Admin on `directory`.
    pub fn create_template(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        new: NewTemplate,
    ) -> Outcome<Template> {
        self.begin(start, |mut context| async move {
            template::create(&mut context, principal, &company, new).await
        })
    }

    /// One template. Needs Admin on `directory`.
    pub fn get_template(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        template_id: String,
    ) -> Outcome<Template> {
        self.begin(start, |mut context| async move {
            template::get(&mut context, principal, &company, &template_id).await
        })
    }

    /// A page of a company's templates. Needs Admin on `directory`.
    pub fn list_templates(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        page: PageInput,
    ) -> Outcome<Page<Template>> {
        self.begin(start, |mut context| async move {
            template::list(&mut context, principal, &company, page).await
        })
    }

    /// Changes a template, with a revision only if it is still at it; what was assigned stays. Needs Admin on `directory`.
    pub fn change_template(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        template_id: String,
        change: TemplateChange,
        revision: Option<u64>,
    ) -> Outcome<Template> {
        self.begin(start, |mut context| async move {
            template::update(&mut context, principal, &company, &template_id, change, revision.into()).await
        })
    }

    /// Deletes a template, with a revision only if it is still at it; what was assigned stays. Needs Admin on `directory`.
    pub fn delete_template(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        template_id: String,
        revision: Option<u64>,
    ) -> Outcome<()> {
        self.begin(start, |mut context| async move {
            template::delete(&mut context, principal, &company, &template_id, revision.into()).await
        })
    }

    /// Copies a template's levels to an account, in the company or in up to twenty projects. Needs Admin on `directory`.
    pub fn assign_template(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        input: AssignInput,
    ) -> Outcome<AssignedTemplate> {
        self.begin(start, |mut context| async move {
            assign::assign(&mut context, principal, &company, &client_id, input).await
        })
    }

    /// The template that was assigned to an account last, if any was. Needs Admin on `directory`.
    pub fn get_assigned_template(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Outcome<AccountTemplate> {
        self.begin(start, |mut context| async move {
            assign::assigned(&mut context, principal, &company, &client_id).await
        })
    }

    /// Stores a change of up to 500 projects, to be continued. Needs Admin on `directory`.
    pub fn create_permissions_job(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        change: PermissionChange,
    ) -> Outcome<JobProgress> {
        self.begin(start, |mut context| async move {
            job::create(&mut context, principal, &company, &client_id, change).await
        })
    }

    /// How far a job has come. Needs Admin on `directory`.
    pub fn get_permissions_job(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        job_id: String,
    ) -> Outcome<JobProgress> {
        self.begin(start, |mut context| async move {
            job::get(&mut context, principal, &company, &client_id, &job_id).await
        })
    }

    /// Does a job's next projects, up to twenty. Needs Admin on `directory`.
    pub fn continue_permissions_job(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        job_id: String,
    ) -> Outcome<JobProgress> {
        self.begin(start, |mut context| async move {
            job::proceed(&mut context, principal, &company, &client_id, &job_id).await
        })
    }

    /// A page of the accounts that hold a level on a tool. Needs Admin on `directory`.
    pub fn list_holders(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        input: HoldersInput,
    ) -> Outcome<Page<Holder>> {
        self.begin(start, |mut context| async move {
            holders::list(&mut context, principal, &company, input).await
        })
    }
}
