//! Errors on their way out: plain objects, of which the package makes its `BadgehouseError`.

use crate::http::ResponseOut;
use crate::value::write;
use badgehouse::error::{Code, Error, InputProblem, Required};
use badgehouse::grant::{TokenError, TokenErrorCode};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Refusal<'a> {
    code: &'a str,
    detail: &'a str,
    errors: &'a [InputProblem],
    #[serde(skip_serializing_if = "Option::is_none")]
    required: Option<&'a Required>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contact_revision: Option<u64>,
    response: ResponseOut<'a>,
}

/// What was refused. Nothing else that the module throws is a plain object.
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

/// What a token request was refused with.
pub(crate) fn refused_token(error: &TokenError) -> JsValue {
    let response = error.to_response();
    told(&Refusal {
        code: error.error.as_str(),
        detail: &error.description,
        errors: &[],
        required: None,
        contact_revision: None,
        response: ResponseOut::from(&response),
    })
}

/// The refusal of input that could not be made JSON text, and at which place; `blamed` when no client wrote it.
#[wasm_bindgen]
pub fn unreadable(pointer: &str, rule: &str, blamed: bool) -> JsValue {
    let error = Error::invalid(vec![InputProblem::new(pointer, rule)]);
    refused(if blamed { error.blamed() } else { error })
}

/// What is told where an instance of this module stopped: of the call that it stopped at, of the others that were under way, and of token requests. The package
/// asks for it while there is an instance to ask.
#[wasm_bindgen]
pub fn stopped() -> Vec<JsValue> {
    let why = "the engine stopped";
    let detail = "the service failed; the operator has to look at its log";
    let at = Error::new(Code::Broken, detail).with_diagnostic(why.into());
    let beside = Error::unavailable(why);
    let token = TokenError { error: TokenErrorCode::TemporarilyUnavailable, ..beside.clone().into() };
    vec![refused(at), refused(beside), refused_token(&token)]
}

fn told(refusal: &Refusal<'_>) -> JsValue {
    write(refusal).unwrap_or_else(|error| error)
}
