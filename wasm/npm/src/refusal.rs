//! Errors on their way out: plain objects, of which the package makes its `BadgehouseError`.

use crate::http::ResponseOut;
use crate::value::write;
use badgehouse::error::{Error, InputProblem, Required};
use badgehouse::grant::TokenError;
use badgehouse::http::HttpResponse;
use js_sys::Reflect;
use serde::Serialize;
use wasm_bindgen::JsValue;

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

/// What an operation was refused with; `cause` is what the store or the provider rejected with.
pub(crate) fn of(error: &Error, cause: Option<JsValue>) -> JsValue {
    let response = error.to_response();
    let refusal = Refusal {
        code: error.code.as_str(),
        detail: &error.detail,
        errors: &error.errors,
        required: error.required.as_ref(),
        contact_revision: error.contact_revision,
        response: ResponseOut::from(&response),
    };
    with_cause(&refusal, &response, cause)
}

/// What was refused before the store or the provider were asked anything.
pub(crate) fn refused(error: Error) -> JsValue {
    of(&error, None)
}

/// What a token request was refused with.
pub(crate) fn of_token(error: &TokenError, cause: Option<JsValue>) -> JsValue {
    let response = error.to_response();
    let refusal = Refusal {
        code: error.error.as_str(),
        detail: &error.description,
        errors: &[],
        required: None,
        contact_revision: None,
        response: ResponseOut::from(&response),
    };
    with_cause(&refusal, &response, cause)
}

/// A rejection that the operation got around, so that it decided nothing, is no cause.
fn with_cause(refusal: &Refusal<'_>, response: &HttpResponse, cause: Option<JsValue>) -> JsValue {
    let object = match write(refusal) {
        Ok(object) => object,
        Err(error) => return error,
    };
    if let Some(cause) = cause.filter(|_| response.diagnostic.is_some()) {
        // A new plain object takes any property.
        let _taken = Reflect::set(&object, &"cause".into(), &cause);
    }
    object
}
