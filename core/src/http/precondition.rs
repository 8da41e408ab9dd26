//! Entity tags: the revision that an answer shows, and the one that a change is held to.

use super::body;
use super::message::{HttpRequest, HttpResponse};
use crate::value::error::Error;
use crate::value::precondition::Precondition;
use serde::Serialize;

/// An answer with its revision as the entity tag (RFC 9110 section 8.8.3).
pub(super) fn tagged<T: Serialize>(status: u16, revision: u64, value: &T) -> Result<HttpResponse, Error> {
    Ok(body::write(status, value)?.with("etag", tag(revision)))
}

pub(super) fn tag(revision: u64) -> String {
    format!("\"{revision}\"")
}

/// The revision of `If-Match`: one entity tag that was answered, or `*`. Weak tags never match there (RFC 9110 section 13.1.1), and
/// none of ours is weak.
pub(super) fn if_match(request: &HttpRequest, absent: Precondition) -> Result<Precondition, Error> {
    if !request.has("if-match") {
        return Ok(absent);
    }
    let text = request.header("if-match").map(str::trim).unwrap_or_default();
    if text == "*" {
        return Ok(Precondition::Any);
    }
    let digits = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let revision = digits.filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    let rule =
        || Error::invalid_at("/if_match", "the header If-Match has one entity tag that was answered, or *");
    revision.and_then(|text| text.parse().ok()).map(Precondition::Revision).ok_or_else(rule)
}
