//! Client authentication: `client_secret_basic` and `client_secret_post` (RFC 6749 section 2.3.1) and `private_key_jwt` (RFC 7523 section 2.2).

use super::parameters::Parameters;
use crate::http::message::HttpRequest;
use crate::model::account::details::AuthMethod;
use crate::oauth::assertion;
use crate::oauth::authentication::ClientProof;
use crate::oauth::error::{TokenError, TokenErrorCode};
use base64ct::{Base64, Encoding};
use percent_encoding::percent_decode_str;
use zeroize::Zeroizing;

/// The longest Authorization header that is looked at.
const MAX_HEADER_BYTES: usize = 4096;

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
    let decoded = Zeroizing::new(Base64::decode_vec(encoded.trim()).ok()?);
    let (client_id, secret) = std::str::from_utf8(&decoded).ok()?.split_once(':')?;
    Some((form_decode(client_id)?.to_string(), form_decode(secret)?))
}

fn form_decode(text: &str) -> Option<Zeroizing<String>> {
    let spaced = Zeroizing::new(text.replace('+', " "));
    percent_decode_str(&spaced).decode_utf8().ok().map(|decoded| Zeroizing::new(decoded.into_owned()))
}

#[cfg(test)]
mod tests {
    use super::basic;
    use data_encoding::BASE64;

    fn parts(pair: &str) -> Option<(String, String)> {
        let header = format!("Basic {}", BASE64.encode(pair.as_bytes()));
        basic(&header).map(|(client_id, secret)| (client_id, secret.to_string()))
    }

    #[test]
    fn id_and_secret_are_form_decoded_once() {
        let expect = |id: &str, secret: &str| Some((id.to_owned(), secret.to_owned()));
        assert_eq!(parts("a%3Ab:%25+%2B%C3%BC"), expect("a:b", "% +ü"));
        assert_eq!(parts("a:%2525"), expect("a", "%25"), "once");
        assert_eq!(parts("id:a:b"), expect("id", "a:b"), "a raw colon can only be the secret's");
        assert_eq!(parts("sa_x:bhs_y"), expect("sa_x", "bhs_y"), "raw and encoded are the same for ours");
        assert_eq!(parts("%73a%5Fx:%62hs%5Fy"), expect("sa_x", "bhs_y"));
        assert_eq!(parts("id:%FF"), None, "no UTF-8");
        assert_eq!(parts("id"), None);
        assert_eq!(parts(":"), expect("", ""));
    }
}
