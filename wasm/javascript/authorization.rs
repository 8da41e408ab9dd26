//! Calls of the product's own API: what each presents and needs, and whose tokens an API takes that decides by itself.

use crate::arguments::{Arguments, invalid, optional_text};
use crate::call::{End, Moment, answering};
use crate::json::made;
use crate::plain::json;
use badgehouse::Core;
use badgehouse::authorize::{NeedInput, Presented, TokensOf};
use badgehouse::error::Error;
use badgehouse::input;
use badgehouse::operation::Operation;
use serde::Deserialize;
use serde_json::{Map, Value};

/// What stands beside what a call needs and is none of it.
const ORIGIN: &str = "origin";

/// [`Core::authorize`].
pub(crate) fn authorize(core: &Core, moment: Moment, given: &Arguments) -> Result<Operation<End>, Error> {
    let (presented, need) = authorization(given)?;
    Ok(answering(core.authorize(moment.into(), presented, need)))
}

/// The same for a route, whose own mistakes are no client's.
pub(crate) fn require(core: &Core, moment: Moment, given: &Arguments) -> Result<Operation<End>, Error> {
    let (presented, need) = authorization(given).map_err(Error::blamed)?;
    let operation = core.authorize(moment.into(), presented, need);
    Ok(answering(operation.map(|outcome| outcome.map_err(Error::blamed))))
}

/// [`Core::verify`].
pub(crate) fn verify(core: &Core, moment: Moment, given: &Arguments) -> Result<Operation<End>, Error> {
    let (of, audience) = (tokens_of(given)?, given.optional_text("audience")?);
    let presented = presented_at(given, given.json(ORIGIN))?;
    Ok(answering(core.verify(moment.into(), presented, of, audience)))
}

/// What a call presents and what it needs.
fn authorization(given: &Arguments) -> Result<(Presented, NeedInput), Error> {
    let mut need: Map<String, Value> = given.object("need")?;
    // The company comes from the request: that there is none is no mistake of the route.
    need.entry("company").or_insert(Value::Null);
    let origin = need.remove(ORIGIN).map(|origin| origin.to_string());
    let presented = presented_at(given, origin.as_deref())?;
    Ok((presented, input::object(json(&need)?.as_bytes())?))
}

/// What a call presents, at the origin that the API has named, if it has.
fn presented_at(given: &Arguments, origin: Option<&str>) -> Result<Presented, Error> {
    let presented: Presented = made(given.json("presented"))?;
    match optional_text(ORIGIN, origin)? {
        Some(origin) => presented.with_origin(&origin),
        None => Ok(presented),
    }
}

/// Whose tokens are taken, as the API says it.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct Said {
    company: Option<String>,
    any_company: Option<bool>,
}

/// A company, or that it may be any. A company that turns out to be undefined is none of both.
fn tokens_of(given: &Arguments) -> Result<TokensOf, Error> {
    match given.object_or_default("of")? {
        Said { company: Some(company), any_company: None } => Ok(TokensOf::Company(company)),
        Said { company: None, any_company: Some(true) } => Ok(TokensOf::AnyCompany),
        Said { .. } => {
            let rule = "name the company whose tokens you take, or say `anyCompany: true` and compare the token's own";
            Err(invalid("company", rule))
        }
    }
}
