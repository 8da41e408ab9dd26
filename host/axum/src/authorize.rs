//! Deciding within a handler, for a route of which tool or level are known only there, or which decides by itself.

use crate::message;
use axum::response::Response;
use badgehouse::authorize::{Authorized, NeedInput, Presented, TokensOf};
use badgehouse::introspection::ActiveToken;
use badgehouse::service::Service;

/// Whether a request may go on; if not, the response to answer it with. What it presents is for [`presented`](crate::presented()) to say.
///
/// # Errors
/// The core's problem document, with its status and its `WWW-Authenticate`.
pub async fn authorize(
    service: &dyn Service,
    presented: Presented,
    need: NeedInput,
) -> Result<Authorized, Response> {
    let authorized = service.authorize(presented, need).await;
    authorized.map_err(|error| message::response(error.to_response()))
}

/// What a request's token says, if it is good now and `of` the company whose data is asked for: no permission is looked at. Without an audience it has to be
/// for the first of the settings.
///
/// # Errors
/// As [`authorize`].
pub async fn verify(
    service: &dyn Service,
    presented: Presented,
    of: TokensOf,
    audience: Option<String>,
) -> Result<ActiveToken, Response> {
    let verified = service.verify(presented, of, audience).await;
    verified.map_err(|error| message::response(error.to_response()))
}
