//! Whether a request came by TLS, which behind a proxy only the product knows.

use axum::http::request::Parts;

/// Put into a request's extensions by an earlier layer: whether the client sent it by TLS. Where it did not and the issuer is https, no credentials are read
/// of it. Nothing is taken from headers, which anybody can send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encrypted(pub bool);

/// Whether it came by TLS, if that is known.
pub(crate) fn encrypted(parts: &Parts) -> Option<bool> {
    parts.extensions.get::<Encrypted>().map(|Encrypted(encrypted)| *encrypted)
}
