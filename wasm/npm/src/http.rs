//! HTTP messages as plain objects.

use crate::value::{Given, invalid, made, write};
use badgehouse::error::{Code, Error};
use badgehouse::http::{HttpRequest, HttpResponse};
use js_sys::Uint8Array;
use serde::{Deserialize, Serialize};
use serde_bytes::Bytes;
use wasm_bindgen::JsValue;
use zeroize::Zeroizing;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RequestIn {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    /// Whether somebody else has read the body, or does so now.
    used: bool,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    encrypted: Option<bool>,
}

/// A response, as the package makes a `Response` of it.
#[derive(Serialize)]
pub(crate) struct ResponseOut<'a> {
    status: u16,
    headers: &'a [(String, String)],
    body: &'a Bytes,
    #[serde(skip_serializing_if = "Option::is_none")]
    diagnostic: Option<&'a str>,
}

/// How a call of `handle` ends.
#[derive(Serialize)]
struct End<'a> {
    kind: &'static str,
    response: ResponseOut<'a>,
}

/// The request, or the answer to one whose body broke off.
pub(crate) fn request(
    head: Given,
    body: Option<Uint8Array>,
) -> Result<Result<HttpRequest, HttpResponse>, Error> {
    let RequestIn { method, target, headers, used, source, encrypted } = made(head)?;
    if used {
        return Err(invalid("request", "its body was read already; hand in a request that nobody has read"));
    }
    let Some(body) = body else {
        return Ok(Err(Error::new(Code::InvalidInput, "the body ended before its end").to_response()));
    };
    let body = Zeroizing::new(body.to_vec());
    Ok(Ok(HttpRequest { method, target, headers, body, source, encrypted, failures: Vec::new() }))
}

pub(crate) fn response(response: &HttpResponse) -> Result<JsValue, JsValue> {
    write(&End { kind: "response", response: ResponseOut::from(response) })
}

impl<'a> From<&'a HttpResponse> for ResponseOut<'a> {
    fn from(response: &'a HttpResponse) -> Self {
        Self {
            status: response.status,
            headers: &response.headers,
            body: Bytes::new(&response.body),
            diagnostic: response.diagnostic.as_deref(),
        }
    }
}
