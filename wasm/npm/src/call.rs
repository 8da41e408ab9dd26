//! A call of the product's own API: what it presents and what it needs.

use crate::refusal::invalid;
use crate::value::{optional_text, read};
use badgehouse::authorize::{NeedInput, Presented};
use badgehouse::error::{Code, Error};
use badgehouse::input;
use js_sys::Reflect;
use serde_json::Value;
use wasm_bindgen::JsValue;

/// What stands beside what a call needs and is none of it.
const ORIGIN: &str = "origin";

/// What a call presents and what it needs.
pub(crate) fn authorization(presented: JsValue, need: JsValue) -> Result<(Presented, NeedInput), Error> {
    let origin = Reflect::get(&need, &ORIGIN.into()).unwrap_or_default();
    let presented = self::presented(presented, &origin)?;
    let mut need: Value = read(need)?;
    if let Some(members) = need.as_object_mut() {
        members.remove(ORIGIN);
    }
    Ok((presented, input::read(need)?))
}

/// What a call presents. The origin, where the API has named its own, takes the place of the one that the server believes it was called by.
pub(crate) fn presented(presented: JsValue, origin: &JsValue) -> Result<Presented, Error> {
    let mut presented: Presented = read(presented)?;
    if let Some(origin) = optional_text(ORIGIN, origin)? {
        let origin = bare(&origin).ok_or_else(|| {
            invalid(ORIGIN, "an origin is http or https and a host, such as `https://api.example.com`")
        })?;
        presented.dpop.iter_mut().for_each(|dpop| dpop.url = format!("{origin}{}", local(&dpop.url)));
    }
    Ok(presented)
}

/// Of what a route hands in, only the ids may come from the request; any other flaw is the route's own, which no client can mend.
pub(crate) fn blame(error: Error) -> Error {
    let of_the_request = |pointer: &str| ["/company", "/project"].contains(&pointer);
    if error.code != Code::InvalidInput || error.errors.iter().all(|problem| of_the_request(&problem.pointer))
    {
        return error;
    }
    let detail =
        "this route is not set up as it has to be; the operator of the service has to look at its log";
    Error { diagnostic: Some(error.to_string()), ..Error::new(Code::Broken, detail) }
}

/// An origin (RFC 6454 section 6.2), perhaps with a slash behind it.
fn bare(origin: &str) -> Option<&str> {
    let bare = origin.strip_suffix('/').unwrap_or(origin);
    let (scheme, host) = bare.split_once("://")?;
    let plain = !host.is_empty() && !host.contains(['/', '?', '#', '@', '\\', ' ']);
    (["http", "https"].contains(&scheme) && plain).then_some(bare)
}

/// The address without its origin; a server may know it only so.
fn local(url: &str) -> &str {
    let Some((scheme, rest)) = url.split_once("://") else { return url };
    if scheme.contains(['/', '?', '#']) {
        return url;
    }
    rest.find(['/', '?', '#']).and_then(|end| rest.get(end..)).unwrap_or_default()
}
