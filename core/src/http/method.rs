//! Methods: those that an address knows, and the refusal of others.

use super::message::HttpRequest;
use crate::value::error::{Code, Error};

/// Refuses every method but the one that is known here.
pub(super) fn only(request: &HttpRequest, method: &str) -> Result<(), Error> {
    if request.method == method { Ok(()) } else { Err(method_not_allowed(method)) }
}

/// Refuses every method but GET, and HEAD, which is GET without the body, which the host leaves out (RFC 9110 section 9.3.2).
pub(super) fn only_get(request: &HttpRequest) -> Result<(), Error> {
    let known = ["GET", "HEAD"].contains(&request.method.as_str());
    if known { Ok(()) } else { Err(method_not_allowed("GET and HEAD")) }
}

/// `allowed` are the methods in words: `GET, PATCH and DELETE`.
pub(super) fn method_not_allowed(allowed: &str) -> Error {
    let error = Error::new(Code::MethodNotAllowed, format!("this address knows {allowed}"));
    Error { allowed: Some(allowed.replace(" and ", ", ")), ..error }
}
