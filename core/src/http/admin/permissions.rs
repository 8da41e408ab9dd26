//! The addresses below an account's permissions.

use crate::administration::permission;
use crate::administration::principal::Principal;
use crate::core::Context;
use crate::http::body::{self, empty};
use crate::http::headers::tagged;
use crate::http::message::{HttpRequest, HttpResponse};
use crate::http::method::{self, method_not_allowed};
use crate::http::query::{self, page};
use crate::http::tags::{if_match, tag};
use crate::value::error::Error;
use crate::value::precondition::Precondition;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InProject {
    #[serde(default)]
    project: Option<String>,
}

/// `rest` is what follows `permissions` in the path.
pub(super) async fn respond(
    context: &mut Context,
    request: &HttpRequest,
    principal: Principal,
    (company, id): (&str, &str),
    rest: &[&str],
    query: &str,
) -> Result<HttpResponse, Error> {
    let method = method::of(request);
    match rest {
        [] => match method {
            "GET" => {
                let held = permission::view::get(context, principal, company, id, page(query)?).await?;
                tagged(200, held.revision, &held)
            }
            "PUT" => {
                let change = body::read(request)?;
                let seen = if_match(request, Precondition::Missing)?;
                let revision = permission::set::set(context, principal, company, id, change, seen).await?;
                Ok(empty(Ok(()))?.with("etag", tag(revision)))
            }
            _ => Err(method_not_allowed("GET and PUT")),
        },
        ["preview"] => match method {
            "POST" => {
                let change = body::read(request)?;
                body::write(200, &permission::set::preview(context, principal, company, id, change).await?)
            }
            _ => Err(method_not_allowed("POST")),
        },
        ["effective"] => match method {
            "GET" => {
                let InProject { project } = query::read(query)?;
                body::write(200, &permission::effective::get(context, principal, company, id, project).await?)
            }
            _ => Err(method_not_allowed("GET")),
        },
        ["requested"] => match method {
            "GET" => {
                let InProject { project } = query::read(query)?;
                body::write(200, &permission::requested::get(context, principal, company, id, project).await?)
            }
            _ => Err(method_not_allowed("GET")),
        },
        ["template"] => match method {
            "GET" => body::write(200, &permission::assign::assigned(context, principal, company, id).await?),
            "POST" => {
                let input = body::read(request)?;
                body::write(200, &permission::assign::assign(context, principal, company, id, input).await?)
            }
            _ => Err(method_not_allowed("GET and POST")),
        },
        ["jobs"] => match method {
            "POST" => {
                let change = body::read(request)?;
                body::write(201, &permission::job::create(context, principal, company, id, change).await?)
            }
            _ => Err(method_not_allowed("POST")),
        },
        ["jobs", job_id] => match method {
            "GET" => body::write(200, &permission::job::get(context, principal, company, id, job_id).await?),
            _ => Err(method_not_allowed("GET")),
        },
        ["jobs", job_id, "continue"] => match method {
            "POST" => {
                body::write(200, &permission::job::proceed(context, principal, company, id, job_id).await?)
            }
            _ => Err(method_not_allowed("POST")),
        },
        ["check"] => match method {
            "POST" => {
                let input = body::read(request)?;
                body::write(200, &permission::check::check(context, principal, company, id, input).await?)
            }
            _ => Err(method_not_allowed("POST")),
        },
        _ => Err(Error::not_found()),
    }
}
