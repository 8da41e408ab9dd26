//! Query parameters as input: the same reader as for bodies, so that an unknown or repeated one is refused at its place.

use crate::value::error::Error;
use crate::value::input;
use crate::value::page::PageInput;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// The input that a query's parameters make. All are text but `limit`, which is a number, and `attention`, which is true or false.
pub(super) fn read<T: DeserializeOwned>(query: &str) -> Result<T, Error> {
    input::read(Value::Object(members(query)?))
}

fn members(query: &str) -> Result<Map<String, Value>, Error> {
    let mut members = Map::new();
    for (name, text) in form_urlencoded::parse(query.as_bytes()) {
        let place = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
        let value = match (name.as_ref(), text.as_ref()) {
            ("limit", number) => number.parse::<u32>().map_or_else(|_| Value::from(number), Value::from),
            ("attention", "true") => Value::from(true),
            ("attention", "false") => Value::from(false),
            (_, text) => Value::from(text),
        };
        if members.insert(name.into_owned(), value).is_some() {
            return Err(Error::invalid_at(&place, "this parameter stands there twice"));
        }
    }
    Ok(members)
}

pub(super) fn page(query: &str) -> Result<PageInput, Error> {
    let mut page = PageInput::default();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let twice = match name.as_ref() {
            "limit" => {
                let limit =
                    value.parse().map_err(|_| Error::invalid_at("/limit", "a page has 1 to 100 items"))?;
                page.limit.replace(limit).is_some()
            }
            "cursor" => page.cursor.replace(value.into_owned()).is_some(),
            _ => return Err(Error::invalid_at("", "the query knows `limit` and `cursor`")),
        };
        if twice {
            return Err(Error::invalid_at(&format!("/{name}"), "this parameter stands there twice"));
        }
    }
    Ok(page)
}
