//! Permissions: looked at and set.

use super::Engine;
use crate::value::{client, principal, read, read_or_default, text};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
impl Engine {
    /// [`Core::get_permissions`](badgehouse::Core::get_permissions).
    #[wasm_bindgen(js_name = getPermissions)]
    pub async fn get_permissions(
        &self,
        by: JsValue,
        company: JsValue,
        id: JsValue,
        page: JsValue,
    ) -> Result<JsValue, JsValue> {
        self.run(|start| {
            let (company, id, page) = (text("company", &company)?, client(&id)?, read_or_default(page)?);
            Ok(self.core.get_permissions(start, principal(by)?, company, id, page))
        })
        .await
    }

    /// [`Core::set_permissions`](badgehouse::Core::set_permissions).
    #[wasm_bindgen(js_name = setPermissions)]
    pub async fn set_permissions(
        &self,
        by: JsValue,
        company: JsValue,
        id: JsValue,
        change: JsValue,
        revision: JsValue,
    ) -> Result<JsValue, JsValue> {
        self.run(|start| {
            let (company, id, change) = (text("company", &company)?, client(&id)?, read(change)?);
            let revision = read_or_default(revision)?;
            Ok(self.core.set_permissions(start, principal(by)?, company, id, change, revision))
        })
        .await
    }
}
