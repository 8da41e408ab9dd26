//! What came of a request, read from its answer for the metrics. Nothing of the answer but its codes is looked at. And the answer to one that never came to be decided.

use crate::metrics::{Metrics, Outcome};
use badgehouse::error::Error;
use badgehouse::grant::TokenError;
use badgehouse::http::{HttpRequest, HttpResponse};
use serde::Deserialize;
use std::borrow::Cow;

/// The endpoints whose answers are told apart.
pub(super) enum Endpoint {
    Token,
    Introspection,
    Revocation,
    Other,
}

/// The codes of an answer of the OAuth endpoints, or of a problem document.
#[derive(Default, Deserialize)]
struct Codes<'a> {
    #[serde(borrow)]
    error: Option<Cow<'a, str>>,
    #[serde(borrow)]
    code: Option<Cow<'a, str>>,
    active: Option<bool>,
}

impl Endpoint {
    pub(super) fn of(issuer_path: &str, request: &HttpRequest) -> Self {
        let path = request.target.split('?').next().unwrap_or_default();
        match path.strip_prefix(issuer_path) {
            Some("/oauth/token") => Self::Token,
            Some("/oauth/introspect") => Self::Introspection,
            Some("/oauth/revoke") => Self::Revocation,
            _ => Self::Other,
        }
    }

    pub(super) fn count(&self, metrics: &Metrics, response: &HttpResponse) {
        match self {
            Self::Token if response.status == 200 => metrics.token_request(Outcome::GRANTED),
            Self::Token => metrics.token_request(refusal(response)),
            Self::Introspection => metrics.decision("introspection", introspected(response)),
            Self::Revocation | Self::Other => {}
        }
    }

    /// The answer where nothing was decided, in the endpoint's own form (RFC 6749 section 5.2, RFC 7009 section 2.2.1, RFC 7662 section 2.3).
    pub(super) fn refuse(&self, error: Error) -> HttpResponse {
        match self {
            Self::Token | Self::Introspection | Self::Revocation => TokenError::from(error).to_response(),
            Self::Other => error.to_response(),
        }
    }
}

fn introspected(response: &HttpResponse) -> Outcome {
    if response.status != 200 {
        return refusal(response);
    }
    if codes(response).active == Some(true) { Outcome::GRANTED } else { Outcome::refused("inactive") }
}

fn refusal(response: &HttpResponse) -> Outcome {
    let Codes { error, code, .. } = codes(response);
    Outcome::of(response.status, &error.or(code).unwrap_or_default())
}

fn codes(response: &HttpResponse) -> Codes<'_> {
    serde_json::from_slice(&response.body).unwrap_or_default()
}

/// What came of a decision in this process.
pub(super) fn outcome<T>(decided: &Result<T, Error>) -> Outcome {
    match decided {
        Ok(_) => Outcome::GRANTED,
        Err(error) => Outcome::of(error.code.status(), error.code.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use badgehouse::error::Code;

    #[test]
    fn who_finds_no_place_is_told_so_in_the_form_of_the_endpoint() {
        for (path, member, code) in [
            ("/oauth/token", "error", "temporarily_unavailable"),
            ("/oauth/introspect", "error", "temporarily_unavailable"),
            ("/oauth/revoke", "error", "temporarily_unavailable"),
            ("/badgehouse/v1/companies", "code", "unavailable"),
        ] {
            let target = format!("/issuer{path}?a=b");
            let endpoint = Endpoint::of("/issuer", &HttpRequest { target, ..HttpRequest::default() });
            let response = endpoint.refuse(Error::new(Code::Unavailable, "the service is busy"));
            let body: serde_json::Value = serde_json::from_slice(&response.body).unwrap();
            assert_eq!((response.status, body[member].as_str()), (503, Some(code)), "{path}");
            assert!(response.headers.iter().any(|(name, _)| name == "retry-after"), "{path}");
        }
    }
}
