//! Errors on their way out: the response that tells of one, in JSON text, of which the package makes its `BadgehouseError`.

use crate::response::text;
use badgehouse::error::{Error, InputProblem};
use wasm_bindgen::prelude::wasm_bindgen;

/// What was refused. Nothing else that a module throws is a text.
pub(crate) fn refused(error: Error) -> String {
    text(&error.to_response())
}

/// The refusal of input that could not be made JSON text, and at which place; `blamed` when no client wrote it.
#[wasm_bindgen]
pub fn unreadable(pointer: &str, rule: &str, blamed: bool) -> String {
    let error = Error::invalid(vec![InputProblem::new(pointer, rule)]);
    refused(if blamed { error.blamed() } else { error })
}

/// What is told where an instance of this module stopped: of the call that it stopped at, or of the others beside it. The package asks for it while there is an instance to
/// ask.
#[wasm_bindgen]
pub fn stopped(beside: bool) -> String {
    refused(crate::stopped::error(beside))
}
