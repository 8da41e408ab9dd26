//! A response of HTTP as a plain object.

use badgehouse::http::HttpResponse;
use serde::Serialize;
use serde_bytes::Bytes;

/// A response, as the package makes a `Response` of it.
#[derive(Serialize)]
pub(crate) struct ResponseOut<'a> {
    status: u16,
    headers: &'a [(String, String)],
    body: &'a Bytes,
    #[serde(skip_serializing_if = "Option::is_none")]
    diagnostic: Option<&'a str>,
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
