//! Client authentication: `client_secret_basic` and `client_secret_post` (RFC 6749 section 2.3.1) and `private_key_jwt` (RFC 7523 section 2.2).

use super::message::HttpRequest;
use crate::account::AuthMethod;
use crate::assertion;
use crate::grant::{ClientProof, TokenError, TokenErrorCode};
use data_encoding::BASE64;
use percent_encoding::percent_decode_str;
use std::collections::{BTreeMap, BTreeSet};
use zeroize::Zeroizing;

/// The longest Authorization header that is looked at.
const MAX_HEADER_BYTES: usize = 4096;

/// The most parameters that are read.
const MAX_PARAMETERS: usize = 100;

/// Parameters of a form body; those without a value are absent.
#[derive(Default)]
pub(super) struct Parameters {
    by_name: BTreeMap<String, Zeroizing<String>>,
    /// The one that may stand there more than once (RFC 8707 section 2).
    pub(super) resource: Vec<String>,
    seen: BTreeSet<String>,
    count: usize,
}

impl Parameters {
    /// Adds a parameter; one that stands there twice is an error (RFC 6749 section 3.2), but for `resource`, and one without a value is absent.
    pub(super) fn add(&mut self, name: &str, value: String) -> Result<(), TokenError> {
        let malformed = |description: &str| TokenError::new(TokenErrorCode::InvalidRequest, description);
        if name == "resource" {
            self.resource.extend((!value.is_empty()).then_some(value));
        } else if !self.seen.insert(name.to_owned()) {
            return Err(malformed("a parameter stands in the body twice"));
        } else if !value.is_empty() {
            self.by_name.insert(name.to_owned(), Zeroizing::new(value));
        }
        self.count = self.count.saturating_add(1);
        if self.count > MAX_PARAMETERS { Err(malformed("the body has too many parameters")) } else { Ok(()) }
    }

    pub(super) fn get(&self, name: &str) -> Option<&Zeroizing<String>> {
        self.by_name.get(name)
    }

    pub(super) fn take(&mut self, name: &str) -> Option<Zeroizing<String>> {
        self.by_name.remove(name)
    }
}

/// The parameters of a form body.
pub(super) fn parameters(body: &[u8]) -> Result<Parameters, TokenError> {
    let malformed = |description: &str| TokenError::new(TokenErrorCode::InvalidRequest, description);
    let text = std::str::from_utf8(body).map_err(|_| malformed("the body is not UTF-8"))?;
    let mut parameters = Parameters::default();
    for (name, value) in form_urlencoded::parse(text.as_bytes()) {
        parameters.add(&name, value.into_owned())?;
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
                let ways = &[AuthMethod::ClientSecretPost];
                Ok(ClientProof::Secret { client_id, client_secret: secret.clone(), ways })
            }
            _ => Err(TokenError::invalid_client()),
        };
    }
    let basic = request.header("authorization").and_then(basic);
    let (named, client_secret) = basic.ok_or_else(TokenError::invalid_client)?;
    if client_id.is_some_and(|client_id| client_id != named) {
        return Err(malformed("the client_id in the body is another than in the Authorization header"));
    }
    Ok(ClientProof::Secret { client_id: named, client_secret, ways: &[AuthMethod::ClientSecretBasic] })
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
