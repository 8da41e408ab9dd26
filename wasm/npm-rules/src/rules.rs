//! The rules of one catalogue.

use crate::json::{bounded, made};
use crate::refusal::{refused, written};
use badgehouse::catalogue::Catalogue;
use badgehouse::error::{Error, InputProblem};
use badgehouse::rules::Form;
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

    /// What is wrong with a form, by its name. One that cannot even be read has the problem that says so.
    pub fn check(&self, form: &str, value: Option<String>) -> String {
        match &self.0 {
            Ok(rules) => written(&problems(rules, form, value.as_deref())),
            Err(error) => refused(error),
        }
    }
}

fn problems(rules: &badgehouse::rules::Rules, form: &str, value: Option<&str>) -> Vec<InputProblem> {
    match (form.parse::<Form>(), bounded(value)) {
        (Ok(form), Ok(json)) => rules.check(form, json.as_bytes()),
        (Err(unknown), _) => vec![InputProblem::new("", unknown.to_string())],
        (_, Err(error)) => error.into_parts().errors,
    }
}
