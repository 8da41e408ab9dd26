//! The admin API: addresses and bodies for the administrative operations.

pub(super) mod accounts;
mod audit;
mod contacts;
mod credentials;
mod permissions;
mod route;
mod templates;

use super::headers::{note, presented};
use super::message::{HttpRequest, HttpResponse, Target, segments};
use super::method::{self, method_not_allowed};
use crate::administration::principal::Principal;
use crate::core::Context;
use crate::model::actor::Actor;
use crate::oauth::authorize;
use crate::value::address::same_place;
use crate::value::error::{Code, Error};
use route::{Asked, Route};

/// Every route, by what it is about.
const ROUTES: [&[Route]; 6] = [
    accounts::ROUTES,
    audit::ROUTES,
    contacts::ROUTES,
    credentials::ROUTES,
    permissions::ROUTES,
    templates::ROUTES,
];

/// Answers a request; `actor` is whom the host has authenticated, and without one whoever bears the token that it presents. `path` and `query` stand behind the base path.
pub(super) async fn respond(
    context: &mut Context,
    request: &HttpRequest,
    actor: Option<Actor>,
    path: &str,
    query: &str,
) -> Result<HttpResponse, Error> {
    let place = Place::of(path)?;
    let principal = principal(context, request, actor)?;
    answer(context, request, principal, &place, query).await
}

/// Answers a request that came on no wire, of whom the host names itself. Its target begins behind the company.
pub(super) async fn administer(
    context: &mut Context,
    request: &HttpRequest,
    principal: Principal,
    company: String,
) -> Result<HttpResponse, Error> {
    let Target { path, query } = Target::parse(&request.target);
    let rest = decoded(path.strip_prefix('/').unwrap_or_default())?;
    answer(context, request, principal, &Place { company, rest }, &query).await
}

async fn answer(
    context: &mut Context,
    request: &HttpRequest,
    principal: Principal,
    Place { company, rest }: &Place,
    query: &str,
) -> Result<HttpResponse, Error> {
    note(context, request)?;
    let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
    let (route, ids) = find(method::of(request), &rest)?;
    (route.answer)(Asked { context, request, principal, company, ids, query }).await
}

/// A path of the admin API, decoded.
struct Place {
    company: String,
    /// The segments behind the company.
    rest: Vec<String>,
}

impl Place {
    fn of(path: &str) -> Result<Self, Error> {
        match decoded(path)?.as_slice() {
            [companies, company, rest @ ..] if companies == "companies" => {
                Ok(Self { company: company.clone(), rest: rest.to_vec() })
            }
            _ => Err(Error::not_found()),
        }
    }
}

/// The segments of a path, of which none is empty.
fn decoded(path: &str) -> Result<Vec<String>, Error> {
    let segments = segments(path).ok_or_else(Error::not_found)?;
    if segments.iter().any(String::is_empty) {
        return Err(Error::new(Code::NotFound, "the path has a slash too many, or an id in it is empty"));
    }
    Ok(segments)
}

/// The route of a method and a path behind the company, and the ids in that.
fn find<'a>(method: &str, path: &[&'a str]) -> Result<(&'static Route, [&'a str; route::MAX_IDS]), Error> {
    let mut known = Vec::new();
    for route in ROUTES.into_iter().flatten() {
        let Some(ids) = route.ids(path) else { continue };
        if route.method == method {
            return Ok((route, ids));
        }
        known.push(route.method);
    }
    Err(if known.is_empty() { Error::not_found() } else { method_not_allowed(&known) })
}

/// The address of the admin API that a path behind its base path is of, with `*` for each id behind the company's: one of a fixed set, for a host that counts by address.
/// `None` where there is no such address.
pub fn admin_address(path: &str) -> Option<&'static str> {
    let place = Place::of(path.strip_prefix('/').unwrap_or(path)).ok()?;
    let rest: Vec<&str> = place.rest.iter().map(String::as_str).collect();
    let mut routes = ROUTES.into_iter().flatten();
    routes.find(|route| route.ids(&rest).is_some()).map(|route| route.path)
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
