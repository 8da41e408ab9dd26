//! The walk: how far an audit that is to be cut was read, when one call does not get to its end.
//!
//! It says that the events between two links are chained, and not yet that the core wrote them. That is known once the walk has come to a signed head, since the
//! head's hash vouches for every link before it.

use super::link::Link;
use crate::model::record::VERSION;
use crate::value::tree::{FromTree, Misfit, Tree};
use serde::Serialize;

/// A walk that is under way.
#[derive(Clone, Serialize)]
pub(crate) struct WalkRecord {
    v: u8,
    /// The number of the event before the first that was read.
    pub(crate) from: u64,
    /// The last event that is to go.
    pub(crate) to: Link,
    /// The last event that was read.
    pub(crate) at: Link,
}

impl FromTree for WalkRecord {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        let record = tree.record()?;
        Ok(Self {
            v: record.needed("v")?,
            from: record.needed("from")?,
            to: record.needed("to")?,
            at: record.needed("at")?,
        })
    }
}

impl WalkRecord {
    pub(crate) fn new(from: u64, to: Link, at: Link) -> Self {
        Self { v: VERSION, from, to, at }
    }
}
