//! JSON in and out.

use super::message::{HttpRequest, HttpResponse, MAX_BODY_BYTES};
use crate::value::error::{Code, Error};
use crate::value::input;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The JSON of a request. Unknown, repeated and mistyped members are refused, and the error names the place.
pub(super) fn read<T: DeserializeOwned>(request: &HttpRequest) -> Result<T, Error> {
    if request.body.len() > MAX_BODY_BYTES {
        let detail = format!("a body has at most {MAX_BODY_BYTES} bytes");
        return Err(Error::new(Code::BodyTooLarge, detail));
    }
    if !request.is_of("application/json") {
        return Err(Error::new(Code::UnsupportedMediaType, "send the body as `application/json`"));
    }
    input::object(&request.body)
}

/// A response with JSON that no cache keeps.
pub(super) fn write<T: Serialize>(status: u16, value: &T) -> Result<HttpResponse, Error> {
    let json = serde_json::to_vec(value).map_err(|_| Error::broken("an answer cannot be written"))?;
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
