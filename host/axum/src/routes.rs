//! The router: OAuth endpoints, metadata and the admin API, all answered by the core.

use crate::message;
use axum::Router;
use axum::extract::Request;
use axum::http::request::Parts;
use axum::response::Response;
use axum::routing::any;
use badgehouse::error::Error;
use badgehouse::principal::Actor;
use badgehouse::service::Service;
use badgehouse::settings::{DEFAULT_BASE_PATH, Settings};
use std::sync::Arc;

/// The paths that the settings give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// The path of the issuer, without a slash at its end; empty for most.
    pub issuer: String,
    /// The path of the admin API, without a slash at its end.
    pub admin: String,
    /// Whether the metadata is at the address of OpenID Connect as well, where a product may have metadata of its own.
    pub openid_configuration: bool,
}

impl Paths {
    /// The paths of these settings.
    pub fn of(settings: &Settings) -> Self {
        Self {
            issuer: settings.issuer_path().trim_end_matches('/').to_owned(),
            admin: settings.base_path.clone(),
            openid_configuration: settings.policy.openid_configuration,
        }
    }
}

impl Default for Paths {
    /// An issuer without a path, and the admin API at its default.
    fn default() -> Self {
        Self { issuer: String::new(), admin: DEFAULT_BASE_PATH.to_owned(), openid_configuration: false }
    }
}

/// The routes of an issuer without a path, with the admin API at `/badgehouse/v1` and no `openid_configuration`. See [`routes_at`].
pub fn routes<S, F, A>(service: S, actor_from: F) -> Router
where
    S: Service + 'static,
    F: Fn(Parts) -> A + Clone + Send + Sync + 'static,
    A: Future<Output = Result<Option<Actor>, Error>> + Send + 'static,
{
    routes_at(&Paths::default(), service, actor_from)
}

/// The routes at these paths, to be merged into the product's own router (not nested, which would change the paths).
///
/// `actor_from` says who administers, from a session or whatever else the product trusts; it is called for the admin API only. It answers
/// nobody with `None`, and then the request needs an access token for the admin API's audience; it refuses a request by an error.
///
/// Serve the router with [`into_make_service_with_connect_info::<SocketAddr>()`](Router::into_make_service_with_connect_info), or behind a proxy put a
/// [`Source`](crate::Source) into each request's extensions: without either, guessing is not held up. The runtime needs tokio's timer: a body has
/// thirty seconds to arrive, or what a [`BodyDeadline`](crate::BodyDeadline) in the extensions says.
pub fn routes_at<S, F, A>(paths: &Paths, service: S, actor_from: F) -> Router
where
    S: Service + 'static,
    F: Fn(Parts) -> A + Clone + Send + Sync + 'static,
    A: Future<Output = Result<Option<Actor>, Error>> + Send + 'static,
{
    let service = Arc::new(service);
    let public = {
        let service = Arc::clone(&service);
        any(move |request: Request| answer(Arc::clone(&service), request))
    };
    let admin = any(move |request: Request| administer(Arc::clone(&service), actor_from.clone(), request));
    let Paths { issuer, admin: base, openid_configuration } = paths;
    let mut router = Router::new()
        .route(&format!("{issuer}/oauth/{{*endpoint}}"), public.clone())
        // A rest that is empty is none to axum.
        .route(&format!("{issuer}/oauth/"), public.clone())
        // Of a client that has put a slash between an issuer with a slash and a path; it is told.
        .route(&format!("{issuer}//oauth/{{*endpoint}}"), public.clone())
        .route(&format!("/.well-known/oauth-authorization-server{issuer}"), public.clone())
        .route("/.well-known/oauth-protected-resource", public.clone())
        .route("/.well-known/oauth-protected-resource/{*resource}", public.clone())
        .route(&format!("{base}/"), admin.clone())
        .route(&format!("{base}/{{*resource}}"), admin);
    if *openid_configuration {
        router = router.route(&format!("/.well-known/openid-configuration{issuer}"), public.clone());
        if !issuer.is_empty() {
            router = router.route(&format!("{issuer}/.well-known/openid-configuration"), public);
        }
    }
    router
}

async fn answer<S: Service>(service: Arc<S>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let response = match message::request(&parts, body).await {
        Ok(request) => service.handle(request, None).await,
        Err(error) => error.to_response(),
    };
    message::response(response)
}

async fn administer<S, F, A>(service: Arc<S>, actor_from: F, request: Request) -> Response
where
    S: Service,
    F: Fn(Parts) -> A,
    A: Future<Output = Result<Option<Actor>, Error>>,
{
    let (parts, body) = request.into_parts();
    let response = match message::request(&parts, body).await {
        Ok(request) => match actor_from(parts).await {
            Ok(actor) => service.handle(request, actor).await,
            Err(error) => error.to_response(),
        },
        Err(error) => error.to_response(),
    };
    message::response(response)
}
