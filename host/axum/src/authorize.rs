//! Authorizing within a handler, for a route of which tool or level are known only there.

use crate::message;
use axum::http::request::Parts;
use axum::response::Response;
use badgehouse::authorize::{Authorized, NeedInput};
use badgehouse::service::Service;

/// Whether a request may go on; if not, the response to answer it with.
///
/// # Errors
/// The core's problem document, with its status and its `WWW-Authenticate`.
pub async fn authorize(
    service: &dyn Service,
    parts: &Parts,
    need: NeedInput,
) -> Result<Authorized, Response> {
    let authorized = service.authorize(message::presented(parts), need).await;
    authorized.map_err(|error| message::response(error.to_response()))
}
