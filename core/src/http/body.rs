//! JSON in and out.

use super::MAX_BODY_BYTES;
use super::message::{HttpRequest, HttpResponse};
use super::oauth::no_store;
use crate::value::error::{Code, Error};
use crate::value::input::{self, Object};
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
    parse(&request.body)
}

/// The value in JSON text, or where and why it is none.
pub(crate) fn parse<T: DeserializeOwned>(json: &[u8]) -> Result<T, Error> {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let Object(value) = input::read(&mut deserializer)?;
    deserializer.end().map_err(|error| Error::invalid_at("", error.to_string()))?;
    Ok(value)
}

/// A response with JSON that no cache keeps.
pub(super) fn write<T: Serialize>(status: u16, value: &T) -> Result<HttpResponse, Error> {
    let json = serde_json::to_vec(value).map_err(|_| Error::broken("an answer cannot be written"))?;
    Ok(no_store(HttpResponse::new(status)).with_body("application/json", json))
}
