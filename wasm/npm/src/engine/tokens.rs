//! Tokens: fetched, checked at an API, and the keys that verify them.

use super::Begin;
use crate::authorization::{authorize, require, verify};
use crate::call::answering;
use crate::plain::json;
use crate::refusal::refused;
use crate::response::text;
use badgehouse::grant::TokenResponse;
use serde::Serialize;
use std::sync::Arc;

/// A token with what goes into a header where it is answered over HTTP.
#[derive(Serialize)]
struct TokenOut<'a> {
    #[serde(flatten)]
    token: &'a TokenResponse,
    #[serde(skip_serializing_if = "Option::is_none")]
    dpop_nonce: Option<&'a str>,
}

pub(super) const OPERATIONS: &[(&str, Begin)] = &[
    ("requestToken", |engine, moment, given| {
        let request = given.object("request")?;
        let kept = Arc::clone(&engine.kept);
        Ok(engine.core.request_token(moment.into(), request).map(move |mut result| {
            kept.after_token(&mut result);
            match result {
                Ok(token) => json(&TokenOut::from(&token)).map_err(refused),
                Err(error) => Err(text(&error.to_response())),
            }
        }))
    }),
    ("authorize", |engine, moment, given| authorize(&engine.core, moment, given)),
    ("require", |engine, moment, given| require(&engine.core, moment, given)),
    ("verify", |engine, moment, given| verify(&engine.core, moment, given)),
    ("jwks", |engine, moment, _| Ok(answering(engine.core.jwks(moment.into())))),
    ("markResourceServer", |engine, moment, given| {
        let (company, id, audiences) = (given.company()?, given.client()?, given.value("audiences")?);
        Ok(answering(engine.core.mark_resource_server(moment.into(), company, id, audiences)))
    }),
];

impl<'a> From<&'a TokenResponse> for TokenOut<'a> {
    fn from(token: &'a TokenResponse) -> Self {
        Self { token, dpop_nonce: token.dpop_nonce.as_deref() }
    }
}
