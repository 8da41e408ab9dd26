//! The addresses of contacts.

use super::route::{Asked, Route};
use crate::administration::contact;
use crate::http::body;
use crate::http::message::HttpResponse;
use crate::value::error::Error;

pub(super) const ROUTES: &[Route] = &[
    Route::new("GET", "contacts", |asked| Box::pin(list(asked))),
    Route::new("POST", "contacts", |asked| Box::pin(create(asked))),
    Route::new("GET", "contacts/*", |asked| Box::pin(get(asked))),
    Route::new("PATCH", "contacts/*", |asked| Box::pin(change(asked))),
];

async fn list(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let query = asked.query()?;
    body::write(200, &contact::machine::list(asked.context, asked.principal, asked.company, query).await?)
}

async fn create(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let new = asked.body()?;
    body::write(201, &contact::entry::create(asked.context, asked.principal, asked.company, new).await?)
}

async fn get(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let Asked { context, principal, company, ids: [id, _], .. } = asked;
    body::write(200, &contact::view::get(context, principal, company, id).await?)
}

async fn change(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let change = asked.body()?;
    let Asked { context, principal, company, ids: [id, _], .. } = asked;
    body::write(200, &contact::change::change(context, principal, company, id, change).await?)
}
