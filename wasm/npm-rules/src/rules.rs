//! The rules of one catalogue.

use crate::json::{made, object, value};
use crate::refusal::{refused, written};
use badgehouse::catalogue::Catalogue;
use badgehouse::error::{Error, InputProblem};
use wasm_bindgen::prelude::wasm_bindgen;

/// The rules of one catalogue, or why it makes none; it holds no store, no key and no secret.
#[wasm_bindgen]
pub struct Rules(Result<badgehouse::rules::Rules, Error>);

#[wasm_bindgen]
impl Rules {
    /// Checks the catalogue; the ready one when it is left out.
    #[wasm_bindgen(constructor)]
    pub fn new(catalogue: Option<String>) -> Self {
        let catalogue =
            if catalogue.is_none() { Ok(Catalogue::default()) } else { made(catalogue.as_deref()) };
        Self(catalogue.and_then(badgehouse::rules::Rules::new))
    }

    /// Why the catalogue makes no rules, if it makes none; nothing else is to be asked then.
    pub fn refused(&self) -> Option<String> {
        self.0.as_ref().err().map(refused)
    }

    /// The catalogue.
    pub fn catalogue(&self) -> String {
        self.0.as_ref().map_or_else(refused, |rules| written(rules.catalogue()))
    }

    /// What is wrong with a wish for an account.
    #[wasm_bindgen(js_name = checkNewAccount)]
    pub fn check_new_account(&self, new: Option<String>) -> String {
        self.problems(|rules| object(new.as_deref()).map(|new| rules.check_new_account(&new)))
    }

    /// What is wrong with levels at company level.
    #[wasm_bindgen(js_name = checkLevels)]
    pub fn check_levels(&self, levels: Option<String>) -> String {
        self.problems(|rules| value(levels.as_deref()).map(|levels| rules.check_levels(&levels)))
    }
}

impl Rules {
    /// A form that cannot even be read has the problem that says so.
    fn problems(
        &self,
        check: impl FnOnce(&badgehouse::rules::Rules) -> Result<Vec<InputProblem>, Error>,
    ) -> String {
        match self.0.as_ref().map(check) {
            Ok(Ok(problems)) => written(&problems),
            Ok(Err(error)) => written(&error.errors),
            Err(error) => refused(error),
        }
    }
}
