//! Accounts: made, found and deleted.

use super::Engine;
use crate::call::{Call, Moment};
use crate::value::{Given, client, company_id, object, object_or_default, optional_text, principal, text};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
impl Engine {
    /// [`Core::create_account`](badgehouse::Core::create_account).
    #[wasm_bindgen(js_name = createAccount)]
    pub fn create_account(
        &self,
        start: Moment,
        by: JsValue,
        company: Given,
        new: Given,
        idempotency_key: Given,
    ) -> Result<Call, JsValue> {
        Self::begin(start, |start| {
            let key = optional_text("idempotencyKey", idempotency_key)?;
            Ok(self.core.create_account(start, principal(&by)?, company_id(company)?, object(new)?, key))
        })
    }

    /// [`Core::bootstrap`](badgehouse::Core::bootstrap).
    pub fn bootstrap(&self, start: Moment, company: Given, name: Given) -> Result<Call, JsValue> {
        Self::begin(start, |start| Ok(self.core.bootstrap(start, company_id(company)?, text("name", name)?)))
    }

    /// [`Core::get_account`](badgehouse::Core::get_account).
    #[wasm_bindgen(js_name = getAccount)]
    pub fn get_account(
        &self,
        start: Moment,
        by: JsValue,
        company: Given,
        id: Given,
    ) -> Result<Call, JsValue> {
        Self::begin(start, |start| {
            Ok(self.core.get_account(start, principal(&by)?, company_id(company)?, client(id)?))
        })
    }

    /// [`Core::list_accounts`](badgehouse::Core::list_accounts).
    #[wasm_bindgen(js_name = listAccounts)]
    pub fn list_accounts(
        &self,
        start: Moment,
        by: JsValue,
        company: Given,
        page: Given,
    ) -> Result<Call, JsValue> {
        Self::begin(start, |start| {
            let page = object_or_default(page)?;
            Ok(self.core.list_accounts(start, principal(&by)?, company_id(company)?, page))
        })
    }

    /// [`Core::delete_account`](badgehouse::Core::delete_account).
    #[wasm_bindgen(js_name = deleteAccount)]
    pub fn delete_account(
        &self,
        start: Moment,
        by: JsValue,
        company: Given,
        id: Given,
    ) -> Result<Call, JsValue> {
        Self::begin(start, |start| {
            Ok(self.core.delete_account(start, principal(&by)?, company_id(company)?, client(id)?))
        })
    }
}
