//! A call of the product's own API: what it presents and what it needs.

use crate::value::{optional_text, read};
use badgehouse::authorize::{NeedInput, Presented};
use badgehouse::error::Error;
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

/// What a call presents, at the origin that the API has named, if it has.
pub(crate) fn presented(presented: JsValue, origin: &JsValue) -> Result<Presented, Error> {
    let presented: Presented = read(presented)?;
    match optional_text(ORIGIN, origin)? {
        Some(origin) => presented.with_origin(&origin),
        None => Ok(presented),
    }
}
