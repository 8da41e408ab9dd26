//! Client authentication at the token endpoint: `client_secret_basic` and `client_secret_post` (RFC 6749 section 2.3.1).

use super::message::HttpRequest;
use crate::grant::{TokenError, TokenErrorCode};
use data_encoding::BASE64;
use percent_encoding::percent_decode_str;
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// The longest Authorization header that is looked at.
const MAX_HEADER_BYTES: usize = 4096;

/// Parameters of a form body, by name; those without a value are absent.
pub(super) type Parameters = BTreeMap<String, Zeroizing<String>>;

/// Who the client says it is.
pub(super) struct Credentials {
    pub(super) client_id: String,
    pub(super) client_secret: Zeroizing<String>,
}

/// The parameters of a form body. One that stands there twice is an error (RFC 6749 section 3.2), one without a value is absent.
pub(super) fn parameters(body: &[u8]) -> Result<Parameters, TokenError> {
    let malformed = |description: &str| TokenError::new(TokenErrorCode::InvalidRequest, description);
    let text = std::str::from_utf8(body).map_err(|_| malformed("the body is not UTF-8"))?;
    let mut parameters = Parameters::new();
    let mut seen = Vec::new();
    for (name, value) in form_urlencoded::parse(text.as_bytes()) {
        if seen.contains(&name) {
            return Err(malformed("a parameter stands in the body twice"));
        }
        if !value.is_empty() {
            parameters.insert(name.to_string(), Zeroizing::new(value.into_owned()));
        }
        seen.push(name);
        if seen.len() > 100 {
            return Err(malformed("the body has too many parameters"));
        }
    }
    Ok(parameters)
}

/// The credentials, by exactly one method.
pub(super) fn credentials(request: &HttpRequest, parameters: &Parameters) -> Result<Credentials, TokenError> {
    let malformed = |description: &str| TokenError::new(TokenErrorCode::InvalidRequest, description);
    let in_body = parameters.get("client_secret");
    if !request.has("authorization") {
        let client_id = parameters.get("client_id");
        return match (client_id, in_body) {
            (Some(client_id), Some(secret)) => {
                Ok(Credentials { client_id: client_id.to_string(), client_secret: secret.clone() })
            }
            _ => Err(TokenError::invalid_client()),
        };
    }
    if in_body.is_some() {
        return Err(malformed("the client authenticates in two ways at once; use one"));
    }
    let credentials =
        request.header("authorization").and_then(basic).ok_or_else(TokenError::invalid_client)?;
    if parameters.get("client_id").is_some_and(|client_id| **client_id != credentials.client_id) {
        return Err(malformed("the client_id in the body is another than in the Authorization header"));
    }
    Ok(credentials)
}

/// The parts of a Basic header (RFC 7617 section 2), each form-decoded once (RFC 6749 section 2.3.1).
fn basic(header: &str) -> Option<Credentials> {
    if header.len() > MAX_HEADER_BYTES {
        return None;
    }
    let (scheme, encoded) = header.trim().split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = Zeroizing::new(BASE64.decode(encoded.trim().as_bytes()).ok()?);
    let (client_id, secret) = std::str::from_utf8(&decoded).ok()?.split_once(':')?;
    Some(Credentials { client_id: form_decode(client_id)?.to_string(), client_secret: form_decode(secret)? })
}

fn form_decode(text: &str) -> Option<Zeroizing<String>> {
    let spaced = Zeroizing::new(text.replace('+', " "));
    percent_decode_str(&spaced).decode_utf8().ok().map(|decoded| Zeroizing::new(decoded.into_owned()))
}
