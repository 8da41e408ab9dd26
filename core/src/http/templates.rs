//! The addresses of templates. The entity tag is the revision (RFC 9110 section 8.8.3).

use super::admin::{empty, page};
use super::message::{HttpRequest, HttpResponse};
use super::{body, method_not_allowed};
use crate::context::Context;
use crate::error::Error;
use crate::permission::{Template, template};
use crate::principal::Principal;

/// `rest` is what follows `templates` in the path.
pub(super) async fn respond(
    context: &mut Context,
    request: &HttpRequest,
    principal: Principal,
    company: &str,
    rest: &[&str],
    query: &str,
) -> Result<HttpResponse, Error> {
    let method = request.method.as_str();
    match rest {
        [] => match method {
            "GET" => body::write(200, &template::list(context, principal, company, page(query)?).await?),
            "POST" => {
                let new = body::read(request)?;
                tagged(201, &template::create(context, principal, company, new).await?)
            }
            _ => Err(method_not_allowed("GET and POST")),
        },
        [id] => match method {
            "GET" => tagged(200, &template::get(context, principal, company, id).await?),
            "PATCH" => {
                let (change, revision) = (body::read(request)?, if_match(request)?);
                tagged(200, &template::update(context, principal, company, id, change, revision).await?)
            }
            "DELETE" => {
                let revision = if_match(request)?;
                empty(template::delete(context, principal, company, id, revision).await)
            }
            _ => Err(method_not_allowed("GET, PATCH and DELETE")),
        },
        _ => Err(Error::not_found()),
    }
}

fn tagged(status: u16, template: &Template) -> Result<HttpResponse, Error> {
    Ok(body::write(status, template)?.with("etag", format!("\"{}\"", template.revision)))
}

/// The revision that the change is meant for; nothing when any will do.
fn if_match(request: &HttpRequest) -> Result<Option<u64>, Error> {
    if !request.has("if-match") {
        return Ok(None);
    }
    let text = request.header("if-match").map(str::trim).unwrap_or_default();
    if text == "*" {
        return Ok(None);
    }
    let quoted = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let revision = quoted.and_then(|text| text.parse().ok());
    let rule = || Error::invalid_at("/if_match", "the header If-Match has one entity tag that was answered");
    revision.map(Some).ok_or_else(rule)
}
