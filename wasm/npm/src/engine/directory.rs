//! The contacts of accounts, and the directory that they stand in.

use super::Engine;
use crate::call::{Call, Moment};
use crate::refusal::refused;
use crate::value::{Given, client, company_id, object, principal, text, value};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
impl Engine {
    /// [`Core::get_contact`](badgehouse::Core::get_contact).
    #[wasm_bindgen(js_name = getContact)]
    pub fn get_contact(
        &self,
        start: Moment,
        by: JsValue,
        company: Given,
        id: Given,
    ) -> Result<Call, JsValue> {
        Self::begin(start, |start| {
            Ok(self.core.get_contact(start, principal(&by)?, company_id(company)?, client(id)?))
        })
    }

    /// [`Core::change_contact`](badgehouse::Core::change_contact).
    #[wasm_bindgen(js_name = changeContact)]
    pub fn change_contact(
        &self,
        start: Moment,
        by: JsValue,
        company: Given,
        id: Given,
        change: Given,
    ) -> Result<Call, JsValue> {
        Self::begin(start, |start| {
            let (company, id, change) = (company_id(company)?, client(id)?, object(change)?);
            Ok(self.core.change_contact(start, principal(&by)?, company, id, change))
        })
    }

    /// [`Core::repair_contact`](badgehouse::Core::repair_contact).
    #[wasm_bindgen(js_name = repairContact)]
    pub fn repair_contact(
        &self,
        start: Moment,
        by: JsValue,
        company: Given,
        id: Given,
        how: Given,
    ) -> Result<Call, JsValue> {
        Self::begin(start, |start| {
            let (company, id, how) = (company_id(company)?, client(id)?, value("how", how)?);
            Ok(self.core.repair_contact(start, principal(&by)?, company, id, how))
        })
    }

    /// [`Core::create_contact`](badgehouse::Core::create_contact).
    #[wasm_bindgen(js_name = createContact)]
    pub fn create_contact(
        &self,
        start: Moment,
        by: JsValue,
        company: Given,
        new: Given,
    ) -> Result<Call, JsValue> {
        Self::begin(start, |start| {
            Ok(self.core.create_contact(start, principal(&by)?, company_id(company)?, object(new)?))
        })
    }

    /// [`Core::report_contact`](badgehouse::Core::report_contact).
    #[wasm_bindgen(js_name = reportContact)]
    pub fn report_contact(
        &self,
        start: Moment,
        company: Given,
        id: Given,
        report: Given,
    ) -> Result<Call, JsValue> {
        Self::begin(start, |start| {
            let (company, id) = (company_id(company)?, client(id)?);
            Ok(self.core.report_contact(start, company, id, object(report)?))
        })
    }

    /// [`Core::is_machine_contact`](badgehouse::Core::is_machine_contact).
    #[wasm_bindgen(js_name = isMachineContact)]
    pub fn is_machine_contact(&self, email: Given) -> Result<bool, JsValue> {
        Ok(self.core.is_machine_contact(&text("email", email).map_err(refused)?))
    }
}
