//! The addresses of templates and jobs, described.

use super::route::{Route, guarded, paged};
use super::schemas::Schemas;
use crate::administration::permission::assign::{AccountTemplate, AssignInput};
use crate::administration::permission::job::JobProgress;
use crate::administration::permission::template::Template;
use crate::model::account::AssignedTemplate;
use crate::model::permission_change::PermissionChange;
use crate::model::template::NewTemplate;
use crate::model::template::TemplateChange;
use crate::value::page::Page;

const TEMPLATES: &str = "/companies/{company}/templates";
const TEMPLATE: &str = "/companies/{company}/templates/{template_id}";
const ASSIGNED: &str = "/companies/{company}/service-accounts/{client_id}/permissions/template";

const JOBS: &str = "/companies/{company}/service-accounts/{client_id}/permissions/jobs";
const JOB: &str = "/companies/{company}/service-accounts/{client_id}/permissions/jobs/{job_id}";
const CONTINUE: &str = "/companies/{company}/service-accounts/{client_id}/permissions/jobs/{job_id}/continue";

pub(super) fn all(schemas: &mut Schemas) -> Vec<Route> {
    vec![
        paged(Route::new("GET", TEMPLATES, "list_templates", "A page of the company's templates")).answers(
            200,
            "The page.",
            schemas.written::<Page<Template>>(),
        ),
        Route::new("POST", TEMPLATES, "create_template", "Name levels, to be assigned to accounts")
            .takes(schemas.read::<NewTemplate>())
            .answers(201, "The template.", schemas.written::<Template>()),
        Route::new("GET", TEMPLATE, "get_template", "One template").answers(
            200,
            "The template.",
            schemas.written::<Template>(),
        ),
        guarded(Route::new(
            "PATCH",
            TEMPLATE,
            "change_template",
            "Change a template; what was assigned stays",
        ))
        .takes(schemas.read::<TemplateChange>())
        .answers(200, "The template.", schemas.written::<Template>())
        .refuses(428),
        guarded(Route::new(
            "DELETE",
            TEMPLATE,
            "delete_template",
            "Delete a template; what was assigned stays",
        )),
        Route::new(
            "POST",
            ASSIGNED,
            "assign_template",
            "Copy a template's levels, in the company or in projects",
        )
        .takes(schemas.read::<AssignInput>())
        .answers(200, "What was assigned.", schemas.written::<AssignedTemplate>()),
        Route::new(
            "GET",
            ASSIGNED,
            "get_assigned_template",
            "The template that was assigned last, if any was",
        )
        .answers(200, "What was assigned, or null.", schemas.written::<AccountTemplate>()),
    ]
}

/// The addresses of jobs.
pub(super) fn jobs(schemas: &mut Schemas) -> Vec<Route> {
    vec![
        Route::new("POST", JOBS, "create_permissions_job", "Store a change of up to 500 projects")
            .takes(schemas.read::<PermissionChange>())
            .answers(201, "The job.", schemas.written::<JobProgress>()),
        Route::new("GET", JOB, "get_permissions_job", "How far a job has come").answers(
            200,
            "The job.",
            schemas.written::<JobProgress>(),
        ),
        Route::new("POST", CONTINUE, "continue_permissions_job", "Do a job's next projects, up to twenty")
            .answers(200, "The job.", schemas.written::<JobProgress>()),
    ]
}
