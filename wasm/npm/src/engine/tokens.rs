//! Tokens: fetched, checked at an API, and the keys that verify them.

use super::Engine;
use crate::refusal::refused;
use crate::tokens_of::tokens_of;
use crate::value::{client, optional_text, read, text, write};
use crate::{call, refusal};
use badgehouse::grant::TokenResponse;
use serde::Serialize;
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
    pub async fn request_token(&self, request: JsValue) -> Result<JsValue, JsValue> {
        let request = read(request).map_err(refused)?;
        let operation = self.core.request_token(self.ports.start()?, request);
        let (mut result, cause) = self.ports.run(operation).await;
        self.kept.after_token(&mut result);
        result
            .map_err(|error| refusal::of_token(&error, cause))
            .and_then(|token| write(&TokenOut::from(&token)))
    }

    /// [`Core::authorize`](badgehouse::Core::authorize).
    pub async fn authorize(&self, presented: JsValue, need: JsValue) -> Result<JsValue, JsValue> {
        self.run(|start| {
            let (presented, need) = call::authorization(presented, need)?;
            Ok(self.core.authorize(start, presented, need))
        })
        .await
    }

    /// [`Core::authorize`](badgehouse::Core::authorize) for a route, whose own mistakes are no client's.
    pub async fn require(&self, presented: JsValue, need: JsValue) -> Result<JsValue, JsValue> {
        let start = self.ports.start()?;
        let (presented, need) =
            call::authorization(presented, need).map_err(|error| refused(error.blamed()))?;
        let (result, cause) = self.ports.run(self.core.authorize(start, presented, need)).await;
        result.map_err(|error| refusal::of(&error.blamed(), cause)).and_then(|who| write(&who))
    }

    /// [`Core::verify`](badgehouse::Core::verify).
    pub async fn verify(
        &self,
        presented: JsValue,
        of: JsValue,
        audience: JsValue,
        origin: JsValue,
    ) -> Result<JsValue, JsValue> {
        self.run(|start| {
            let (of, audience) = (tokens_of(of)?, optional_text("audience", &audience)?);
            Ok(self.core.verify(start, call::presented(presented, &origin)?, of, audience))
        })
        .await
    }

    /// [`Core::jwks`](badgehouse::Core::jwks).
    pub async fn jwks(&self) -> Result<JsValue, JsValue> {
        self.run(|start| Ok(self.core.jwks(start))).await
    }

    /// [`Core::mark_resource_server`](badgehouse::Core::mark_resource_server).
    #[wasm_bindgen(js_name = markResourceServer)]
    pub async fn mark_resource_server(
        &self,
        company: JsValue,
        id: JsValue,
        audiences: JsValue,
    ) -> Result<JsValue, JsValue> {
        self.run(|start| {
            let (company, id) = (text("company", &company)?, client(&id)?);
            Ok(self.core.mark_resource_server(start, company, id, read(audiences)?))
        })
        .await
    }
}

impl<'a> From<&'a TokenResponse> for TokenOut<'a> {
    fn from(token: &'a TokenResponse) -> Self {
        Self { token, dpop_nonce: token.dpop_nonce.as_deref() }
    }
}
