//! JSON text that the package hands in, read by the core's one reader: what the package made, and what it was given.

use badgehouse::error::{Error, InputProblem};
use badgehouse::http::MAX_BODY_BYTES;
use badgehouse::input;
use serde::de::DeserializeOwned;

/// What stands for an argument that is left out.
const ABSENT: &str = "null";

/// What the package made itself of a request or of options. It says how much of them there may be.
pub(crate) fn made<T: DeserializeOwned>(json: Option<&str>) -> Result<T, Error> {
    input::object(json.unwrap_or(ABSENT).as_bytes())
}

/// What is given from outside, as far as a body may be that long in HTTP. What is left out is as null there.
pub(crate) fn bounded(json: Option<&str>) -> Result<&str, Error> {
    let json = json.unwrap_or(ABSENT);
    if json.len() > MAX_BODY_BYTES {
        let rule = format!("as JSON this has at most {MAX_BODY_BYTES} bytes");
        return Err(Error::invalid(vec![InputProblem::new("", rule)]));
    }
    Ok(json)
}
