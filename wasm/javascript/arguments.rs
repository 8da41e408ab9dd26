//! The arguments of an operation, by name: JSON text, which the core's one reader reads.

use crate::body::{object, value};
use badgehouse::error::{Error, InputProblem};
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

/// What an operation is begun with: `name:JSON` for each argument that was given, a line each, since no JSON text that the package makes has a line break. It may
/// hold a secret.
pub(crate) struct Arguments(Zeroizing<String>);

impl Arguments {
    pub(crate) fn new(lines: String) -> Self {
        Self(Zeroizing::new(lines))
    }

    /// The JSON text of an argument; `None` for one that is left out.
    pub(crate) fn json(&self, name: &str) -> Option<&str> {
        self.0.split('\n').find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))
    }

    /// A struct of ours. An error's pointer begins within it.
    pub(crate) fn object<T: DeserializeOwned>(&self, name: &str) -> Result<T, Error> {
        object(self.json(name))
    }

    /// A struct of ours that may be left out.
    pub(crate) fn object_or_default<T: DeserializeOwned + Default>(&self, name: &str) -> Result<T, Error> {
        if self.json(name).is_none() { Ok(T::default()) } else { self.object(name) }
    }

    /// A text that may be left out.
    pub(crate) fn optional_text(&self, name: &str) -> Result<Option<String>, Error> {
        optional_text(name, self.json(name))
    }
}

/// A text that may be left out; `name` is what the caller knows it by.
pub(crate) fn optional_text(name: &str, json: Option<&str>) -> Result<Option<String>, Error> {
    value(json).map_err(|_| invalid(name, "this is a text"))
}

/// An argument that breaks a rule.
pub(crate) fn invalid(name: &str, rule: impl Into<String>) -> Error {
    Error::invalid(vec![InputProblem::new(&format!("/{name}"), rule.into())])
}
