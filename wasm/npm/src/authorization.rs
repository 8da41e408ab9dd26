//! A call of the product's own API: what it presents and what it needs.

use crate::value::{Given, made, object, optional_text};
use badgehouse::authorize::{NeedInput, Presented};
use badgehouse::error::Error;
use badgehouse::input;
use serde_json::{Map, Value};

/// What stands beside what a call needs and is none of it.
const ORIGIN: &str = "origin";

/// What a call presents and what it needs.
pub(crate) fn authorization(presented: Given, need: Given) -> Result<(Presented, NeedInput), Error> {
    let mut need: Map<String, Value> = object(need)?;
    // The company comes from the request: that there is none is no mistake of the route.
    need.entry("company").or_insert(Value::Null);
    let origin = need.remove(ORIGIN).map(|origin| origin.to_string());
    let presented = presented_at(presented, origin)?;
    Ok((presented, input::read(Value::Object(need))?))
}

/// What a call presents, at the origin that the API has named, if it has.
pub(crate) fn presented_at(presented: Given, origin: Given) -> Result<Presented, Error> {
    let presented: Presented = made(presented)?;
    match optional_text(ORIGIN, origin)? {
        Some(origin) => presented.with_origin(&origin),
        None => Ok(presented),
    }
}
