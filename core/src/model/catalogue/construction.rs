//! The ready catalogue, modelled on the tools of a construction company. What answers for money or for the company has to be granted by itself, even to Admin.

use super::{Catalogue, first_version};
use crate::value::tree::Tree;

/// As a host would write its own. As text it is a third of what it is as values, by gzip.
const CONSTRUCTION: &str = include_str!("construction.json");

impl Default for Catalogue {
    /// A ready catalogue, modelled on the tools of a construction company.
    fn default() -> Self {
        let none = Self { version: first_version(), tools: Vec::new(), apps: Vec::new() };
        Tree::value(CONSTRUCTION.as_bytes()).unwrap_or(none)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ready_catalogue_is_one() {
        let catalogue = Catalogue::default();
        assert_eq!(catalogue.problems(), []);
        assert_eq!(Tree::value(CONSTRUCTION.as_bytes()).ok(), Some(catalogue.clone()));
        assert_eq!((catalogue.version, catalogue.tools.len()), (1, 19));
    }
}
