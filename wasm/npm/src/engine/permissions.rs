//! Permissions: looked at and set.

use super::Engine;
use crate::call::{Call, Moment};
use crate::value::{Given, client, company_id, object, object_or_default, principal, value};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
impl Engine {
    /// [`Core::get_permissions`](badgehouse::Core::get_permissions).
    #[wasm_bindgen(js_name = getPermissions)]
    pub fn get_permissions(
        &self,
        start: Moment,
        by: JsValue,
        company: Given,
        id: Given,
        page: Given,
    ) -> Result<Call, JsValue> {
        Self::begin(start, |start| {
            let (company, id, page) = (company_id(company)?, client(id)?, object_or_default(page)?);
            Ok(self.core.get_permissions(start, principal(&by)?, company, id, page))
        })
    }

    /// [`Core::set_permissions`](badgehouse::Core::set_permissions).
    #[wasm_bindgen(js_name = setPermissions)]
    pub fn set_permissions(
        &self,
        start: Moment,
        by: JsValue,
        company: Given,
        id: Given,
        change: Given,
        revision: Given,
    ) -> Result<Call, JsValue> {
        Self::begin(start, |start| {
            let (company, id, change) = (company_id(company)?, client(id)?, object(change)?);
            let revision = value("revision", revision)?;
            Ok(self.core.set_permissions(start, principal(&by)?, company, id, change, revision))
        })
    }
}
