//! The addresses of accounts, of what was deleted, and of what is found of a company beside them.

use super::route::{Asked, Route};
use crate::administration::account;
use crate::administration::catalogue;
use crate::administration::contact;
use crate::administration::me;
use crate::administration::permission;
use crate::administration::secret;
use crate::administration::usage;
use crate::http::body::{self, empty};
use crate::http::headers::{idempotency_key, tagged};
use crate::http::message::HttpResponse;
use crate::model::account::view::Account;
use crate::model::contact::Repair;
use crate::value::error::Error;
use crate::value::precondition::Precondition;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

pub(super) const ROUTES: &[Route] = &[
    Route::new("GET", "service-accounts", |asked| Box::pin(list(asked))),
    Route::new("POST", "service-accounts", |asked| Box::pin(create(asked))),
    Route::new("GET", "service-accounts/*", |asked| Box::pin(get(asked))),
    Route::new("PATCH", "service-accounts/*", |asked| Box::pin(update(asked))),
    Route::new("DELETE", "service-accounts/*", |asked| Box::pin(delete(asked))),
    Route::new("POST", "service-accounts/*/disable", |asked| Box::pin(disable(asked))),
    Route::new("POST", "service-accounts/*/enable", |asked| Box::pin(enable(asked))),
    Route::new("POST", "service-accounts/*/revoke-tokens", |asked| Box::pin(revoke_tokens(asked))),
    Route::new("POST", "service-accounts/*/undelete", |asked| Box::pin(undelete(asked))),
    Route::new("POST", "service-accounts/*/repair", |asked| Box::pin(repair(asked))),
    Route::new("GET", "service-accounts/*/usage", |asked| Box::pin(usage(asked))),
    Route::new("GET", "deleted-accounts", |asked| Box::pin(deleted(asked))),
    Route::new("POST", "leaks", |asked| Box::pin(look_up_leak(asked))),
    Route::new("GET", "catalogue", |asked| Box::pin(catalogue(asked))),
    Route::new("GET", "permissions/holders", |asked| Box::pin(holders(asked))),
    Route::new("GET", "me", |asked| Box::pin(me(asked))),
];

/// How a repair is asked for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct RepairInput {
    how: Repair,
}

/// With which account the one who asks may do what.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MeQuery {
    #[serde(default)]
    client_id: Option<String>,
}

async fn list(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let query = asked.query()?;
    body::write(200, &account::view::list(asked.context, asked.principal, asked.company, query).await?)
}

async fn create(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let key = idempotency_key(asked.request)?;
    let new = asked.body()?;
    let Asked { context, principal, company, .. } = asked;
    let created = account::create::create(context, principal, company, new, key).await?;
    let company = utf8_percent_encode(company, NON_ALPHANUMERIC);
    let base = &context.settings.base_path;
    let location = format!("{base}/companies/{company}/service-accounts/{}", created.account.client_id);
    Ok(tagged(201, created.account.revision, &created)?.with("location", location))
}

async fn get(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let Asked { context, principal, company, ids: [id, _], .. } = asked;
    shown(&account::view::get(context, principal, company, id).await?)
}

async fn update(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let change = asked.body()?;
    let seen = asked.seen(Precondition::Missing)?;
    let Asked { context, principal, company, ids: [id, _], .. } = asked;
    shown(&account::update::update(context, principal, company, id, change, seen).await?)
}

async fn delete(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let seen = asked.seen(Precondition::Any)?;
    let Asked { context, principal, company, ids: [id, _], .. } = asked;
    empty(account::delete::delete(context, principal, company, id, seen).await)
}

async fn disable(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let input = asked.body()?;
    let seen = asked.seen(Precondition::Any)?;
    let Asked { context, principal, company, ids: [id, _], .. } = asked;
    shown(&account::disable::disable(context, principal, company, id, input, seen).await?)
}

async fn enable(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let seen = asked.seen(Precondition::Any)?;
    let Asked { context, principal, company, ids: [id, _], .. } = asked;
    shown(&account::disable::enable(context, principal, company, id, seen).await?)
}

async fn revoke_tokens(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let seen = asked.seen(Precondition::Any)?;
    let Asked { context, principal, company, ids: [id, _], .. } = asked;
    empty(account::revoke_tokens::revoke(context, principal, company, id, seen).await)
}

async fn undelete(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let seen = asked.seen(Precondition::Any)?;
    let Asked { context, principal, company, ids: [id, _], .. } = asked;
    shown(&account::undelete::undelete(context, principal, company, id, seen).await?)
}

async fn repair(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let RepairInput { how } = asked.body()?;
    let Asked { context, principal, company, ids: [id, _], .. } = asked;
    body::write(200, &contact::repair::repair(context, principal, company, id, how).await?)
}

async fn usage(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let Asked { context, principal, company, ids: [id, _], .. } = asked;
    body::write(200, &usage::view::get(context, principal, company, id).await?)
}

async fn deleted(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let page = asked.page()?;
    body::write(200, &account::delete::list(asked.context, asked.principal, asked.company, page).await?)
}

async fn look_up_leak(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let input = asked.body()?;
    body::write(200, &secret::leak::look_up(asked.context, asked.principal, asked.company, input).await?)
}

async fn catalogue(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    body::write(200, &catalogue::get(asked.context, asked.principal, asked.company).await?)
}

async fn holders(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let input = asked.query()?;
    body::write(200, &permission::holders::list(asked.context, asked.principal, asked.company, input).await?)
}

async fn me(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let MeQuery { client_id } = asked.query()?;
    body::write(200, &me::get(asked.context, asked.principal, asked.company, client_id).await?)
}

/// An account, with its revision as the entity tag (RFC 9110 section 8.8.3).
fn shown(account: &Account) -> Result<HttpResponse, Error> {
    tagged(200, account.revision, account)
}
