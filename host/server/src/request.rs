//! What is done around each request: its id, its span, its time.

use crate::log;
use crate::metrics::Metrics;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{HeaderName, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use badgehouse::audit::Note;
use badgehouse::http::admin_address;
use badgehouse_axum::{BodyDeadline, Paths};
use data_encoding::HEXLOWER;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tracing::{Instrument, debug, field, info_span};

/// The header of a request's id: what the proxy in front has given it, answered, logged, and told to the audit.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// The longest id that is taken.
const LONGEST_ID: usize = 36;
/// The OAuth endpoints, below the issuer's path.
const ENDPOINTS: [&str; 6] = ["token", "token/info", "revoke", "introspect", "jwks", "authorize"];
/// Where no route of the server's fits.
const NOWHERE: &str = "other";

/// What requests are seen by.
#[derive(Clone)]
pub(crate) struct Watch {
    paths: Arc<Paths>,
    metrics: Arc<Metrics>,
    body_timeout: Duration,
}

impl Watch {
    pub(crate) fn new(paths: Paths, metrics: Arc<Metrics>, body_timeout: Duration) -> Self {
        Self { paths: Arc::new(paths), metrics, body_timeout }
    }

    /// Where a request goes, as one of a fixed set: no id, nothing that a client makes up.
    fn route(&self, request: &Request) -> String {
        let Some(matched) = request.extensions().get::<MatchedPath>() else { return NOWHERE.to_owned() };
        let (matched, path) = (matched.as_str(), request.uri().path());
        let Paths { issuer, admin, .. } = &*self.paths;
        if let Some(behind) =
            path.strip_prefix(admin.as_str()).filter(|_| matched.starts_with(admin.as_str()))
        {
            return format!("{admin}/companies/*/{}", admin_address(behind).unwrap_or(NOWHERE));
        }
        if matched.contains("/oauth/{") {
            let below = path.strip_prefix(issuer.as_str()).and_then(|path| path.strip_prefix("/oauth/"));
            let known = ENDPOINTS.into_iter().find(|known| below == Some(known));
            return format!("{issuer}/oauth/{}", known.unwrap_or(NOWHERE));
        }
        // The page has a route for each file.
        if matched.starts_with("/admin/") { "/admin/*".to_owned() } else { matched.to_owned() }
    }
}

/// Answers a request, watched.
pub(crate) async fn watched(State(watch): State<Watch>, mut request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let (route, method) = (watch.route(&request), method_of(request.method()));
    let id = id_of(request.headers());
    let span = info_span!(
        "request",
        otel.kind = "server",
        otel.name = format!("{method} {route}"),
        http.request.method = method,
        http.route = route,
        request_id = id,
        http.response.status_code = field::Empty,
    );
    log::continues(&span, request.headers());
    let header = HeaderValue::from_str(&id);
    // What the API refuses as an id stays as it came, and is refused.
    if let Ok(header) = &header
        && could_be(request.headers())
    {
        request.headers_mut().insert(REQUEST_ID, header.clone());
    }
    request.extensions_mut().insert(BodyDeadline(watch.body_timeout));
    let mut response = async {
        let response = next.run(request).await;
        debug!(status = response.status().as_u16(), seconds = begun.elapsed().as_secs_f64(), "answered");
        response
    }
    .instrument(span.clone())
    .await;
    let status = response.status();
    span.record("http.response.status_code", status.as_u16());
    watch.metrics.answered(route, method, status.as_u16(), begun.elapsed());
    if let Ok(header) = header {
        response.headers_mut().insert(REQUEST_ID, header);
    }
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().entry(RETRY_AFTER).or_insert(HeaderValue::from_static("1"));
    }
    response
}

/// A method of HTTP, and not one that somebody makes up.
fn method_of(method: &Method) -> &'static str {
    const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    METHODS.into_iter().find(|known| method == known).unwrap_or(NOWHERE)
}

/// The id that the request has, if it is sane, or a new one.
fn id_of(headers: &HeaderMap) -> String {
    let mut values = headers.get_all(REQUEST_ID).iter();
    match (values.next().and_then(|value| value.to_str().ok()), values.next()) {
        (Some(id), None) if is_sane(id) => id.to_owned(),
        _ => new_id(),
    }
}

/// Whether there is no id, or one that the API takes.
fn could_be(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(REQUEST_ID).iter();
    match (values.next().map(HeaderValue::to_str), values.next()) {
        (None, _) => true,
        (Some(Ok(id)), None) => Note::new(None, Some(id.to_owned())).is_ok(),
        _ => false,
    }
}

/// UUIDs are, ULIDs, hexadecimal numbers, `1-67891233-abcdef012345678912345678`. No secret, no token and no address of anybody fits, which would be logged: they
/// have an underscore, a dot or an at sign; and what is random in a secret, or a sealing key, is longer.
fn is_sane(id: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-:=".contains(&byte);
    (1..=LONGEST_ID).contains(&id.len()) && id.bytes().all(fits)
}

/// 128 random bits. Without randomness nothing is answered anyway, and the id says so.
fn new_id() -> String {
    let mut bytes = [0; 16];
    match getrandom::fill(&mut bytes) {
        Ok(()) => HEXLOWER.encode(&bytes),
        Err(_) => "0".repeat(32),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(ids: &[&str]) -> HeaderMap {
        ids.iter().map(|id| (REQUEST_ID, id.parse().unwrap())).collect()
    }

    #[test]
    fn a_method_that_somebody_makes_up_is_not_counted_by_its_name() {
        assert_eq!(method_of(&Method::PATCH), "PATCH");
        assert_eq!(method_of(&Method::from_bytes(b"BHS_SECRET").unwrap()), NOWHERE);
    }

    #[test]
    fn what_the_api_refuses_as_an_id_is_left_to_it() {
        for ids in [&[][..], &["7f3a"], &["bhs_abc"], &["ann@example.com"]] {
            assert!(could_be(&headers(ids)), "{ids:?}");
        }
        let long = "a".repeat(129);
        for ids in [&[""][..], &["a b"], &["one", "two"], &[long.as_str()]] {
            assert!(!could_be(&headers(ids)), "{ids:?}");
        }
    }

    #[test]
    fn an_id_of_a_proxy_is_taken_and_nothing_that_may_be_a_secret() {
        let uuid = "0193b8a4-2c5e-7c1d-9a2b-000000000000";
        for id in ["7f3a", uuid, "01ARZ3NDEKTSV4RRFFQ69G5FAV", "1-67891233-abcdef012345678912345678"] {
            assert_eq!(id_of(&headers(&[id])), id);
        }
        let random = "a".repeat(37);
        let others = ["", "bhs_abc", "eyJhbGciOiJFUzI1NiJ9.e30", "ann@example.com", "a b", random.as_str()];
        for id in others {
            let made = id_of(&headers(&[id]));
            assert!(made != id && made.len() == 32, "{id}: {made}");
        }
        assert_eq!(id_of(&headers(&["7f3a", "7f3b"])).len(), 32, "which of two is not for us to say");
        assert_ne!(id_of(&headers(&[])), id_of(&headers(&[])));
    }
}
