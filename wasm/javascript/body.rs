//! What the package was given, read by the bounds that a body has in HTTP.

use crate::json::bounded;
use badgehouse::error::Error;
use badgehouse::input;
use serde::de::DeserializeOwned;

/// A struct of ours. What is left out is as null there.
pub(crate) fn object<T: DeserializeOwned>(json: Option<&str>) -> Result<T, Error> {
    input::object(bounded(json)?.as_bytes())
}

/// What is no struct, by the same bounds.
pub(crate) fn value<T: DeserializeOwned>(json: Option<&str>) -> Result<T, Error> {
    input::value(bounded(json)?.as_bytes())
}
