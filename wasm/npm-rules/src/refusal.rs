//! Errors on their way out: JSON text, of which the package makes its `BadgehouseError`.

use badgehouse::error::{Error, InputProblem};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

/// What a form is told, as a response that tells it: a form answers no request, and so that has its status alone.
#[derive(Serialize)]
struct Response<'a> {
    status: u16,
    headers: [(); 0],
    body: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    diagnostic: Option<&'a str>,
}

#[derive(Serialize)]
struct Problem<'a> {
    code: &'a str,
    detail: &'a str,
    errors: &'a [InputProblem],
}

impl<'a> From<&'a Error> for Response<'a> {
    fn from(error: &'a Error) -> Self {
        Self {
            status: error.code.status(),
            headers: [],
            body: written(&Problem {
                code: error.code.as_str(),
                detail: &error.detail,
                errors: &error.errors,
            }),
            diagnostic: error.diagnostic.as_deref(),
        }
    }
}

/// JSON text of what always has one.
pub(crate) fn written<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

pub(crate) fn refused(error: &Error) -> String {
    written(&Response::from(error))
}

/// The refusal of input that could not be made JSON text, and at which place.
#[wasm_bindgen]
pub fn unreadable(pointer: &str, rule: &str) -> String {
    refused(&Error::invalid(vec![InputProblem::new(pointer, rule)]))
}

/// What is told where an instance of this module stopped, as the other modules tell it.
#[wasm_bindgen]
pub fn stopped(beside: bool) -> String {
    refused(&crate::stopped::error(beside))
}
