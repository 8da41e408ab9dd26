//! A response of HTTP as JSON text.

use crate::plain::json;
use badgehouse::http::HttpResponse;
use serde::Serialize;
use std::borrow::Cow;

/// A response, as the package makes a `Response` of it.
#[derive(Serialize)]
struct ResponseOut<'a> {
    status: u16,
    headers: &'a [(String, String)],
    /// All that the engine answers is text.
    body: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    diagnostic: Option<&'a str>,
}

/// It always has a text.
pub(crate) fn text(response: &HttpResponse) -> String {
    json(&ResponseOut {
        status: response.status,
        headers: &response.headers,
        body: String::from_utf8_lossy(&response.body),
        diagnostic: response.diagnostic.as_deref(),
    })
    .unwrap_or_default()
}
