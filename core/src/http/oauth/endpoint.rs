//! What all OAuth endpoints that take a form share: what they refuse before they read one, and the answer where there is none.

use crate::http::body::{CODED, uncoded};
use crate::http::message::{HttpRequest, HttpResponse};
use crate::model::settings::Settings;
use crate::oauth::error::{TokenError, TokenErrorCode};
use percent_encoding::percent_decode_str;

/// The paths of the endpoints, below the issuer's.
const PATHS: [&str; 5] =
    ["/oauth/token", "/oauth/revoke", "/oauth/introspect", "/oauth/jwks", "/oauth/authorize"];

/// The refusal of a request of which no form is read: of another method than POST (RFC 9110 section 15.5.6), or with a body that is compressed
/// (section 15.5.16). Both in the form of RFC 6749 section 5.2, which leaves the status to HTTP where it is not about OAuth.
pub(super) fn unread(request: &HttpRequest) -> Option<HttpResponse> {
    if request.method != "POST" {
        return Some(told(405, "this endpoint knows POST only").with("allow", "POST"));
    }
    request.is_coded().then(|| uncoded(told(415, CODED)))
}

/// The answer where a client looks for an endpoint and there is none: never a redirect, which would send credentials along, or a form as a GET. The right path is
/// named where it was only written otherwise. `None` where nobody looks for one.
pub(crate) fn nowhere(settings: &Settings, path: &str) -> Option<HttpResponse> {
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    let segments = decoded.split('/').filter(|segment| !segment.is_empty());
    let plain: String = segments.flat_map(|segment| ["/", segment]).collect();
    let below = plain.strip_prefix(settings.issuer_path())?;
    if below != "/oauth" && !below.starts_with("/oauth/") {
        return None;
    }
    let issuer = &settings.issuer;
    Some(match PATHS.iter().find(|known| **known == below) {
        Some(known) => told(404, format!("a slash is too many or encoded; the endpoint is {issuer}{known}")),
        None => told(404, format!("there is no such endpoint; tokens are at {issuer}/oauth/token")),
    })
}

fn told(status: u16, description: impl Into<String>) -> HttpResponse {
    let refusal = TokenError::new(TokenErrorCode::InvalidRequest, description);
    HttpResponse { status, ..refusal.to_response() }
}
