//! HTTP messages as plain objects.

use crate::value::{read, write};
use badgehouse::error::Error;
use badgehouse::http::{HttpRequest, HttpResponse};
use js_sys::{Reflect, Uint8Array};
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
    #[serde(default)]
    source: Option<String>,
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

pub(crate) fn request(head: JsValue, body: &Uint8Array) -> Result<HttpRequest, Error> {
    let RequestIn { method, target, headers, source } = read(head)?;
    let body = Zeroizing::new(body.to_vec());
    Ok(HttpRequest { method, target, headers, body, source, failures: Vec::new() })
}

pub(crate) fn response(response: &HttpResponse, cause: Option<JsValue>) -> Result<JsValue, JsValue> {
    let object = write(&ResponseOut::from(response))?;
    if let Some(cause) = cause.filter(|_| response.diagnostic.is_some()) {
        Reflect::set(&object, &"cause".into(), &cause)?;
    }
    Ok(object)
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
