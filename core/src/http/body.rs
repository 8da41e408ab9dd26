//! JSON in and out.

use super::message::{HttpRequest, HttpResponse, MAX_BODY_BYTES};
use crate::value::error::{Code, Error};
use crate::value::input;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What is told who sends a body in another coding than `identity`.
pub(super) const CODED: &str =
    "send the body as it is, without Content-Encoding; compressed ones are not read";

/// The answer says which coding is read, by which a client knows that it was not the media type (RFC 9110 section 15.5.16, RFC 7694 section 3).
pub(super) fn uncoded(response: HttpResponse) -> HttpResponse {
    response.with("accept-encoding", "identity")
}

/// The JSON of a request. Unknown, repeated and mistyped members are refused, and the error names the place.
pub(super) fn read<T: DeserializeOwned>(request: &HttpRequest) -> Result<T, Error> {
    input::object(content(request)?)
}

/// The JSON text of a request, as long as one may be.
fn content(request: &HttpRequest) -> Result<&[u8], Error> {
    if request.is_coded() {
        return Err(Error::new(Code::UnsupportedMediaType, CODED));
    }
    if request.body.len() > MAX_BODY_BYTES {
        let detail = format!("a body has at most {MAX_BODY_BYTES} bytes");
        return Err(Error::new(Code::BodyTooLarge, detail));
    }
    if !request.is_of("application/json") {
        return Err(Error::new(Code::UnsupportedMediaType, "send the body as `application/json`"));
    }
    Ok(request.content())
}

/// A response with JSON that no cache keeps.
pub(super) fn write<T: Serialize>(status: u16, value: &T) -> Result<HttpResponse, Error> {
    answer(status, serde_json::to_vec(value))
}

fn answer(status: u16, json: serde_json::Result<Vec<u8>>) -> Result<HttpResponse, Error> {
    let json = json.map_err(|_| Error::broken("an answer cannot be written"))?;
    Ok(no_store(HttpResponse::new(status)).with_body("application/json", json))
}

/// RFC 6749 section 5.1.
pub(super) fn no_store(response: HttpResponse) -> HttpResponse {
    response.with("cache-control", "no-store").with("pragma", "no-cache")
}

pub(super) fn to_json<T: serde::Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

pub(super) fn empty(result: Result<(), Error>) -> Result<HttpResponse, Error> {
    result.map(|()| HttpResponse::new(204).with("cache-control", "no-store"))
}
