//! What only the embedding product does: by a timer, for a company that goes, and for keys that are lost.

use super::Engine;
use crate::refusal::refused;
use crate::value::{read, read_or_default, text};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
impl Engine {
    /// [`Core::maintain`](badgehouse::Core::maintain).
    pub async fn maintain(&self) -> Result<JsValue, JsValue> {
        self.run(|start| Ok(self.core.maintain(start))).await
    }

    /// [`Core::record_usage`](badgehouse::Core::record_usage), of what was added up since the last time.
    #[wasm_bindgen(js_name = recordUsage)]
    pub async fn record_usage(&self) -> Result<JsValue, JsValue> {
        // Taken only once the operation has begun: a clock that throws loses nothing.
        self.run(|start| Ok(self.core.record_usage(start, self.kept.take_usage()))).await
    }

    /// [`Core::purge_accounts`](badgehouse::Core::purge_accounts).
    #[wasm_bindgen(js_name = purgeAccounts)]
    pub async fn purge_accounts(&self, company: JsValue) -> Result<JsValue, JsValue> {
        self.run(|start| Ok(self.core.purge_accounts(start, text("company", &company)?))).await
    }

    /// [`Core::cut_audit`](badgehouse::Core::cut_audit).
    #[wasm_bindgen(js_name = cutAudit)]
    pub async fn cut_audit(&self, company: JsValue) -> Result<JsValue, JsValue> {
        self.run(|start| Ok(self.core.cut_audit(start, text("company", &company)?))).await
    }

    /// [`Core::erase_company`](badgehouse::Core::erase_company).
    #[wasm_bindgen(js_name = eraseCompany)]
    pub async fn erase_company(&self, company: JsValue, confirmation: JsValue) -> Result<JsValue, JsValue> {
        self.run(|start| {
            let confirmation = text("confirmation", &confirmation)?;
            Ok(self.core.erase_company(start, text("company", &company)?, confirmation))
        })
        .await
    }

    /// [`Core::verify_erasure_receipt`](badgehouse::Core::verify_erasure_receipt).
    #[wasm_bindgen(js_name = verifyErasureReceipt)]
    pub fn verify_erasure_receipt(&self, receipt: JsValue) -> Result<bool, JsValue> {
        Ok(self.core.verify_erasure_receipt(&read(receipt).map_err(refused)?))
    }

    /// [`Core::reseal`](badgehouse::Core::reseal).
    pub async fn reseal(&self) -> Result<JsValue, JsValue> {
        self.run(|start| Ok(self.core.reseal(start))).await
    }

    /// [`Core::reseal_company`](badgehouse::Core::reseal_company).
    #[wasm_bindgen(js_name = resealCompany)]
    pub async fn reseal_company(&self, company: JsValue, input: JsValue) -> Result<JsValue, JsValue> {
        self.run(|start| {
            Ok(self.core.reseal_company(start, text("company", &company)?, read_or_default(input)?))
        })
        .await
    }

    /// [`Core::replace_signing_key`](badgehouse::Core::replace_signing_key).
    #[wasm_bindgen(js_name = replaceSigningKey)]
    pub async fn replace_signing_key(&self, earlier: JsValue) -> Result<JsValue, JsValue> {
        self.run(|start| Ok(self.core.replace_signing_key(start, read(earlier)?))).await
    }
}
