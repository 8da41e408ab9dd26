//! Accounts: made, found and deleted.

use super::Engine;
use crate::value::{client, optional_text, principal, read, read_or_default, text};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
impl Engine {
    /// [`Core::create_account`](badgehouse::Core::create_account).
    #[wasm_bindgen(js_name = createAccount)]
    pub async fn create_account(
        &self,
        by: JsValue,
        company: JsValue,
        new: JsValue,
        idempotency_key: JsValue,
    ) -> Result<JsValue, JsValue> {
        self.run(|start| {
            let key = optional_text("idempotencyKey", &idempotency_key)?;
            Ok(self.core.create_account(start, principal(by)?, text("company", &company)?, read(new)?, key))
        })
        .await
    }

    /// [`Core::bootstrap`](badgehouse::Core::bootstrap).
    pub async fn bootstrap(&self, company: JsValue, name: JsValue) -> Result<JsValue, JsValue> {
        self.run(|start| Ok(self.core.bootstrap(start, text("company", &company)?, text("name", &name)?)))
            .await
    }

    /// [`Core::get_account`](badgehouse::Core::get_account).
    #[wasm_bindgen(js_name = getAccount)]
    pub async fn get_account(&self, by: JsValue, company: JsValue, id: JsValue) -> Result<JsValue, JsValue> {
        self.run(|start| {
            Ok(self.core.get_account(start, principal(by)?, text("company", &company)?, client(&id)?))
        })
        .await
    }

    /// [`Core::list_accounts`](badgehouse::Core::list_accounts).
    #[wasm_bindgen(js_name = listAccounts)]
    pub async fn list_accounts(
        &self,
        by: JsValue,
        company: JsValue,
        page: JsValue,
    ) -> Result<JsValue, JsValue> {
        self.run(|start| {
            let page = read_or_default(page)?;
            Ok(self.core.list_accounts(start, principal(by)?, text("company", &company)?, page))
        })
        .await
    }

    /// [`Core::delete_account`](badgehouse::Core::delete_account).
    #[wasm_bindgen(js_name = deleteAccount)]
    pub async fn delete_account(
        &self,
        by: JsValue,
        company: JsValue,
        id: JsValue,
    ) -> Result<JsValue, JsValue> {
        self.run(|start| {
            Ok(self.core.delete_account(start, principal(by)?, text("company", &company)?, client(&id)?))
        })
        .await
    }
}
