//! Requests and responses as plain values, and the target of a request.

use crate::model::usage::Usage;
use crate::oauth::throttle::Failure;
use crate::value::address::local;
use percent_encoding::percent_decode_str;
use std::fmt;
use zeroize::Zeroizing;

/// A request as a host received it. It may hold a secret, so that it prints no header or body, and its body is wiped when dropped.
#[derive(Clone, Default)]
pub struct HttpRequest {
    /// In upper case.
    pub method: String,
    /// The path and query, as received: `/oauth/token?x=1`. A full URL will do, its origin is not looked at.
    pub target: String,
    /// Names in any case, in the order received.
    pub headers: Vec<(String, String)>,
    /// The whole body.
    pub body: Zeroizing<Vec<u8>>,
    /// Where it comes from, in a form that the host chose: the address of the client, or of its network ([`source_of`](crate::throttle::source_of)). Absent:
    /// guessing is not held up. Not the address of a proxy, or one client's guesses hold up the wrong ones of all that come through it.
    pub source: Option<String>,
    /// Whether it came by TLS, if the host knows. Where it did not and the issuer is https, nothing is read of it but what is asked for in public, since its
    /// credentials are known on the way (RFC 6749 sections 2.3.1 and 10.3).
    pub encrypted: Option<bool>,
    /// What the host has [kept](crate::throttle::FailureWindow) of the source.
    pub failures: Vec<Failure>,
}

impl HttpRequest {
    /// The one value of a header; `None` when it is absent or stands there twice.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(header, _)| header.eq_ignore_ascii_case(name));
        let value = values.next().map(|(_, value)| value.as_str());
        if values.next().is_some() { None } else { value }
    }

    /// The values of a header, with a comma between (RFC 9110 section 5.3).
    pub(crate) fn all(&self, name: &str) -> Option<String> {
        let values = self.headers.iter().filter(|(header, _)| header.eq_ignore_ascii_case(name));
        values.map(|(_, value)| value.clone()).reduce(|all, value| format!("{all}, {value}"))
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.headers.iter().any(|(header, _)| header.eq_ignore_ascii_case(name))
    }

    /// The body without the byte order mark that some clients write (RFC 8259 section 8.1).
    pub(crate) fn content(&self) -> &[u8] {
        self.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.body)
    }

    /// Whether the body is compressed or otherwise coded (RFC 9110 section 8.4), which is not read here.
    pub(crate) fn is_coded(&self) -> bool {
        let codings = self.all("content-encoding").unwrap_or_default();
        codings
            .split(',')
            .map(str::trim)
            .any(|coding| !["", "identity"].contains(&coding.to_ascii_lowercase().as_str()))
    }

    /// Whether the body is of this media type, whatever its parameters.
    pub(crate) fn is_of(&self, media_type: &str) -> bool {
        let essence = |value: &str| value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        self.header("content-type").is_some_and(|value| essence(value) == media_type)
    }
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "HttpRequest({} with {} headers and {} bytes)",
            self.method,
            self.headers.len(),
            self.body.len()
        )
    }
}

/// A response for a host to send. It may hold a secret or a token, so that it prints no body.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpResponse {
    /// The status code.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// The whole body.
    pub body: Vec<u8>,
    /// For the operator's log: why a request could not be answered. Never sent.
    pub diagnostic: Option<String>,
    /// Of the token endpoint, for the host to add up. Never sent.
    pub usage: Option<Usage>,
    /// A wrong credential, for the host to [keep](crate::throttle::FailureWindow). Never sent.
    pub failure: Option<Failure>,
}

impl HttpResponse {
    pub(crate) fn new(status: u16) -> Self {
        let headers = vec![("x-content-type-options".into(), "nosniff".into())];
        Self { status, headers, body: Vec::new(), diagnostic: None, usage: None, failure: None }
    }

    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    pub(crate) fn with_body(self, media_type: &str, body: Vec<u8>) -> Self {
        Self { body, ..self.with("content-type", media_type) }
    }
}

impl fmt::Debug for HttpResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "HttpResponse({} with {} bytes, {:?})",
            self.status,
            self.body.len(),
            self.diagnostic
        )
    }
}

/// The target of a request, its origin and fragment cut off.
pub(super) struct Target {
    pub(super) path: String,
    pub(super) query: String,
}

impl Target {
    pub(super) fn parse(target: &str) -> Self {
        let local = local(target).split('#').next().unwrap_or_default();
        let (path, query) = local.split_once('?').unwrap_or((local, ""));
        Self { path: if path.is_empty() { "/" } else { path }.into(), query: query.into() }
    }
}

/// The segments of a path, percent-decoded once; `None` when one of them is no UTF-8.
pub(super) fn segments(path: &str) -> Option<Vec<String>> {
    path.split('/').map(|segment| percent_decode_str(segment).decode_utf8().ok().map(Into::into)).collect()
}

/// The largest body that is read.
pub const MAX_BODY_BYTES: usize = 64 * 1024;
