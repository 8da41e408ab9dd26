//! Tokens: fetched, checked at an API, and the keys that verify them.

use super::{Engine, ended};
use crate::authorization::{authorization, presented_at};
use crate::call::{Call, Moment};
use crate::refusal::{refused, refused_token};
use crate::tokens_of::tokens_of;
use crate::value::{Given, client, company_id, object, optional_text, value};
use badgehouse::grant::TokenResponse;
use serde::Serialize;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// A token with what goes into a header where it is answered over HTTP.
#[derive(Serialize)]
struct TokenOut<'a> {
    #[serde(flatten)]
    token: &'a TokenResponse,
    #[serde(skip_serializing_if = "Option::is_none")]
    dpop_nonce: Option<&'a str>,
}

#[wasm_bindgen]
impl Engine {
    /// [`Core::request_token`](badgehouse::Core::request_token).
    #[wasm_bindgen(js_name = requestToken)]
    pub fn request_token(&self, start: Moment, request: Given) -> Result<Call, JsValue> {
        let request = object(request).map_err(refused)?;
        let kept = Rc::clone(&self.kept);
        Ok(Call::new(self.core.request_token(start.into(), request), move |mut result| {
            kept.after_token(&mut result);
            ended(result.as_ref().map(TokenOut::from).map_err(refused_token))
        }))
    }

    /// [`Core::authorize`](badgehouse::Core::authorize).
    pub fn authorize(&self, start: Moment, presented: Given, need: Given) -> Result<Call, JsValue> {
        Self::begin(start, |start| {
            let (presented, need) = authorization(presented, need)?;
            Ok(self.core.authorize(start, presented, need))
        })
    }

    /// [`Core::authorize`](badgehouse::Core::authorize) for a route, whose own mistakes are no client's.
    pub fn require(&self, start: Moment, presented: Given, need: Given) -> Result<Call, JsValue> {
        let (presented, need) = authorization(presented, need).map_err(|error| refused(error.blamed()))?;
        Ok(Call::new(self.core.authorize(start.into(), presented, need), |outcome| {
            ended(outcome.map_err(|error| refused(error.blamed())))
        }))
    }

    /// [`Core::verify`](badgehouse::Core::verify).
    pub fn verify(
        &self,
        start: Moment,
        presented: Given,
        of: Given,
        audience: Given,
        origin: Given,
    ) -> Result<Call, JsValue> {
        Self::begin(start, |start| {
            let (of, audience) = (tokens_of(of)?, optional_text("audience", audience)?);
            Ok(self.core.verify(start, presented_at(presented, origin)?, of, audience))
        })
    }

    /// [`Core::jwks`](badgehouse::Core::jwks).
    pub fn jwks(&self, start: Moment) -> Result<Call, JsValue> {
        Self::begin(start, |start| Ok(self.core.jwks(start)))
    }

    /// [`Core::mark_resource_server`](badgehouse::Core::mark_resource_server).
    #[wasm_bindgen(js_name = markResourceServer)]
    pub fn mark_resource_server(
        &self,
        start: Moment,
        company: Given,
        id: Given,
        audiences: Given,
    ) -> Result<Call, JsValue> {
        Self::begin(start, |start| {
            let (company, id) = (company_id(company)?, client(id)?);
            Ok(self.core.mark_resource_server(start, company, id, value("audiences", audiences)?))
        })
    }
}

impl<'a> From<&'a TokenResponse> for TokenOut<'a> {
    fn from(token: &'a TokenResponse) -> Self {
        Self { token, dpop_nonce: token.dpop_nonce.as_deref() }
    }
}
