//! Everything that is in a store, row by row in the order of the keys: out of one, and into another that is made by it.

use crate::error::store_error;
use crate::pool::{Pool, on_a_thread};
use crate::store::{SqliteStore, new_version};
use crate::{connection, schema, table};
use badgehouse::store::{Key, Row, StoreError};
use std::path::Path;
use std::sync::Arc;

impl SqliteStore {
    /// Up to `limit` rows of all partitions, in ascending byte order of their keys, from the first after `after`. Fewer than `limit` mean that
    /// there are no more. Each call sees a moment of its own; [`snapshot`](Self::snapshot) sees one.
    ///
    /// # Errors
    /// As [`Store::get`](badgehouse::store::Store::get).
    pub async fn rows(&self, after: Option<&Key>, limit: u32) -> Result<Vec<Row>, StoreError> {
        rows(&self.readers, after, limit).await
    }

    /// The store as it is at this moment, however long it is read. Writers go on meanwhile; the log beside the file grows by what they write
    /// until the snapshot is dropped.
    ///
    /// # Errors
    /// `Unavailable` when the file cannot be opened once more.
    pub async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        let (path, place) = (self.path.clone(), Arc::clone(&self.place));
        on_a_thread(move || {
            let connection = connection::snapshot(&path).map_err(store_error)?;
            Ok(Snapshot { connection: Pool::start(vec![connection], &place)? })
        })
        .await
    }

    /// Opens a file for an import, and makes it if it is not there. Until [`finish_import`](Self::finish_import), every
    /// [`open`](Self::open) refuses it, so that nobody takes half a store for a whole one. Where an import was interrupted this goes on with it: what was
    /// inserted is there, by [`rows`](Self::rows).
    ///
    /// # Errors
    /// As [`open`](Self::open), and `Broken` where the store has entries already.
    pub async fn open_import(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        Self::open_by(path.as_ref().to_owned(), schema::begin_import).await
    }

    /// Inserts rows, all or none, under a new version; durable when it answers.
    ///
    /// # Errors
    /// As [`Store::commit`](badgehouse::store::Store::commit), and `Broken` where a key is there already or no import is under way.
    pub async fn insert(&self, rows: Vec<Row>) -> Result<(), StoreError> {
        let version = new_version()?;
        let inserted = self.writer.run(move |connection| table::insert(connection, &rows, &version)).await?;
        if inserted { Ok(()) } else { Err(StoreError::Broken("no import is under way".into())) }
    }

    /// Makes the store that was imported a whole one, which [`open`](Self::open) opens.
    ///
    /// # Errors
    /// As [`Store::commit`](badgehouse::store::Store::commit).
    pub async fn finish_import(&self) -> Result<(), StoreError> {
        self.writer.run(|connection| schema::finish_import(connection)).await
    }
}

/// A store as it was at one moment.
#[derive(Clone)]
pub struct Snapshot {
    connection: Pool,
}

impl Snapshot {
    /// As [`SqliteStore::rows`], all of one moment.
    ///
    /// # Errors
    /// As [`SqliteStore::rows`].
    pub async fn rows(&self, after: Option<&Key>, limit: u32) -> Result<Vec<Row>, StoreError> {
        rows(&self.connection, after, limit).await
    }

    /// How many rows there are.
    ///
    /// # Errors
    /// As [`SqliteStore::rows`].
    pub async fn count(&self) -> Result<u64, StoreError> {
        self.connection.run(|connection| table::count(connection)).await
    }
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Snapshot")
    }
}

async fn rows(pool: &Pool, after: Option<&Key>, limit: u32) -> Result<Vec<Row>, StoreError> {
    let after = after.cloned();
    pool.run(move |connection| table::rows(connection, after.as_ref(), limit)).await
}
