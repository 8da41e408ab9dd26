//! What the headers of a request say, and the entity tag of an answer.

use super::body;
use super::message::{HttpRequest, HttpResponse, Target};
use super::tags::tag;
use crate::core::Context;
use crate::model::audit::note::Note;
use crate::model::settings::Settings;
use crate::oauth::authorize::Presented;
use crate::oauth::dpop::DpopInput;
use crate::value::error::Error;
use percent_encoding::percent_decode_str;
use serde::Serialize;

/// An answer with its revision as the entity tag (RFC 9110 section 8.8.3).
pub(super) fn tagged<T: Serialize>(status: u16, revision: u64, value: &T) -> Result<HttpResponse, Error> {
    Ok(body::write(status, value)?.with("etag", tag(revision)))
}

/// What the request presents. The proof is of the address below the issuer's origin, which is how clients reach the admin API.
pub(super) fn presented(settings: &Settings, request: &HttpRequest) -> Presented {
    let origin = settings.issuer_origin();
    let path = Target::parse(&request.target).path;
    let dpop = request.all("dpop").map(|proof| DpopInput {
        proof,
        method: request.method.clone(),
        url: format!("{origin}{path}"),
    });
    Presented { authorization: request.all("authorization"), dpop }
}

pub(super) fn idempotency_key(request: &HttpRequest) -> Result<Option<String>, Error> {
    if !request.has("idempotency-key") {
        return Ok(None);
    }
    let twice = || Error::invalid_at("/idempotency_key", "the header Idempotency-Key stands there twice");
    request.header("idempotency-key").map(|key| Some(key.to_owned())).ok_or_else(twice)
}

/// What the request's headers say for the audit: `x-request-id` and `badgehouse-reason`, the latter percent-encoded UTF-8.
pub(super) fn note(context: &mut Context, request: &HttpRequest) -> Result<(), Error> {
    let text = |name: &str, pointer: &str| match (request.has(name), request.header(name)) {
        (true, None) => Err(Error::invalid_at(pointer, format!("the header {name} stands there twice"))),
        (_, value) => Ok(value),
    };
    let request_id = text("x-request-id", "/request_id")?;
    let no_text = |_| Error::invalid_at("/reason", "a reason is percent-encoded UTF-8");
    let reason = text("badgehouse-reason", "/reason")?
        .map(|reason| percent_decode_str(reason).decode_utf8().map_err(no_text))
        .transpose()?;
    if request_id.is_some() || reason.is_some() {
        context.note = Note::new(reason.map(Into::into), request_id.map(Into::into))?.into();
    }
    Ok(())
}
