//! The addresses of templates. The entity tag is the revision (RFC 9110 section 8.8.3).

use super::route::{Asked, Route};
use crate::administration::permission::template::{self, Template};
use crate::http::body::{self, empty};
use crate::http::headers::tagged;
use crate::http::message::HttpResponse;
use crate::value::error::Error;
use crate::value::precondition::Precondition;

pub(super) const ROUTES: &[Route] = &[
    Route::new("GET", "templates", |asked| Box::pin(list(asked))),
    Route::new("POST", "templates", |asked| Box::pin(create(asked))),
    Route::new("GET", "templates/*", |asked| Box::pin(get(asked))),
    Route::new("PATCH", "templates/*", |asked| Box::pin(update(asked))),
    Route::new("DELETE", "templates/*", |asked| Box::pin(delete(asked))),
];

async fn list(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let page = asked.page()?;
    body::write(200, &template::list(asked.context, asked.principal, asked.company, page).await?)
}

async fn create(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let new = asked.body()?;
    shown(201, &template::create(asked.context, asked.principal, asked.company, new).await?)
}

async fn get(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let Asked { context, principal, company, ids: [id, _], .. } = asked;
    shown(200, &template::get(context, principal, company, id).await?)
}

async fn update(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let change = asked.body()?;
    let seen = asked.seen(Precondition::Missing)?;
    let Asked { context, principal, company, ids: [id, _], .. } = asked;
    shown(200, &template::update(context, principal, company, id, change, seen).await?)
}

async fn delete(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let seen = asked.seen(Precondition::Any)?;
    let Asked { context, principal, company, ids: [id, _], .. } = asked;
    empty(template::delete(context, principal, company, id, seen).await)
}

fn shown(status: u16, template: &Template) -> Result<HttpResponse, Error> {
    tagged(status, template.revision, template)
}
