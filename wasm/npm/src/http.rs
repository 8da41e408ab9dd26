//! Requests of HTTP as the package makes them.

use crate::arguments::invalid;
use crate::given::Given;
use badgehouse::error::{Code, Error};
use badgehouse::http::{HttpRequest, HttpResponse};
use js_sys::Uint8Array;
use zeroize::Zeroizing;

/// Platforms keep below it by far.
const MAX_HEAD_BYTES: usize = 1024 * 1024;

/// A request with the body that was read of it; or the response to one of which there is no body, since the body broke off. The head has a text in a line each, as many as there are
/// `texts`: the method, the address, and name and value of each header. What the host knows of it is an argument.
pub(crate) fn request(
    head: &str,
    texts: usize,
    known: &Given,
    body: Option<Uint8Array>,
) -> Result<Result<HttpRequest, HttpResponse>, Error> {
    // By somebody else, or it is being read now.
    if known.value("used")? {
        return Err(invalid("request", "its body was read already; hand in a request that nobody has read"));
    }
    let (source, encrypted) = (known.optional_text("source")?, known.value("encrypted")?);
    if head.len() > MAX_HEAD_BYTES {
        return Err(invalid("request", format!("its head has at most {MAX_HEAD_BYTES} bytes")));
    }
    let lines: Vec<_> = head.split_terminator('\n').collect();
    let [method, target, headers @ ..] = lines.as_slice() else {
        return Err(invalid("request", "it has a method and an address"));
    };
    if lines.len() != texts {
        return Err(invalid("request", "no text of its head has a line break"));
    }
    let Some(body) = body else {
        return Ok(Err(Error::new(Code::InvalidInput, "the body ended before its end").to_response()));
    };
    let (headers, _) = headers.as_chunks();
    Ok(Ok(HttpRequest {
        method: (*method).into(),
        target: (*target).into(),
        headers: headers.iter().map(|[name, value]| ((*name).into(), (*value).into())).collect(),
        body: Zeroizing::new(body.to_vec()),
        source,
        encrypted,
        failures: Vec::new(),
    }))
}
