//! Errors on their way out: JSON text, of which the package makes its `BadgehouseError`.

use crate::stopped::errors;
use badgehouse::error::{Error, InputProblem};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

/// What a form is told. No response goes with it but its status: a form answers no request.
#[derive(Serialize)]
struct Refusal<'a> {
    code: &'a str,
    status: u16,
    detail: &'a str,
    errors: &'a [InputProblem],
    diagnostic: Option<&'a str>,
}

impl<'a> From<&'a Error> for Refusal<'a> {
    fn from(error: &'a Error) -> Self {
        Self {
            code: error.code.as_str(),
            status: error.code.status(),
            detail: &error.detail,
            errors: &error.errors,
            diagnostic: error.diagnostic.as_deref(),
        }
    }
}

/// JSON text of what always has one.
pub(crate) fn written<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

pub(crate) fn refused(error: &Error) -> String {
    written(&Refusal::from(error))
}

/// The refusal of input that could not be made JSON text, and at which place.
#[wasm_bindgen]
pub fn unreadable(pointer: &str, rule: &str) -> String {
    refused(&Error::invalid(vec![InputProblem::new(pointer, rule)]))
}

/// What is told where an instance of this module stopped, the call that it stopped at first.
#[wasm_bindgen]
pub fn stopped() -> String {
    let errors = errors();
    written(&errors.each_ref().map(Refusal::from))
}
