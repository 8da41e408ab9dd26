//! The addresses of the audit.

use super::route::{Asked, Route};
use crate::administration::audit::read;
use crate::administration::audit::stand::Whose;
use crate::administration::audit::verify;
use crate::http::body;
use crate::http::message::HttpResponse;
use crate::value::error::Error;

/// Tells the cursor of the next page, where the body is no JSON.
const NEXT_CURSOR: &str = "badgehouse-next-cursor";

pub(super) const ROUTES: &[Route] = &[
    Route::new("GET", "audit-events", |asked| Box::pin(list(asked))),
    Route::new("GET", "audit-events/export", |asked| Box::pin(export(asked))),
    Route::new("POST", "audit-events/verify", |asked| Box::pin(verify(asked))),
    Route::new("GET", "audit-head", |asked| Box::pin(head(asked))),
];

async fn list(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let wanted = asked.query()?;
    let whose = Whose::Company(asked.principal, asked.company);
    body::write(200, &read::list(asked.context, whose, wanted).await?)
}

async fn export(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let page = asked.page()?;
    let whose = Whose::Company(asked.principal, asked.company);
    let export = read::export(asked.context, whose, page).await?;
    let response = HttpResponse::new(200).with("cache-control", "no-store");
    let response = match export.next_cursor {
        Some(cursor) => response.with(NEXT_CURSOR, cursor),
        None => response,
    };
    Ok(response.with_body("application/jsonl", export.lines))
}

async fn verify(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let input = asked.body()?;
    let whose = Whose::Company(asked.principal, asked.company);
    body::write(200, &verify::verify(asked.context, whose, input).await?)
}

async fn head(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let whose = Whose::Company(asked.principal, asked.company);
    body::write(200, &read::head(asked.context, whose).await?)
}
