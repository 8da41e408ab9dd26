//! Methods: those that an address knows, and the refusal of others.

use super::message::HttpRequest;
use crate::value::error::{Code, Error};

/// What a request does: HEAD is GET without the body, which the host leaves out (RFC 9110 section 9.3.2).
pub(super) fn of(request: &HttpRequest) -> &str {
    if request.method == "HEAD" { "GET" } else { &request.method }
}

/// Refuses every method but the one that is known here; with GET, HEAD is.
pub(super) fn only(request: &HttpRequest, method: &str) -> Result<(), Error> {
    if of(request) == method { Ok(()) } else { Err(method_not_allowed(&[method])) }
}

/// `known` are the methods of the address; with GET, HEAD is.
pub(super) fn method_not_allowed(known: &[&str]) -> Error {
    let words = match known {
        [others @ .., last] if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => known.concat(),
    };
    let mut error = Error::new(Code::MethodNotAllowed, format!("this address knows {words}"));
    error.allowed = Some(known.join(", ").replace("GET", "GET, HEAD"));
    error
}
