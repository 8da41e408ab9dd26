//! The admin API: addresses and bodies for the administrative operations.

mod audit;
mod credentials;
mod permissions;
mod templates;

use super::body::{self, empty};
use super::headers::{idempotency_key, note, presented, tagged};
use super::message::{HttpRequest, HttpResponse, segments};
use super::method::{self, method_not_allowed};
use super::query::{self, page};
use super::tags::if_match;
use crate::administration;
use crate::administration::account;
use crate::administration::contact;
use crate::administration::permission;
use crate::administration::principal::Principal;
use crate::administration::secret;
use crate::administration::usage;
use crate::core::Context;
use crate::model::account::view::Account;
use crate::model::actor::Actor;
use crate::model::contact::Repair;
use crate::oauth::authorize;
use crate::value::address::same_place;
use crate::value::error::{Code, Error};
use crate::value::precondition::Precondition;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

/// How a repair is asked for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct RepairInput {
    how: Repair,
}

pub(super) async fn respond(
    context: &mut Context,
    request: &HttpRequest,
    actor: Option<Actor>,
    path: &str,
    query: &str,
) -> Result<HttpResponse, Error> {
    let segments = segments(path).ok_or_else(Error::not_found)?;
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    if segments.contains(&"") {
        return Err(Error::new(Code::NotFound, "the path has a slash too many, or an id in it is empty"));
    }
    let ["companies", company, rest @ ..] = segments.as_slice() else { return Err(Error::not_found()) };
    let principal = principal(context, request, actor)?;
    note(context, request)?;
    let method = method::of(request);
    match rest {
        ["audit-events" | "audit-head", ..] => {
            audit::respond(context, request, principal, company, rest, query).await
        }
        ["service-accounts"] => match method {
            "GET" => {
                let query = query::read(query)?;
                body::write(200, &account::view::list(context, principal, company, query).await?)
            }
            "POST" => create(context, request, principal, company).await,
            _ => Err(method_not_allowed("GET and POST")),
        },
        ["service-accounts", id] => match method {
            "GET" => shown(&account::view::get(context, principal, company, id).await?),
            "PATCH" => {
                let change = body::read(request)?;
                let seen = if_match(request, Precondition::Missing)?;
                shown(&account::update::update(context, principal, company, id, change, seen).await?)
            }
            "DELETE" => {
                let seen = if_match(request, Precondition::Any)?;
                empty(account::delete::delete(context, principal, company, id, seen).await)
            }
            _ => Err(method_not_allowed("GET, PATCH and DELETE")),
        },
        ["service-accounts", id, "disable"] => match method {
            "POST" => {
                let input = body::read(request)?;
                let seen = if_match(request, Precondition::Any)?;
                shown(&account::disable::disable(context, principal, company, id, input, seen).await?)
            }
            _ => Err(method_not_allowed("POST")),
        },
        ["service-accounts", id, "enable"] => match method {
            "POST" => {
                let seen = if_match(request, Precondition::Any)?;
                shown(&account::disable::enable(context, principal, company, id, seen).await?)
            }
            _ => Err(method_not_allowed("POST")),
        },
        ["service-accounts", id, "revoke-tokens"] => match method {
            "POST" => {
                let seen = if_match(request, Precondition::Any)?;
                empty(account::revoke_tokens::revoke(context, principal, company, id, seen).await)
            }
            _ => Err(method_not_allowed("POST")),
        },
        ["service-accounts", id, "undelete"] => match method {
            "POST" => {
                let seen = if_match(request, Precondition::Any)?;
                shown(&account::undelete::undelete(context, principal, company, id, seen).await?)
            }
            _ => Err(method_not_allowed("POST")),
        },
        ["deleted-accounts"] => match method {
            "GET" => {
                body::write(200, &account::delete::list(context, principal, company, page(query)?).await?)
            }
            _ => Err(method_not_allowed("GET")),
        },
        ["service-accounts", id, rest @ ..] if matches!(rest, ["secrets" | "keys" | "trusts", ..]) => {
            credentials::respond(context, request, principal, (company, id), rest).await
        }
        ["leaks"] => match method {
            "POST" => {
                let input = body::read(request)?;
                body::write(200, &secret::leak::look_up(context, principal, company, input).await?)
            }
            _ => Err(method_not_allowed("POST")),
        },
        ["service-accounts", id, "permissions", rest @ ..] => {
            permissions::respond(context, request, principal, (company, id), rest, query).await
        }
        ["catalogue"] => match method {
            "GET" => body::write(200, &administration::catalogue::get(context, principal, company).await?),
            _ => Err(method_not_allowed("GET")),
        },
        ["templates", rest @ ..] => {
            templates::respond(context, request, principal, company, rest, query).await
        }
        ["permissions", "holders"] => match method {
            "GET" => {
                let input = query::read(query)?;
                body::write(200, &permission::holders::list(context, principal, company, input).await?)
            }
            _ => Err(method_not_allowed("GET")),
        },
        ["service-accounts", id, "repair"] => match method {
            "POST" => {
                let RepairInput { how } = body::read(request)?;
                body::write(200, &contact::repair::repair(context, principal, company, id, how).await?)
            }
            _ => Err(method_not_allowed("POST")),
        },
        ["service-accounts", id, "usage"] => match method {
            "GET" => body::write(200, &usage::view::get(context, principal, company, id).await?),
            _ => Err(method_not_allowed("GET")),
        },
        ["contacts"] => match method {
            "GET" => {
                let query = query::read(query)?;
                body::write(200, &contact::machine::list(context, principal, company, query).await?)
            }
            "POST" => {
                let new = body::read(request)?;
                body::write(201, &contact::entry::create(context, principal, company, new).await?)
            }
            _ => Err(method_not_allowed("GET and POST")),
        },
        ["contacts", id] => match method {
            "GET" => body::write(200, &contact::view::get(context, principal, company, id).await?),
            "PATCH" => {
                let change = body::read(request)?;
                body::write(200, &contact::change::change(context, principal, company, id, change).await?)
            }
            _ => Err(method_not_allowed("GET and PATCH")),
        },
        _ => Err(Error::not_found()),
    }
}

