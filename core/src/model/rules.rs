//! The rules alone, for a form that wants to say what is wrong before it is sent. No store, no key, no authority: the back end decides again.

use super::account::new::NewAccount;
use super::catalogue::Catalogue;
use super::levels::Levels;
use crate::value::error::{Error, InputProblem};

/// The rules of one catalogue.
#[derive(Clone, Debug)]
pub struct Rules {
    catalogue: Catalogue,
}

impl Rules {
    /// Checks the catalogue. `invalid_input` names each rule that it breaks.
    pub fn new(catalogue: Catalogue) -> Result<Self, Error> {
        let problems = catalogue.problems();
        if problems.is_empty() { Ok(Self { catalogue }) } else { Err(Error::invalid(problems)) }
    }

    /// The catalogue.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// What is wrong with a wish for an account; nothing when it may be sent.
    pub fn check_new_account(&self, new: &NewAccount) -> Vec<InputProblem> {
        new.check(&self.catalogue, None).err().unwrap_or_default()
    }

    /// What is wrong with levels at company level.
    pub fn check_levels(&self, levels: &Levels) -> Vec<InputProblem> {
        self.catalogue.level_problems("", levels)
    }
}
