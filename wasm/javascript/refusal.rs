//! Errors on their way out: plain objects, of which the package makes its `BadgehouseError`.

use crate::plain::write;
use crate::response::ResponseOut;
use badgehouse::error::{Error, InputProblem, Required};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// A refusal, as the package takes it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Refusal<'a> {
    pub(crate) code: &'a str,
    pub(crate) detail: &'a str,
    pub(crate) errors: &'a [InputProblem],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) required: Option<&'a Required>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) contact_revision: Option<u64>,
    pub(crate) response: ResponseOut<'a>,
}

/// What was refused. Nothing else that a module throws is a plain object.
pub(crate) fn refused(error: Error) -> JsValue {
    let response = error.to_response();
    told(&Refusal {
        code: error.code.as_str(),
        detail: &error.detail,
        errors: &error.errors,
        required: error.required.as_ref(),
        contact_revision: error.contact_revision,
        response: ResponseOut::from(&response),
    })
}

/// The refusal of input that could not be made JSON text, and at which place; `blamed` when no client wrote it.
#[wasm_bindgen]
pub fn unreadable(pointer: &str, rule: &str, blamed: bool) -> JsValue {
    let error = Error::invalid(vec![InputProblem::new(pointer, rule)]);
    refused(if blamed { error.blamed() } else { error })
}

/// What is told where an instance of this module stopped: of the call that it stopped at, and of the others that were under way. The package asks for it while there is
/// an instance to ask.
#[wasm_bindgen]
pub fn stopped() -> Vec<JsValue> {
    crate::stopped::errors().map(refused).into()
}

/// What is thrown.
pub(crate) fn told(refusal: &Refusal<'_>) -> JsValue {
    write(refusal).unwrap_or_else(|error| error)
}
