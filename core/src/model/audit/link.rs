//! A link of the chain: where one who walks along it stands, and whether an event follows there.

use super::AuditEvent;
use super::head::{hash_of, origin};
use crate::value::identifier::Segment;
use crate::value::tree::{FromTree, Misfit, Tree};
use serde::Serialize;

/// An event, by its number and hash; what comes before the first has the number 0.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Link {
    pub(crate) number: u64,
    pub(crate) hash: String,
}

impl FromTree for Link {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        let record = tree.record()?;
        Ok(Self { number: record.needed("number")?, hash: record.needed("hash")? })
    }
}

/// Why an event does not follow.
#[derive(Clone, Copy)]
pub(crate) enum Fault {
    /// It cannot be read.
    Unreadable,
    /// It has another number.
    OtherNumber,
    /// It names another event as the one before.
    OtherPrevious,
}

impl Link {
    /// What comes before a company's first event.
    pub(crate) fn origin(segment: &Segment) -> Self {
        Self { number: 0, hash: origin(segment) }
    }

    /// The event in these stored bytes with its own link, when it is the one that follows.
    pub(crate) fn next(&self, value: &[u8]) -> Result<(AuditEvent, Self), Fault> {
        let event: AuditEvent = Tree::of_record(value).map_err(|_| Fault::Unreadable)?;
        if event.number != self.number.saturating_add(1) {
            return Err(Fault::OtherNumber);
        }
        if event.previous != self.hash {
            return Err(Fault::OtherPrevious);
        }
        let link = Self { number: event.number, hash: hash_of(value) };
        Ok((event, link))
    }
}
