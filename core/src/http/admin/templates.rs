//! The addresses of templates. The entity tag is the revision (RFC 9110 section 8.8.3).

use crate::administration::permission::template::{self, Template};
use crate::administration::principal::Principal;
use crate::core::Context;
use crate::http::body::{self, empty};
use crate::http::headers::tagged;
use crate::http::message::{HttpRequest, HttpResponse};
use crate::http::method::{self, method_not_allowed};
use crate::http::query::page;
use crate::http::tags::if_match;
use crate::value::error::Error;
use crate::value::precondition::Precondition;

/// `rest` is what follows `templates` in the path.
pub(super) async fn respond(
    context: &mut Context,
    request: &HttpRequest,
    principal: Principal,
    company: &str,
    rest: &[&str],
    query: &str,
) -> Result<HttpResponse, Error> {
    let method = method::of(request);
    match rest {
        [] => match method {
            "GET" => body::write(200, &template::list(context, principal, company, page(query)?).await?),
            "POST" => {
                let new = body::read(request)?;
                shown(201, &template::create(context, principal, company, new).await?)
            }
            _ => Err(method_not_allowed("GET and POST")),
        },
        [id] => match method {
            "GET" => shown(200, &template::get(context, principal, company, id).await?),
            "PATCH" => {
                let change = body::read(request)?;
                let seen = if_match(request, Precondition::Missing)?;
                shown(200, &template::update(context, principal, company, id, change, seen).await?)
            }
            "DELETE" => {
                let seen = if_match(request, Precondition::Any)?;
                empty(template::delete(context, principal, company, id, seen).await)
            }
            _ => Err(method_not_allowed("GET, PATCH and DELETE")),
        },
        _ => Err(Error::not_found()),
    }
}

fn shown(status: u16, template: &Template) -> Result<HttpResponse, Error> {
    tagged(status, template.revision, template)
}
