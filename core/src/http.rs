//! HTTP without a server: one operation from a request to a response.
//!
//! A host hands in what it received and sends back what it gets; it adds TLS, and says who the actor is when it has authenticated
//! one itself. No header but `Authorization`, `DPoP`, `Content-Type`, `Content-Encoding`, `Idempotency-Key`, `If-Match`, and with cookies `Origin` and `Host`,
//! means anything here; and for the audit event of a change `X-Request-Id` (1 to 128 visible ASCII characters) and
//! `Badgehouse-Reason` (1 to 200 characters, percent-encoded UTF-8).
//!
//! ```
//! use badgehouse::crypto::SealingKey;
//! use badgehouse::driver::run;
//! use badgehouse::http::HttpRequest;
//! use badgehouse::settings::Settings;
//! use badgehouse::{Core, Start};
//!
//! let key = SealingKey::from_bytes([7; 32]);
//! let core = Core::open(Settings::new("https://id.example.com", "svc.example.com", vec![key]))?;
//! let request = HttpRequest {
//!     method: "GET".into(),
//!     target: "/.well-known/oauth-authorization-server".into(),
//!     ..HttpRequest::default()
//! };
//! let start = Start { now: 1_800_000_000, seed: [1; 32] };
//! // The metadata asks nothing of a store; for what does, see the crate's first page.
//! let response = run(core.handle(start, request, None), |_| unreachable!());
//! assert_eq!(response.status, 200);
//! # Ok::<(), badgehouse::error::Error>(())
//! ```

mod admin;
mod body;
mod headers;
mod kept;
pub(crate) mod message;
mod method;
mod oauth;
#[cfg(feature = "schema")]
pub(crate) mod openapi;
mod problem;
mod query;
pub(crate) mod service;
mod tags;

pub use admin::admin_address;
pub use kept::Kept;
pub use message::{HttpRequest, HttpResponse, MAX_BODY_BYTES};
#[cfg(feature = "schema")]
pub use openapi::openapi;

use crate::administration::principal::Principal;
use crate::core::{Context, Core, Outcome};
use crate::model::actor::Actor;
use crate::oauth::authorize;
use crate::oauth::error::{TokenError, TokenErrorCode};
use crate::oauth::resource;
use crate::port::operation::Operation;
use crate::value::error::{Code, Error};
use crate::value::random::Start;
use message::Target;
use zeroize::Zeroize;

/// What is told who sends credentials in clear.
const IN_CLEAR: &str = "send this by https; take what it held for known to others, and replace it";

/// Answers a request. `actor` is whom the host has authenticated; without one, the admin API takes an access token for its audience.
pub(crate) async fn handle(
    context: &mut Context,
    mut request: HttpRequest,
    actor: Option<Actor>,
) -> HttpResponse {
    let response = respond(context, &request, actor).await.unwrap_or_else(|error| error.to_response());
    // A secret or a token may be in one; the body wipes itself.
    request.headers.iter_mut().for_each(|(_, value)| value.zeroize());
    response
}

async fn respond(
    context: &mut Context,
    request: &HttpRequest,
    actor: Option<Actor>,
) -> Result<HttpResponse, Error> {
    let target = Target::parse(&request.target);
    let settings = &context.settings;
    let issuer_path = settings.issuer_path().to_owned();
    let path = target.path.as_str();
    let in_clear = request.encrypted == Some(false) && settings.issuer.starts_with("https:");
    if oauth::metadata::is_metadata(settings, path) {
        return oauth::metadata::metadata(context, request);
    }
    if let Some(admin) =
        path.strip_prefix(settings.base_path.as_str()).and_then(|rest| rest.strip_prefix('/'))
    {
        if in_clear {
            return Err(Error::new(Code::InvalidRequest, IN_CLEAR));
        }
        let by_token = actor.is_none();
        let answer = admin::respond(context, request, actor, admin, &target.query).await;
        let response = answer.unwrap_or_else(|error| refused(challenged(context, request, error), by_token));
        let coded = response.status == 415 && request.is_coded();
        return Ok(if coded { body::uncoded(response) } else { response });
    }
    if let Some(resource) = path.strip_prefix(resource::WELL_KNOWN) {
        return oauth::metadata::resource_metadata(context, request, resource);
    }
    match path.strip_prefix(issuer_path.as_str()) {
        Some("/oauth/jwks") => oauth::metadata::jwks(context, request).await,
        Some("/oauth/authorize") => Ok(oauth::authorize()),
        _ if in_clear => Ok(TokenError::new(TokenErrorCode::InvalidRequest, IN_CLEAR).to_response()),
        Some("/oauth/token") => Ok(oauth::token(context, request).await),
        Some("/oauth/token/info") if settings.policy.lenient_token_endpoint => {
            oauth::lenient::token_info(context, request).await
        }
        Some("/oauth/revoke") => Ok(oauth::revoke(context, request).await),
        Some("/oauth/introspect") => Ok(oauth::introspect(context, request).await),
        _ => oauth::endpoint::nowhere(settings, path).ok_or_else(Error::not_found),
    }
}

/// The refusal of the admin API. The bearer of a token that does not suffice is told so as any API tells it (RFC 6750 section 3).
fn refused(mut error: Error, by_token: bool) -> HttpResponse {
    let response = error.to_response();
    if !by_token || error.code != Code::MissingPermission {
        return response;
    }
    error.code = Code::InsufficientScope;
    response.with("www-authenticate", error.www_authenticate().unwrap_or_default())
}

/// The refusal of the admin API with where its metadata is (RFC 9728 section 5.1).
fn challenged(context: &Context, request: &HttpRequest, error: Error) -> Error {
    let metadata = resource::metadata_url(&context.settings.admin_audience());
    authorize::challenged(error, &headers::presented(&context.settings, request), metadata)
}

impl Core {
    /// Answers an HTTP request. `actor` is whom the host has authenticated, if it has.
    pub fn handle(
        &self,
        start: Start,
        request: HttpRequest,
        actor: Option<Actor>,
    ) -> Operation<HttpResponse> {
        self.begin(start, |mut context| async move { handle(&mut context, request, actor).await })
    }

    /// Answers a request of the admin API that came on no wire, for whom the host names itself: one shape for every administrative operation, for a face that passes on
    /// what it was given. `target` begins behind the company: `/service-accounts`. Of the headers, `Content-Type`, `If-Match`, `Idempotency-Key`,
    /// `X-Request-Id` and `Badgehouse-Reason` mean what they mean in [`handle`](Self::handle).
    ///
    /// # Errors
    /// As the operation's own method has them, and `not_found` or `method_not_allowed` where there is no such operation.
    pub fn administer(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        mut request: HttpRequest,
    ) -> Outcome<HttpResponse> {
        self.begin(start, |mut context| async move {
            let answer = admin::administer(&mut context, &request, principal, company).await;
            request.headers.iter_mut().for_each(|(_, value)| value.zeroize());
            answer
        })
    }
}
