//! Refused token requests on their way out.

use crate::refusal::{Refusal, told};
use crate::response::ResponseOut;
use crate::stopped::errors;
use badgehouse::grant::{TokenError, TokenErrorCode};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

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

/// What a token request is told where an instance stopped, as [`stopped`](crate::stopped) has it for others.
#[wasm_bindgen(js_name = stoppedToken)]
pub fn stopped_token() -> JsValue {
    let [_, beside] = errors();
    refused_token(&TokenError { error: TokenErrorCode::TemporarilyUnavailable, ..beside.into() })
}
