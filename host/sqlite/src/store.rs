//! The store: the port's three functions, handed to the threads that have the connections.

use crate::connection::Opened;
use crate::place::Place;
use crate::pool::{Pool, on_a_thread};
use crate::{connection, schema, table};
use badgehouse::store::{Change, Commit, Entry, Key, Listed, Reply, Store, StoreError};
use data_encoding::BASE64URL_NOPAD;
use rusqlite::Connection;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How many threads read. One thread writes, since SQLite has one writer at a time.
const READERS: usize = 4;

/// A handle on a file. Clones share its connections; the file is closed soon after the last of them was dropped.
#[derive(Clone)]
pub struct SqliteStore {
    pub(crate) path: PathBuf,
    pub(crate) place: Arc<Place>,
    pub(crate) writer: Pool,
    pub(crate) readers: Pool,
}

impl SqliteStore {
    /// Opens a file, and makes it and its tables if they are not there. Works in every async runtime.
    ///
    /// # Errors
    /// `Unavailable` when the file cannot be reached or stays locked, `Broken` when it is no database, is damaged, or has a schema
    /// of another version.
    pub async fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        let path = path.as_ref().to_owned();
        Self::open_by(path, schema::migrate).await
    }

    pub(crate) async fn open_by(
        path: PathBuf,
        prepare: impl FnOnce(&mut Connection) -> Result<(), StoreError> + Send + 'static,
    ) -> Result<Self, StoreError> {
        on_a_thread(move || {
            let Opened { writer, readers, place, path } = connection::open(&path, READERS, prepare)?;
            let place = Arc::new(place);
            let (writer, readers) = (Pool::start(vec![writer], &place)?, Pool::start(readers, &place)?);
            Ok(Self { path, place, writer, readers })
        })
        .await
    }

    /// Brings a file to the schema of this version, and makes it if it is not there. [`open`](Self::open) does this too; a
    /// deployment that wants it done beforehand calls it alone.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn migrate(path: impl AsRef<Path>) -> Result<(), StoreError> {
        let path = path.as_ref().to_owned();
        on_a_thread(move || connection::open(&path, 0, schema::migrate).map(drop)).await
    }

    /// Deletes up to `limit` of the entries whose `expires_at` is `now` (Unix seconds) or before, and answers how many. Fewer than
    /// `limit` means that there are no more. `now` is the store's time, as an engine's `maintain` answers it: what is deleted by a clock that is ahead would
    /// count again once it is right.
    ///
    /// # Errors
    /// As [`Store::commit`].
    pub async fn purge_expired(&self, now: u64, limit: u32) -> Result<usize, StoreError> {
        self.writer.run(move |connection| table::purge_expired(connection, now, limit)).await
    }
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SqliteStore({})", self.path.display())
    }
}

impl Store for SqliteStore {
    fn get<'a>(&'a self, keys: &'a [Key]) -> Reply<'a, Result<Vec<Option<Entry>>, StoreError>> {
        let keys = keys.to_vec();
        Box::pin(self.readers.run(move |connection| table::get(connection, &keys)))
    }

    fn list<'a>(
        &'a self,
        prefix: &'a str,
        after: Option<&'a Key>,
        limit: u32,
    ) -> Reply<'a, Result<Vec<Listed>, StoreError>> {
        let (prefix, after) = (prefix.to_owned(), after.cloned());
        Box::pin(self.readers.run(move |connection| table::list(connection, &prefix, after.as_ref(), limit)))
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Result<Commit, StoreError>> {
        let changes = changes.to_vec();
        Box::pin(async move {
            let version = new_version()?;
            self.writer.run(move |connection| table::commit(connection, &changes, &version)).await
        })
    }
}

/// Never the same twice. One serves a whole commit, since a key stands in it at most once.
pub(crate) fn new_version() -> Result<String, StoreError> {
    let mut random = [0; 16];
    getrandom::fill(&mut random)
        .map_err(|error| StoreError::Unavailable(format!("the system gave no randomness: {error}")))?;
    Ok(BASE64URL_NOPAD.encode(&random))
}
