//! Client authentication: `client_secret_basic` and `client_secret_post` (RFC 6749 section 2.3.1) and `private_key_jwt` (RFC 7523 section 2.2).

use super::message::HttpRequest;
use crate::assertion;
use crate::grant::{ClientProof, TokenError, TokenErrorCode};
use data_encoding::BASE64;
use percent_encoding::percent_decode_str;
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// The longest Authorization header that is looked at.
const MAX_HEADER_BYTES: usize = 4096;

/// Parameters of a form body, by name; those without a value are absent.
pub(super) type Parameters = BTreeMap<String, Zeroizing<String>>;

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

/// How the client proves itself: by exactly one method (RFC 6749 section 2.3).
pub(super) fn proof(request: &HttpRequest, parameters: &Parameters) -> Result<ClientProof, TokenError> {
    let malformed = |description: &str| TokenError::new(TokenErrorCode::InvalidRequest, description);
    let (secret, assertion) = (parameters.get("client_secret"), parameters.get("client_assertion"));
    let ways = [request.has("authorization"), secret.is_some(), assertion.is_some()];
    if ways.into_iter().filter(|used| *used).count() > 1 {
        return Err(malformed("the client authenticates in two ways at once; use one"));
    }
    let client_id = parameters.get("client_id").map(|client_id| client_id.to_string());
    if let Some(assertion) = assertion {
        if parameters.get("client_assertion_type").map(|text| text.as_str()) != Some(assertion::TYPE) {
            return Err(malformed("the client_assertion_type is the URN of the JWT bearer assertion"));
        }
        return Ok(ClientProof::Assertion { client_id, assertion: assertion.clone() });
    }
    if !request.has("authorization") {
        return match (client_id, secret) {
            (Some(client_id), Some(secret)) => {
                Ok(ClientProof::Secret { client_id, client_secret: secret.clone() })
            }
            _ => Err(TokenError::invalid_client()),
        };
    }
    let basic = request.header("authorization").and_then(basic);
    let (named, client_secret) = basic.ok_or_else(TokenError::invalid_client)?;
    if client_id.is_some_and(|client_id| client_id != named) {
        return Err(malformed("the client_id in the body is another than in the Authorization header"));
    }
    Ok(ClientProof::Secret { client_id: named, client_secret })
}

/// The parts of a Basic header (RFC 7617 section 2), each form-decoded once (RFC 6749 section 2.3.1).
fn basic(header: &str) -> Option<(String, Zeroizing<String>)> {
    if header.len() > MAX_HEADER_BYTES {
        return None;
    }
    let (scheme, encoded) = header.trim().split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = Zeroizing::new(BASE64.decode(encoded.trim().as_bytes()).ok()?);
    let (client_id, secret) = std::str::from_utf8(&decoded).ok()?.split_once(':')?;
    Some((form_decode(client_id)?.to_string(), form_decode(secret)?))
}

fn form_decode(text: &str) -> Option<Zeroizing<String>> {
    let spaced = Zeroizing::new(text.replace('+', " "));
    percent_decode_str(&spaced).decode_utf8().ok().map(|decoded| Zeroizing::new(decoded.into_owned()))
}
