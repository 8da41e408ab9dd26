//! The addresses of the audit.

use crate::administration::audit::read;
use crate::administration::audit::stand::Whose;
use crate::administration::audit::verify;
use crate::administration::principal::Principal;
use crate::core::Context;
use crate::http::body;
use crate::http::message::{HttpRequest, HttpResponse};
use crate::http::method::only;
use crate::http::query::{self, page};
use crate::value::error::Error;

/// Tells the cursor of the next page, where the body is no JSON.
const NEXT_CURSOR: &str = "badgehouse-next-cursor";

pub(super) async fn respond(
    context: &mut Context,
    request: &HttpRequest,
    principal: Principal,
    company: &str,
    path: &[&str],
    query: &str,
) -> Result<HttpResponse, Error> {
    match path {
        ["audit-events"] => {
            only(request, "GET")?;
            let wanted = query::read(query)?;
            body::write(200, &read::list(context, Whose::Company(principal, company), wanted).await?)
        }
        ["audit-events", "export"] => {
            only(request, "GET")?;
            let export = read::export(context, Whose::Company(principal, company), page(query)?).await?;
            let response = HttpResponse::new(200).with("cache-control", "no-store");
            let response = match export.next_cursor {
                Some(cursor) => response.with(NEXT_CURSOR, cursor),
                None => response,
            };
            Ok(response.with_body("application/jsonl", export.lines))
        }
        ["audit-events", "verify"] => {
            only(request, "POST")?;
            let input = body::read(request)?;
            body::write(200, &verify::verify(context, Whose::Company(principal, company), input).await?)
        }
        ["audit-head"] => {
            only(request, "GET")?;
            body::write(200, &read::head(context, Whose::Company(principal, company)).await?)
        }
        _ => Err(Error::not_found()),
    }
}
