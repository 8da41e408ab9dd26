//! The addresses of an account's credentials: secrets, public keys, and trust in outside issuers.

use crate::administration::credential::revoke;
use crate::administration::principal::Principal;
use crate::administration::public_key;
use crate::administration::secret;
use crate::administration::trust;
use crate::core::Context;
use crate::http::body::{self, empty};
use crate::http::headers::{idempotency_key, tagged};
use crate::http::message::{HttpRequest, HttpResponse};
use crate::http::method::{self, method_not_allowed};
use crate::http::tags::if_match;
use crate::model::public_key::KeyRecord;
use crate::model::secret::SecretRecord;
use crate::model::trust::TrustRecord;
use crate::value::error::Error;
use crate::value::precondition::Precondition;

/// `rest` is what follows the account's id in the path.
pub(super) async fn respond(
    context: &mut Context,
    request: &HttpRequest,
    principal: Principal,
    (company, id): (&str, &str),
    rest: &[&str],
) -> Result<HttpResponse, Error> {
    let method = method::of(request);
    match rest {
        ["secrets"] => match method {
            "GET" => {
                let list = secret::list::list(context, principal, company, id).await?;
                tagged(200, list.revision, &list)
            }
            "POST" => {
                let key = idempotency_key(request)?;
                let new = body::read(request)?;
                body::write(201, &secret::add::add(context, principal, company, id, new, key).await?)
            }
            _ => Err(method_not_allowed("GET and POST")),
        },
        ["secrets", secret_id] => match method {
            "PATCH" => {
                let wanted = body::read(request)?;
                let seen = if_match(request, Precondition::Missing)?;
                let place = (id, *secret_id);
                let changed =
                    secret::change::change(context, principal, company, place, wanted, seen).await?;
                body::write(200, &changed)
            }
            "DELETE" => empty(revoke::<SecretRecord>(context, principal, company, (id, secret_id)).await),
            _ => Err(method_not_allowed("PATCH and DELETE")),
        },
        ["secrets", secret_id, "finish-rotation"] => match method {
            "POST" => {
                let seen = if_match(request, Precondition::Any)?;
                let place = (id, *secret_id);
                let list = secret::finish::finish(context, principal, company, place, seen).await?;
                tagged(200, list.revision, &list)
            }
            _ => Err(method_not_allowed("POST")),
        },
        ["keys"] => match method {
            "GET" => {
                let list = public_key::list::list(context, principal, company, id).await?;
                tagged(200, list.revision, &list)
            }
            "POST" => {
                let new = body::read(request)?;
                body::write(201, &public_key::add::add(context, principal, company, id, new).await?)
            }
            _ => Err(method_not_allowed("GET and POST")),
        },
        ["keys", kid] => match method {
            "PATCH" => {
                let wanted = body::read(request)?;
                let seen = if_match(request, Precondition::Missing)?;
                let place = (id, *kid);
                let changed =
                    public_key::change::change(context, principal, company, place, wanted, seen).await?;
                body::write(200, &changed)
            }
            "DELETE" => empty(revoke::<KeyRecord>(context, principal, company, (id, kid)).await),
            _ => Err(method_not_allowed("PATCH and DELETE")),
        },
        ["trusts"] => match method {
            "GET" => {
                let list = trust::list::list(context, principal, company, id).await?;
                tagged(200, list.revision, &list)
            }
            "POST" => {
                let new = body::read(request)?;
                body::write(201, &trust::add::add(context, principal, company, id, new).await?)
            }
            _ => Err(method_not_allowed("GET and POST")),
        },
        ["trusts", trust_id] => match method {
            "DELETE" => empty(revoke::<TrustRecord>(context, principal, company, (id, trust_id)).await),
            _ => Err(method_not_allowed("DELETE")),
        },
        _ => Err(Error::not_found()),
    }
}
