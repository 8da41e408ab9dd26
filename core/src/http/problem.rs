//! Errors as problem details (RFC 9457), with the challenges of RFC 6750.

use super::message::HttpResponse;
use crate::oauth::dpop;
use crate::value::error::{Code, Error, InputProblem, Required};
use serde::Serialize;

/// A problem document. The type is left out: it is `about:blank`, and `code` is what programs look at.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Problem<'a> {
    title: &'static str,
    status: u16,
    code: Code,
    detail: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [InputProblem],
    #[serde(skip_serializing_if = "Option::is_none")]
    required: Option<&'a Required>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contact_revision: Option<u64>,
}

impl Error {
    /// The response that tells of the error, for a host that refuses a request itself.
    pub fn to_response(&self) -> HttpResponse {
        let status = self.code.status();
        let mut response = HttpResponse::new(status)
            .with("cache-control", "no-store")
            .with_body("application/problem+json", self.to_json().into_bytes());
        if let Some(challenge) = self.www_authenticate() {
            response = response.with("www-authenticate", challenge);
        }
        if let Some(nonce) = &self.challenge.dpop_nonce {
            response = response.with("dpop-nonce", nonce);
        }
        if let Some(allowed) = &self.allowed {
            response = response.with("allow", allowed);
        }
        if self.code == Code::Unavailable {
            response = response.with("retry-after", "1");
        }
        response.diagnostic.clone_from(&self.diagnostic);
        response
    }

    /// The problem document, as it is sent with the media type `application/problem+json`.
    pub fn to_json(&self) -> String {
        let problem = Problem {
            title: title(self.code.status()),
            status: self.code.status(),
            code: self.code,
            detail: &self.detail,
            errors: &self.errors,
            required: self.required.as_ref(),
            contact_revision: self.contact_revision,
        };
        serde_json::to_string(&problem).unwrap_or_default()
    }

    /// The value of `WWW-Authenticate` that goes with the error (RFC 6750 section 3, RFC 9449 section 7.1, RFC 9728 section 5.1). Without any token there is
    /// no error code in it.
    pub fn www_authenticate(&self) -> Option<String> {
        let mut attributes = Vec::new();
        match self.code {
            Code::Unauthenticated => {}
            Code::InvalidRequest | Code::InvalidToken | Code::InvalidDpopProof | Code::UseDpopNonce => {
                attributes.push(format!(r#"error="{}""#, self.code.as_str()));
                attributes.push(format!(r#"error_description="{}""#, quotable(&self.detail)));
            }
            Code::InsufficientScope => {
                let scope = self.required.iter().map(Required::scope).collect::<Vec<_>>().join(" ");
                attributes.push(r#"error="insufficient_scope""#.into());
                attributes.push(format!(r#"scope="{scope}""#));
            }
            _ => return None,
        }
        if self.challenge.dpop {
            attributes.push(format!(r#"algs="{}""#, dpop::ALGORITHMS.join(" ")));
        }
        attributes.extend(
            self.challenge.resource_metadata.iter().map(|url| format!(r#"resource_metadata="{url}""#)),
        );
        // RFC 6750 section 3: at least one attribute stands behind the scheme.
        if attributes.is_empty() {
            attributes.push(r#"realm="api""#.into());
        }
        let scheme = if self.challenge.dpop { "DPoP" } else { "Bearer" };
        Some(format!("{scheme} {}", attributes.join(", ")))
    }
}

/// The text in the characters that `error_description` may have (RFC 6750 section 3); a host's own words may have others, which no header can tell.
fn quotable(text: &str) -> String {
    let fits = |c: char| (' '..='~').contains(&c) && !['"', '\\'].contains(&c);
    text.chars().map(|c| if fits(c) { c } else { '\'' }).collect()
}

/// The phrase of RFC 9110 section 15, as RFC 9457 section 4.2.1 asks for with `about:blank`.
fn title(status: u16) -> &'static str {
    match status {
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        428 => "Precondition Required",
        503 => "Service Unavailable",
        _ => "Internal Server Error",
    }
}
