//! The rules of one catalogue.

use crate::json::{json, made, object, value};
use crate::refusal::refused;
use badgehouse::catalogue::Catalogue;
use badgehouse::error::{Error, InputProblem};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// The rules of one catalogue; it holds no store, no key and no secret.
#[wasm_bindgen]
pub struct Rules(badgehouse::rules::Rules);

#[wasm_bindgen]
impl Rules {
    /// Checks the catalogue; the ready one when it is left out.
    #[wasm_bindgen(constructor)]
    pub fn new(catalogue: Option<String>) -> Result<Self, JsValue> {
        let catalogue =
            if catalogue.is_none() { Ok(Catalogue::default()) } else { made(catalogue.as_deref()) };
        catalogue.and_then(badgehouse::rules::Rules::new).map(Self).map_err(refused)
    }

    /// The catalogue, as JSON.
    pub fn catalogue(&self) -> Result<String, JsValue> {
        json(self.0.catalogue()).map_err(refused)
    }

    /// What is wrong with a wish for an account, as JSON.
    #[wasm_bindgen(js_name = checkNewAccount)]
    pub fn check_new_account(&self, new: Option<String>) -> Result<String, JsValue> {
        problems(object(new.as_deref()).map(|new| self.0.check_new_account(&new)))
    }

    /// What is wrong with levels at company level, as JSON.
    #[wasm_bindgen(js_name = checkLevels)]
    pub fn check_levels(&self, levels: Option<String>) -> Result<String, JsValue> {
        problems(value(levels.as_deref()).map(|levels| self.0.check_levels(&levels)))
    }
}

/// A form that cannot even be read has the problem that says so.
fn problems(checked: Result<Vec<InputProblem>, Error>) -> Result<String, JsValue> {
    json(&checked.unwrap_or_else(|error| error.into_parts().errors)).map_err(refused)
}
