//! What came of a request, read from its answer for the metrics. Nothing of the answer but its codes is looked at.

use crate::metrics::{Metrics, Outcome};
use badgehouse::error::Error;
use badgehouse::http::{HttpRequest, HttpResponse};
use serde::Deserialize;
use std::borrow::Cow;

/// The endpoints whose answers are told apart.
pub(super) enum Endpoint {
    Token,
    Introspection,
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
            _ => Self::Other,
        }
    }

    pub(super) fn count(&self, metrics: &Metrics, response: &HttpResponse) {
        match self {
            Self::Token if response.status == 200 => metrics.token_request(Outcome::GRANTED),
            Self::Token => metrics.token_request(refusal(response)),
            Self::Introspection => metrics.decision("introspection", introspected(response)),
            Self::Other => {}
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
