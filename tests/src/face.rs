//! A face: whatever does the steps of a scenario.

use serde_json::{Map, Value};
use std::future::Future;
use std::pin::Pin;

/// What comes later.
pub type Later<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// A raw request of a scenario; `path` is below the issuer.
#[derive(Clone, Debug, Default)]
pub struct RawRequest {
    /// In upper case.
    pub method: String,
    /// Path and query.
    pub path: String,
    /// As they are sent.
    pub headers: Vec<(String, String)>,
    /// As it is sent.
    pub body: Vec<u8>,
    /// Where it comes from.
    pub source: Option<String>,
}

/// A raw response.
#[derive(Clone, Debug, Default)]
pub struct RawResponse {
    /// The status code.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// As it came.
    pub body: Vec<u8>,
}

/// Whatever does the steps of a scenario: a new store each, and a clock that only the scenario moves.
pub trait Face {
    /// Does an operation of the core. The answer, or the refusal, is the JSON that the admin API would send.
    fn call<'a>(
        &'a self,
        operation: &'a str,
        actor: Option<Value>,
        with: Map<String, Value>,
    ) -> Later<'a, Result<Value, Value>>;

    /// Sends a raw request.
    fn http<'a>(&'a self, request: RawRequest, actor: Option<Value>) -> Later<'a, RawResponse>;

    /// Moves the clock.
    fn advance(&self, seconds: u64);

    /// How many commits changed a company's records so far.
    fn commits(&self) -> u64;
}
