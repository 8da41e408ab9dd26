//! Translation between axum's messages and the core's.

use crate::encrypted::encrypted;
use crate::source::source;
use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use badgehouse::error::{Code, Error};
use badgehouse::http::{HttpRequest, HttpResponse, MAX_BODY_BYTES};
use http_body_util::BodyExt;
use std::time::Duration;
use tokio::time::timeout;
use zeroize::Zeroizing;

/// How much of a body that is too large is read and thrown away, so that a client that reads only after it has written learns why.
const MAX_DRAINED_BYTES: usize = 8 * 1024 * 1024;
/// Put into a request's extensions by an earlier layer: how long the body may take to arrive, thirty seconds where nobody says it. One that drips in would hold its
/// buffer and its connection for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BodyDeadline(pub Duration);

impl Default for BodyDeadline {
    fn default() -> Self {
        Self(Duration::from_secs(30))
    }
}

/// The request for the core, with its body up to one byte over the bound, by which the core knows it for too large.
pub(crate) async fn request(parts: &Parts, body: Body) -> Result<HttpRequest, Error> {
    let BodyDeadline(deadline) = parts.extensions.get().copied().unwrap_or_default();
    let target = parts.uri.path_and_query().map_or("/", |target| target.as_str());
    Ok(HttpRequest {
        method: parts.method.as_str().to_owned(),
        target: target.to_owned(),
        headers: headers(&parts.headers),
        body: read_within(deadline, body).await?,
        source: source(parts),
        encrypted: encrypted(parts),
        failures: Vec::new(),
    })
}

/// The response to send. What it tells the operator goes to the log.
pub(crate) fn response(response: HttpResponse) -> Response {
    if let Some(diagnostic) = &response.diagnostic {
        tracing::error!(status = response.status, diagnostic, "a request could not be answered");
    }
    let mut builder = Response::builder().status(response.status);
    for (name, value) in response.headers {
        builder = builder.header(name, value);
    }
    builder.body(Body::from(response.body)).unwrap_or_else(|error| {
        tracing::error!(diagnostic = %error, "a response could not be written");
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    })
}

/// The values of a header, with a comma between (RFC 9110 section 5.3); `None` when it is absent. The core refuses more than one where there may be one.
pub(crate) fn all(headers: &HeaderMap, name: &str) -> Option<String> {
    let values = headers.get_all(name).iter().map(|value| text(value.as_bytes()));
    values.reduce(|all, value| format!("{all}, {value}"))
}

fn headers(headers: &HeaderMap) -> Vec<(String, String)> {
    headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value.as_bytes()))).collect()
}

fn text(value: &[u8]) -> String {
    String::from_utf8_lossy(value).into_owned()
}

async fn read_within(deadline: Duration, body: Body) -> Result<Zeroizing<Vec<u8>>, Error> {
    let late = || Error::new(Code::InvalidInput, "the body took too long to arrive; send all of it at once");
    timeout(deadline, read(body)).await.map_err(|_| late())?
}

async fn read(mut body: Body) -> Result<Zeroizing<Vec<u8>>, Error> {
    // Allocated once: growing would leave copies of a secret behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(MAX_BODY_BYTES + 1));
    let mut received = 0_usize;
    while received <= MAX_DRAINED_BYTES {
        let Some(frame) = body.frame().await else { break };
        let frame = frame.map_err(|_| Error::new(Code::InvalidInput, "the body ended before its end"))?;
        let Some(data) = frame.data_ref() else { continue };
        received = received.saturating_add(data.len());
        let room = (MAX_BODY_BYTES + 1) - bytes.len();
        bytes.extend_from_slice(data.get(..room).unwrap_or(data));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Bytes;
    use futures_util::stream;

    #[tokio::test]
    async fn a_body_that_does_not_go_on_is_given_up() {
        let stuck = Body::from_stream(stream::pending::<Result<Bytes, std::io::Error>>());
        let error = read_within(Duration::from_millis(1), stuck).await.unwrap_err();
        assert_eq!((error.code, error.detail.contains("too long")), (Code::InvalidInput, true));
    }
}
