//! The addresses of an account's credentials: secrets, public keys, and trust in outside issuers.

use super::route::{Asked, Route};
use crate::administration::credential::revoke;
use crate::administration::public_key;
use crate::administration::secret;
use crate::administration::trust;
use crate::http::body::{self, empty};
use crate::http::headers::{idempotency_key, tagged};
use crate::http::message::HttpResponse;
use crate::model::public_key::KeyRecord;
use crate::model::secret::SecretRecord;
use crate::model::trust::TrustRecord;
use crate::value::error::Error;
use crate::value::precondition::Precondition;

pub(super) const ROUTES: &[Route] = &[
    Route::new("GET", "service-accounts/*/secrets", |asked| Box::pin(list_secrets(asked))),
    Route::new("POST", "service-accounts/*/secrets", |asked| Box::pin(add_secret(asked))),
    Route::new("PATCH", "service-accounts/*/secrets/*", |asked| Box::pin(change_secret(asked))),
    Route::new("DELETE", "service-accounts/*/secrets/*", |asked| Box::pin(revoke_secret(asked))),
    Route::new("POST", "service-accounts/*/secrets/*/finish-rotation", |asked| {
        Box::pin(finish_rotation(asked))
    }),
    Route::new("GET", "service-accounts/*/keys", |asked| Box::pin(list_keys(asked))),
    Route::new("POST", "service-accounts/*/keys", |asked| Box::pin(add_key(asked))),
    Route::new("PATCH", "service-accounts/*/keys/*", |asked| Box::pin(change_key(asked))),
    Route::new("DELETE", "service-accounts/*/keys/*", |asked| Box::pin(revoke_key(asked))),
    Route::new("GET", "service-accounts/*/trusts", |asked| Box::pin(list_trusts(asked))),
    Route::new("POST", "service-accounts/*/trusts", |asked| Box::pin(add_trust(asked))),
    Route::new("DELETE", "service-accounts/*/trusts/*", |asked| Box::pin(revoke_trust(asked))),
];

async fn list_secrets(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let Asked { context, principal, company, ids: [id, _], .. } = asked;
    let list = secret::list::list(context, principal, company, id).await?;
    tagged(200, list.revision, &list)
}

async fn add_secret(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let key = idempotency_key(asked.request)?;
    let new = asked.body()?;
    let Asked { context, principal, company, ids: [id, _], .. } = asked;
    body::write(201, &secret::add::add(context, principal, company, id, new, key).await?)
}

async fn change_secret(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let wanted = asked.body()?;
    let seen = asked.seen(Precondition::Missing)?;
    let Asked { context, principal, company, ids: [id, secret_id], .. } = asked;
    let changed = secret::change::change(context, principal, company, (id, secret_id), wanted, seen).await?;
    body::write(200, &changed)
}

async fn revoke_secret(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let Asked { context, principal, company, ids: [id, secret_id], .. } = asked;
    empty(revoke::<SecretRecord>(context, principal, company, (id, secret_id)).await)
}

async fn finish_rotation(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let seen = asked.seen(Precondition::Any)?;
    let Asked { context, principal, company, ids: [id, secret_id], .. } = asked;
    let list = secret::finish::finish(context, principal, company, (id, secret_id), seen).await?;
    tagged(200, list.revision, &list)
}

async fn list_keys(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let Asked { context, principal, company, ids: [id, _], .. } = asked;
    let list = public_key::list::list(context, principal, company, id).await?;
    tagged(200, list.revision, &list)
}

async fn add_key(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let new = asked.body()?;
    let Asked { context, principal, company, ids: [id, _], .. } = asked;
    body::write(201, &public_key::add::add(context, principal, company, id, new).await?)
}

async fn change_key(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let wanted = asked.body()?;
    let seen = asked.seen(Precondition::Missing)?;
    let Asked { context, principal, company, ids: [id, kid], .. } = asked;
    let changed = public_key::change::change(context, principal, company, (id, kid), wanted, seen).await?;
    body::write(200, &changed)
}

async fn revoke_key(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let Asked { context, principal, company, ids: [id, kid], .. } = asked;
    empty(revoke::<KeyRecord>(context, principal, company, (id, kid)).await)
}

async fn list_trusts(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let Asked { context, principal, company, ids: [id, _], .. } = asked;
    let list = trust::list::list(context, principal, company, id).await?;
    tagged(200, list.revision, &list)
}

async fn add_trust(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let new = asked.body()?;
    let Asked { context, principal, company, ids: [id, _], .. } = asked;
    body::write(201, &trust::add::add(context, principal, company, id, new).await?)
}

async fn revoke_trust(asked: Asked<'_>) -> Result<HttpResponse, Error> {
    let Asked { context, principal, company, ids: [id, trust_id], .. } = asked;
    empty(revoke::<TrustRecord>(context, principal, company, (id, trust_id)).await)
}
