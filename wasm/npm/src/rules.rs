//! The rules alone, for a form.

use crate::refusal::refused;
use crate::value::{read, write};
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
    pub fn new(catalogue: JsValue) -> Result<Self, JsValue> {
        let open =
            |catalogue: Option<Catalogue>| badgehouse::rules::Rules::new(catalogue.unwrap_or_default());
        read(catalogue).and_then(open).map(Self).map_err(refused)
    }

    /// The catalogue.
    #[wasm_bindgen(getter)]
    pub fn catalogue(&self) -> Result<JsValue, JsValue> {
        write(self.0.catalogue())
    }

    /// What is wrong with a wish for an account.
    #[wasm_bindgen(js_name = checkNewAccount)]
    pub fn check_new_account(&self, new: JsValue) -> Result<JsValue, JsValue> {
        problems(read(new).map(|new| self.0.check_new_account(&new)))
    }

    /// What is wrong with levels at company level.
    #[wasm_bindgen(js_name = checkLevels)]
    pub fn check_levels(&self, levels: JsValue) -> Result<JsValue, JsValue> {
        problems(read(levels).map(|levels| self.0.check_levels(&levels)))
    }
}

/// A form that cannot even be read has the problem that says so.
fn problems(checked: Result<Vec<InputProblem>, Error>) -> Result<JsValue, JsValue> {
    write(&checked.unwrap_or_else(|error| error.errors))
}
