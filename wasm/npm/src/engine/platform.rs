//! What only the embedding product does: by a timer, for a company that goes, and for keys that are lost.

use super::{Engine, ended};
use crate::call::{Call, Moment};
use crate::refusal::refused;
use crate::value::{Given, company_id, object, object_or_default, text, value};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
impl Engine {
    /// [`Core::maintain`](badgehouse::Core::maintain).
    pub fn maintain(&self, start: Moment) -> Result<Call, JsValue> {
        let (watch, monotonic) = (Rc::clone(&self.watch), start.monotonic());
        let operation = self.core.maintain(start.into(), watch.passed(monotonic));
        // Measured from before the operation, since there is no clock here: by as much as it takes, once a process, more seems to have passed.
        Ok(Call::new(operation, move |outcome| {
            if let Ok(answer) = &outcome {
                watch.saw(answer, monotonic);
            }
            ended(outcome.map_err(refused))
        }))
    }

    /// [`Core::clock`](badgehouse::Core::clock).
    pub fn clock(&self, start: Moment) -> Result<Call, JsValue> {
        Self::begin(start, |start| Ok(self.core.clock(start)))
    }

    /// [`Core::believe_clock`](badgehouse::Core::believe_clock).
    #[wasm_bindgen(js_name = believeClock)]
    pub fn believe_clock(&self, start: Moment) -> Result<Call, JsValue> {
        Self::begin(start, |start| Ok(self.core.believe_clock(start)))
    }

    /// [`Core::record_usage`](badgehouse::Core::record_usage), of what was added up since the last time.
    #[wasm_bindgen(js_name = recordUsage)]
    pub fn record_usage(&self, start: Moment) -> Result<Call, JsValue> {
        // Taken only once the operation has begun: a clock that throws loses nothing.
        Self::begin(start, |start| Ok(self.core.record_usage(start, self.kept.take_usage())))
    }

    /// [`Core::purge_accounts`](badgehouse::Core::purge_accounts).
    #[wasm_bindgen(js_name = purgeAccounts)]
    pub fn purge_accounts(&self, start: Moment, company: Given) -> Result<Call, JsValue> {
        Self::begin(start, |start| Ok(self.core.purge_accounts(start, company_id(company)?)))
    }

    /// [`Core::cut_audit`](badgehouse::Core::cut_audit).
    #[wasm_bindgen(js_name = cutAudit)]
    pub fn cut_audit(&self, start: Moment, company: Given) -> Result<Call, JsValue> {
        Self::begin(start, |start| Ok(self.core.cut_audit(start, company_id(company)?)))
    }

    /// [`Core::erase_company`](badgehouse::Core::erase_company).
    #[wasm_bindgen(js_name = eraseCompany)]
    pub fn erase_company(&self, start: Moment, company: Given, confirmation: Given) -> Result<Call, JsValue> {
        Self::begin(start, |start| {
            let confirmation = text("confirmation", confirmation)?;
            Ok(self.core.erase_company(start, company_id(company)?, confirmation))
        })
    }

    /// [`Core::verify_erasure_receipt`](badgehouse::Core::verify_erasure_receipt).
    #[wasm_bindgen(js_name = verifyErasureReceipt)]
    pub fn verify_erasure_receipt(&self, receipt: Given) -> Result<bool, JsValue> {
        Ok(self.core.verify_erasure_receipt(&object(receipt).map_err(refused)?))
    }

    /// [`Core::reseal`](badgehouse::Core::reseal).
    pub fn reseal(&self, start: Moment) -> Result<Call, JsValue> {
        Self::begin(start, |start| Ok(self.core.reseal(start)))
    }

    /// [`Core::reseal_company`](badgehouse::Core::reseal_company).
    #[wasm_bindgen(js_name = resealCompany)]
    pub fn reseal_company(&self, start: Moment, company: Given, input: Given) -> Result<Call, JsValue> {
        Self::begin(start, |start| {
            Ok(self.core.reseal_company(start, company_id(company)?, object_or_default(input)?))
        })
    }

    /// [`Core::replace_signing_key`](badgehouse::Core::replace_signing_key).
    #[wasm_bindgen(js_name = replaceSigningKey)]
    pub fn replace_signing_key(&self, start: Moment, earlier: Given) -> Result<Call, JsValue> {
        Self::begin(start, |start| Ok(self.core.replace_signing_key(start, value("earlier", earlier)?)))
    }
}
