//! Refused token requests on their way out.

use crate::response::text;
use crate::stopped;
use badgehouse::grant::{TokenError, TokenErrorCode};
use wasm_bindgen::prelude::wasm_bindgen;

/// What a token request is told where an instance stopped, as [`stopped`](crate::stopped) has it for others.
#[wasm_bindgen(js_name = stoppedToken)]
pub fn stopped_token() -> String {
    let error = TokenErrorCode::TemporarilyUnavailable;
    text(&TokenError { error, ..stopped::error(true).into() }.to_response())
}
