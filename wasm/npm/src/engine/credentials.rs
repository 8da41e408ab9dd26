//! What an account proves itself with: secrets, found where they leaked too, and trust in outside issuers.

use super::Engine;
use crate::value::{client, optional_text, principal, read, read_or_default, text};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
impl Engine {
    /// [`Core::add_secret`](badgehouse::Core::add_secret).
    #[wasm_bindgen(js_name = addSecret)]
    pub async fn add_secret(
        &self,
        by: JsValue,
        company: JsValue,
        id: JsValue,
        new: JsValue,
        idempotency_key: JsValue,
    ) -> Result<JsValue, JsValue> {
        self.run(|start| {
            let (company, id, new) = (text("company", &company)?, client(&id)?, read_or_default(new)?);
            let key = optional_text("idempotencyKey", &idempotency_key)?;
            Ok(self.core.add_secret(start, principal(by)?, company, id, new, key))
        })
        .await
    }

    /// [`Core::list_secrets`](badgehouse::Core::list_secrets).
    #[wasm_bindgen(js_name = listSecrets)]
    pub async fn list_secrets(&self, by: JsValue, company: JsValue, id: JsValue) -> Result<JsValue, JsValue> {
        self.run(|start| {
            Ok(self.core.list_secrets(start, principal(by)?, text("company", &company)?, client(&id)?))
        })
        .await
    }

    /// [`Core::revoke_secret`](badgehouse::Core::revoke_secret).
    #[wasm_bindgen(js_name = revokeSecret)]
    pub async fn revoke_secret(
        &self,
        by: JsValue,
        company: JsValue,
        id: JsValue,
        secret_id: JsValue,
    ) -> Result<JsValue, JsValue> {
        self.run(|start| {
            let secret_id = text("secret_id", &secret_id)?;
            Ok(self.core.revoke_secret(
                start,
                principal(by)?,
                text("company", &company)?,
                client(&id)?,
                secret_id,
            ))
        })
        .await
    }

    /// [`Core::look_up_leak_anywhere`](badgehouse::Core::look_up_leak_anywhere).
    #[wasm_bindgen(js_name = lookUpLeak)]
    pub async fn look_up_leak(&self, input: JsValue) -> Result<JsValue, JsValue> {
        self.run(|start| Ok(self.core.look_up_leak_anywhere(start, read(input)?))).await
    }

    /// [`Core::secret_pattern`](badgehouse::Core::secret_pattern).
    #[wasm_bindgen(js_name = secretPattern)]
    pub fn secret_pattern(&self) -> String {
        self.core.secret_pattern()
    }

    /// [`Core::put_trusted_issuer`](badgehouse::Core::put_trusted_issuer).
    #[wasm_bindgen(js_name = putTrustedIssuer)]
    pub async fn put_trusted_issuer(&self, issuer: JsValue) -> Result<JsValue, JsValue> {
        self.run(|start| Ok(self.core.put_trusted_issuer(start, read(issuer)?))).await
    }
}
