//! The contacts of accounts, and the directory that they stand in.

use super::Engine;
use crate::value::{client, principal, read, text};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
impl Engine {
    /// [`Core::get_contact`](badgehouse::Core::get_contact).
    #[wasm_bindgen(js_name = getContact)]
    pub async fn get_contact(&self, by: JsValue, company: JsValue, id: JsValue) -> Result<JsValue, JsValue> {
        self.run(|start| {
            Ok(self.core.get_contact(start, principal(by)?, text("company", &company)?, client(&id)?))
        })
        .await
    }

    /// [`Core::change_contact`](badgehouse::Core::change_contact).
    #[wasm_bindgen(js_name = changeContact)]
    pub async fn change_contact(
        &self,
        by: JsValue,
        company: JsValue,
        id: JsValue,
        change: JsValue,
    ) -> Result<JsValue, JsValue> {
        self.run(|start| {
            let (company, id, change) = (text("company", &company)?, client(&id)?, read(change)?);
            Ok(self.core.change_contact(start, principal(by)?, company, id, change))
        })
        .await
    }

    /// [`Core::repair_contact`](badgehouse::Core::repair_contact).
    #[wasm_bindgen(js_name = repairContact)]
    pub async fn repair_contact(
        &self,
        by: JsValue,
        company: JsValue,
        id: JsValue,
        how: JsValue,
    ) -> Result<JsValue, JsValue> {
        self.run(|start| {
            let (company, id, how) = (text("company", &company)?, client(&id)?, read(how)?);
            Ok(self.core.repair_contact(start, principal(by)?, company, id, how))
        })
        .await
    }

    /// [`Core::create_contact`](badgehouse::Core::create_contact).
    #[wasm_bindgen(js_name = createContact)]
    pub async fn create_contact(
        &self,
        by: JsValue,
        company: JsValue,
        new: JsValue,
    ) -> Result<JsValue, JsValue> {
        self.run(|start| {
            Ok(self.core.create_contact(start, principal(by)?, text("company", &company)?, read(new)?))
        })
        .await
    }

    /// [`Core::report_contact`](badgehouse::Core::report_contact).
    #[wasm_bindgen(js_name = reportContact)]
    pub async fn report_contact(
        &self,
        company: JsValue,
        id: JsValue,
        report: JsValue,
    ) -> Result<JsValue, JsValue> {
        self.run(|start| {
            let (company, id) = (text("company", &company)?, client(&id)?);
            Ok(self.core.report_contact(start, company, id, read(report)?))
        })
        .await
    }

    /// [`Core::is_machine_contact`](badgehouse::Core::is_machine_contact).
    #[wasm_bindgen(js_name = isMachineContact)]
    pub fn is_machine_contact(&self, email: &str) -> bool {
        self.core.is_machine_contact(email)
    }
}
