//! Everything in a store, row by row in the order of the keys, read in parts.

use super::carried::Snapshot;
use crate::store::Store;
use anyhow::{Context, Result};
use badgehouse::store::{Key, Row};

/// How many rows are read at a time.
const ROWS_AT_ONCE: u32 = 200;

/// The rows of a store. Each is handed out once.
pub(crate) struct Rows<'a> {
    of: Of<'a>,
    part: std::vec::IntoIter<Row>,
    last: Option<Key>,
    more: bool,
}

#[derive(Clone, Copy)]
enum Of<'a> {
    Snapshot(&'a Snapshot),
    Store(&'a Store),
}

impl<'a> Rows<'a> {
    /// Of one moment.
    pub(crate) fn of_snapshot(snapshot: &'a Snapshot) -> Self {
        Self::new(Of::Snapshot(snapshot))
    }

    /// Of a store that nobody else writes to.
    pub(crate) fn of_store(store: &'a Store) -> Self {
        Self::new(Of::Store(store))
    }

    fn new(of: Of<'a>) -> Self {
        Self { of, part: Vec::new().into_iter(), last: None, more: true }
    }

    /// The next; none at the end.
    pub(crate) async fn next(&mut self) -> Result<Option<Row>> {
        if self.part.len() == 0 && self.more {
            let after = self.last.as_ref();
            let part = match self.of {
                Of::Snapshot(snapshot) => snapshot.rows(after, ROWS_AT_ONCE).await?,
                Of::Store(store) => store.rows(after, ROWS_AT_ONCE).await.context("the store")?,
            };
            self.more = part.len() == ROWS_AT_ONCE as usize;
            self.last = part.last().map(|row| row.key.clone());
            self.part = part.into_iter();
        }
        Ok(self.part.next())
    }
}
