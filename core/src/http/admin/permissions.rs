//! The addresses below an account's permissions.

use super::route::{Asked, Route};
use crate::administration::permission;
use crate::http::body::{self, empty};
use crate::http::headers::tagged;
use crate::http::message::HttpResponse;
use crate::http::tags::tag;
use crate::value::error::Error;
use crate::value::precondition::Precondition;
use serde::Deserialize;

pub(super) const ROUTES: &[Route] = &[
    Route::new("GET", "service-accounts/*/permissions", |asked| Box::pin(get(asked))),
    Route::new("PUT", "service-accounts/*/permissions", |asked| Box::pin(set(asked))),
    Route::new("POST", "service-accounts/*/permissions/preview", |asked| Box::pin(preview(asked))),
    Route::new("GET", "service-accounts/*/permissions/effective", |asked| Box::pin(effective(asked))),
    Route::new("GET", "service-accounts/*/permissions/requested", |asked| Box::pin(requested(asked))),
    Route::new("GET", "service-accounts/*/permissions/template", |asked| Box::pin(assigned(asked))),
    Route::new("POST", "service-accounts/*/permissions/template", |asked| Box::pin(assign(asked))),
    Route::new("POST", "service-accounts/*/permissions/jobs", |asked| Box::pin(create_job(asked))),
    Route::new("GET", "service-accounts/*/permissions/jobs/*", |asked| Box::pin(get_job(asked))),
    Route::new("POST", "service-accounts/*/permissions/jobs/*/continue", |asked| Box::pin(proceed(asked))),
    Route::new("POST", "service-accounts/*/permissions/check", |asked| Box::pin(check(asked))),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InProject {
    #[serde(default)]
    project: Option<String>,
}

async fn get(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let page = asked.page()?;
    let Asked { context, principal, company, ids: [id, _], .. } = asked;
    let held = permission::view::get(context, principal, company, id, page).await?;
    tagged(200, held.revision, &held)
}

async fn set(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let change = asked.body()?;
    let seen = asked.seen(Precondition::Missing)?;
    let Asked { context, principal, company, ids: [id, _], .. } = asked;
    let revision = permission::set::set(context, principal, company, id, change, seen).await?;
    Ok(empty(Ok(()))?.with("etag", tag(revision)))
}

async fn preview(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let change = asked.body()?;
    let Asked { context, principal, company, ids: [id, _], .. } = asked;
    body::write(200, &permission::set::preview(context, principal, company, id, change).await?)
}

async fn effective(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let InProject { project } = asked.query()?;
    let Asked { context, principal, company, ids: [id, _], .. } = asked;
    body::write(200, &permission::effective::get(context, principal, company, id, project).await?)
}

async fn requested(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let InProject { project } = asked.query()?;
    let Asked { context, principal, company, ids: [id, _], .. } = asked;
    body::write(200, &permission::requested::get(context, principal, company, id, project).await?)
}

async fn assigned(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let Asked { context, principal, company, ids: [id, _], .. } = asked;
    body::write(200, &permission::assign::assigned(context, principal, company, id).await?)
}

async fn assign(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let input = asked.body()?;
    let Asked { context, principal, company, ids: [id, _], .. } = asked;
    body::write(200, &permission::assign::assign(context, principal, company, id, input).await?)
}

async fn create_job(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let change = asked.body()?;
    let Asked { context, principal, company, ids: [id, _], .. } = asked;
    body::write(201, &permission::job::create(context, principal, company, id, change).await?)
}

async fn get_job(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let Asked { context, principal, company, ids: [id, job_id], .. } = asked;
    body::write(200, &permission::job::get(context, principal, company, id, job_id).await?)
}

async fn proceed(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let Asked { context, principal, company, ids: [id, job_id], .. } = asked;
    body::write(200, &permission::job::proceed(context, principal, company, id, job_id).await?)
}

async fn check(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let input = asked.body()?;
    let Asked { context, principal, company, ids: [id, _], .. } = asked;
    body::write(200, &permission::check::check(context, principal, company, id, input).await?)
}
