//! The HTTP client of the tour: what it sends is what any client sends.

use anyhow::{Context, Result};
use serde_json::Value;
use std::time::Duration;
use ureq::http::Request;

/// A client of one server.
pub(super) struct Client {
    agent: ureq::Agent,
    server: String,
}

/// What came back.
pub(super) struct Answer {
    pub(super) status: u16,
    /// `null` when there is none.
    pub(super) body: Value,
}

impl Answer {
    /// A member of the body that is text; empty when there is none.
    pub(super) fn text(&self, member: &str) -> &str {
        self.body.get(member).and_then(Value::as_str).unwrap_or_default()
    }
}

/// How a request says who sends it: a header and its value.
pub(super) type Proof = (&'static str, String);

/// What a request carries.
pub(super) enum Sent<'a> {
    Nothing,
    Json(&'a Value),
    /// Of a form, the text.
    Form(&'a str),
}

impl Client {
    pub(super) fn new(server: &str) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(30)))
            .build();
        Self { agent: config.into(), server: server.into() }
    }

    pub(super) fn send(&self, method: &str, path: &str, proof: Proof, sent: Sent<'_>) -> Result<Answer> {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.server));
        if method == "PUT" {
            // The tour has just made what it changes.
            request = request.header("if-match", "*");
        }
        request = request.header(proof.0, proof.1);
        let (media_type, body) = match sent {
            Sent::Nothing => (None, String::new()),
            Sent::Json(value) => (Some("application/json"), value.to_string()),
            Sent::Form(text) => (Some("application/x-www-form-urlencoded"), text.into()),
        };
        if let Some(media_type) = media_type {
            request = request.header("content-type", media_type);
        }
        let mut response = self.agent.run(request.body(body)?).context("the server gave no answer")?;
        let text = response.body_mut().read_to_string().context("the answer is no text")?;
        let body = if text.is_empty() { Value::Null } else { serde_json::from_str(&text)? };
        Ok(Answer { status: response.status().as_u16(), body })
    }
}
