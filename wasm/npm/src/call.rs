//! A call of the product's own API.

use badgehouse::error::{Code, Error};

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
