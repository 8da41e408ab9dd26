//! What an account proves itself with: secrets, found where they leaked too, and trust in outside issuers.

use super::Engine;
use crate::call::{Call, Moment};
use crate::value::{Given, client, company_id, object, object_or_default, optional_text, principal, text};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
impl Engine {
    /// [`Core::add_secret`](badgehouse::Core::add_secret).
    #[wasm_bindgen(js_name = addSecret)]
    pub fn add_secret(
        &self,
        start: Moment,
        by: JsValue,
        company: Given,
        id: Given,
        new: Given,
        idempotency_key: Given,
    ) -> Result<Call, JsValue> {
        Self::begin(start, |start| {
            let (company, id, new) = (company_id(company)?, client(id)?, object_or_default(new)?);
            let key = optional_text("idempotencyKey", idempotency_key)?;
            Ok(self.core.add_secret(start, principal(&by)?, company, id, new, key))
        })
    }

    /// [`Core::list_secrets`](badgehouse::Core::list_secrets).
    #[wasm_bindgen(js_name = listSecrets)]
    pub fn list_secrets(
        &self,
        start: Moment,
        by: JsValue,
        company: Given,
        id: Given,
    ) -> Result<Call, JsValue> {
        Self::begin(start, |start| {
            Ok(self.core.list_secrets(start, principal(&by)?, company_id(company)?, client(id)?))
        })
    }

    /// [`Core::revoke_secret`](badgehouse::Core::revoke_secret).
    #[wasm_bindgen(js_name = revokeSecret)]
    pub fn revoke_secret(
        &self,
        start: Moment,
        by: JsValue,
        company: Given,
        id: Given,
        secret_id: Given,
    ) -> Result<Call, JsValue> {
        Self::begin(start, |start| {
            let secret_id = text("secret_id", secret_id)?;
            Ok(self.core.revoke_secret(start, principal(&by)?, company_id(company)?, client(id)?, secret_id))
        })
    }

    /// [`Core::look_up_leak_anywhere`](badgehouse::Core::look_up_leak_anywhere).
    #[wasm_bindgen(js_name = lookUpLeak)]
    pub fn look_up_leak(&self, start: Moment, input: Given) -> Result<Call, JsValue> {
        Self::begin(start, |start| Ok(self.core.look_up_leak_anywhere(start, object(input)?)))
    }

    /// [`Core::secret_pattern`](badgehouse::Core::secret_pattern).
    #[wasm_bindgen(js_name = secretPattern)]
    pub fn secret_pattern(&self) -> String {
        self.core.secret_pattern()
    }

    /// [`Core::put_trusted_issuer`](badgehouse::Core::put_trusted_issuer).
    #[wasm_bindgen(js_name = putTrustedIssuer)]
    pub fn put_trusted_issuer(&self, start: Moment, issuer: Given) -> Result<Call, JsValue> {
        Self::begin(start, |start| Ok(self.core.put_trusted_issuer(start, object(issuer)?)))
    }
}
