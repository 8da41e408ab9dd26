//! Pages: what a list answers at a time, and where the next begins.

use super::error::Error;
use serde::{Deserialize, Serialize};

/// The most items on a page.
pub const MAX_PAGE: u32 = 100;
const DEFAULT_PAGE: u32 = 50;

/// Which page is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PageInput {
    /// At most how many items: 1 to 100, 50 when absent.
    #[serde(default)]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before; absent for the first.
    #[serde(default)]
    pub cursor: Option<String>,
}

/// A page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Page<T> {
    /// The items, possibly fewer than asked for.
    pub items: Vec<T>,
    /// Where the next page begins; absent when this is the last.
    pub next_cursor: Option<String>,
}

/// A page, checked.
pub(crate) struct Checked<C> {
    pub(crate) limit: u32,
    pub(crate) after: Option<C>,
}

impl PageInput {
    pub(crate) fn check<C>(self, parse: impl FnOnce(&str) -> Option<C>) -> Result<Checked<C>, Error> {
        let limit = self.limit.unwrap_or(DEFAULT_PAGE);
        if !(1..=MAX_PAGE).contains(&limit) {
            return Err(Error::invalid_at("/limit", "a page has 1 to 100 items"));
        }
        let unknown = || Error::invalid_at("/cursor", "a cursor is the `next_cursor` of the page before");
        let after = self.cursor.map(|cursor| parse(&cursor).ok_or_else(unknown)).transpose()?;
        Ok(Checked { limit, after })
    }
}

impl<C> Checked<C> {
    /// Whether a list of `found` entries may go on.
    pub(crate) fn is_full(&self, found: usize) -> bool {
        u32::try_from(found).is_ok_and(|found| found >= self.limit)
    }
}