async fn create(
    context: &mut Context,
    request: &HttpRequest,
    principal: Principal,
    company: &str,
) -> Result<HttpResponse, Error> {
    let key = idempotency_key(request)?;
    let new = body::read(request)?;
    let created = account::create::create(context, principal, company, new, key).await?;
    let company = utf8_percent_encode(company, NON_ALPHANUMERIC);
    let base = &context.settings.base_path;
    let location = format!("{base}/companies/{company}/service-accounts/{}", created.account.client_id);
    Ok(tagged(201, created.account.revision, &created)?.with("location", location))
}

/// Who asks: the actor that the host has authenticated, or the bearer of a token.
fn principal(context: &Context, request: &HttpRequest, actor: Option<Actor>) -> Result<Principal, Error> {
    match actor {
        Some(actor) => {
            refuse_foreign_page(context, request)?;
            Ok(Principal::Actor(actor))
        }
        None => {
            let presented = presented(&context.settings, request);
            let token = authorize::presented_token(context, &presented);
            token.map(|token| Principal::Bearer(Box::new(token)))
        }
    }
}

/// A browser sends cookies along with another site's request, and says in `Origin` whose it is.
fn refuse_foreign_page(context: &Context, request: &HttpRequest) -> Result<(), Error> {
    let safe = ["GET", "HEAD"].contains(&request.method.as_str());
    if safe || !request.has("cookie") || !request.has("origin") {
        return Ok(());
    }
    let origin = request.header("origin").unwrap_or_default();
    if same_place(context.settings.issuer_origin(), origin) {
        return Ok(());
    }
    // A page that came in clear may be anybody's on the way, whatever its host.
    let clear = context.settings.issuer.starts_with("http:") || request.encrypted == Some(false);
    let called = |scheme: &str| request.header("host").map(|host| format!("{scheme}://{host}"));
    let own = ["https", "http"].iter().filter(|scheme| clear || **scheme == "https");
    let own = own.filter_map(|scheme| called(scheme)).any(|called| same_place(&called, origin));
    if own {
        return Ok(());
    }
    Err(Error::new(Code::ForeignOrigin, "with cookies, only pages of the same origin may call this"))
}

/// An account, with its revision as the entity tag (RFC 9110 section 8.8.3).
fn shown(account: &Account) -> Result<HttpResponse, Error> {
    tagged(200, account.revision, account)
}
