//! Messages of HTTP: requests as the package makes them, responses as it takes them.

use crate::arguments::invalid;
use crate::call::End;
use crate::json::made;
use crate::plain::write;
use crate::response::ResponseOut;
use badgehouse::error::{Code, Error};
use badgehouse::http::{HttpRequest, HttpResponse};
use js_sys::Uint8Array;
use serde::{Deserialize, Serialize};
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

/// How `handle` ends.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Told<'a> {
    Response { response: ResponseOut<'a> },
}

/// A request with the body that was read of it; or the response to one of which there is no body, since the body broke off.
pub(crate) fn request(
    head: Option<&str>,
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

/// An end with a response.
pub(crate) fn response_end(response: HttpResponse) -> End {
    Box::new(move || write(&Told::Response { response: ResponseOut::from(&response) }))
}
