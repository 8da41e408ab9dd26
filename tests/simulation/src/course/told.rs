//! What a caller was told.

use badgehouse::error::Error;
use badgehouse::http::HttpResponse;
use badgehouse::time::Maintained;
use serde_json::Value;
use std::fmt::Debug;

/// An answer, in one form for all operations.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// As HTTP has it, for what has no HTTP too.
    pub status: u16,
    /// The body.
    pub text: String,
    /// What maintaining came to.
    pub maintained: Option<Maintained>,
}

impl Told {
    pub(super) fn http(response: &HttpResponse) -> Self {
        let text = String::from_utf8_lossy(&response.body).into_owned();
        Self { status: response.status, text, maintained: None }
    }

    pub(super) fn typed<T: Debug>(answer: &Result<T, Error>) -> Self {
        let status = answer.as_ref().map_or_else(|error| error.code.status(), |_| 200);
        Self { status, text: format!("{answer:?}"), maintained: None }
    }

    /// Whether it was done.
    pub fn is_done(&self) -> bool {
        self.status < 300
    }

    /// Whether it was refused, so that nothing of it has happened.
    pub fn is_refused(&self) -> bool {
        (300..500).contains(&self.status)
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }
}
