//! The store: the port's three functions as statements.

use crate::address::Address;
use crate::connections::Connections;
use crate::limits::Limits;
use crate::schema;
use crate::table::{self, Arguments, Purge, Range};
use crate::transaction::{self, Beginning, SERIALIZABLE};
use badgehouse::store::{Change, Commit, Entry, Key, Listed, Reply, Store, StoreError};
use data_encoding::BASE64URL_NOPAD;
use std::collections::BTreeMap;
use std::fmt;

/// A handle on a database. Clones share its connections, which are closed when the last of them was dropped.
#[derive(Clone)]
pub struct PostgresStore {
    pub(crate) connections: Connections,
    pub(crate) beginning: Beginning,
    pub(crate) reading: Beginning,
}

impl PostgresStore {
    /// Connects to a database that has the tables, within a tokio runtime with I/O and time, on which the connections go on; with [`Limits::default`].
    ///
    /// # Errors
    /// `Unavailable` when the server is not reached, `Broken` when the URL is none, the server lets nobody in by it, or the tables are not there or of another version. No error
    /// has the password in it, or any other part of the URL but host, port and database.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        Self::open_with(url, Limits::default()).await
    }

    /// As [`open`](Self::open), with other bounds.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn open_with(url: &str, limits: Limits) -> Result<Self, StoreError> {
        Self::open_at_isolation(url, limits, SERIALIZABLE).await
    }

    /// For the proof that less than SERIALIZABLE breaks the laws, and for nothing else.
    #[doc(hidden)]
    pub async fn open_at_isolation(
        url: &str,
        limits: Limits,
        isolation: &'static str,
    ) -> Result<Self, StoreError> {
        let connections = Connections::new(&Address::parse(url)?, limits)?;
        schema::check(&connections).await?;
        Ok(Self::at(connections, isolation))
    }

    fn at(connections: Connections, isolation: &'static str) -> Self {
        let answer = connections.limits().answer;
        let (beginning, reading) = (Beginning::new(isolation, answer), Beginning::reading(isolation, answer));
        Self { connections, beginning, reading }
    }

    /// By connections to a database that has not been looked at.
    pub(crate) fn on(connections: Connections) -> Self {
        Self::at(connections, SERIALIZABLE)
    }

    /// Brings a database to the schema of this version, and makes the tables if they are not there: [`SCHEMA`](crate::SCHEMA). Several may do so at once.
    ///
    /// # Errors
    /// As [`open`](Self::open), and when the user may make no tables.
    pub async fn migrate(url: &str) -> Result<(), StoreError> {
        let connections = Connections::new(&Address::parse(url)?, Limits::default())?;
        schema::make_all(&connections).await?;
        schema::check(&connections).await
    }

    /// Deletes up to `limit` of the entries whose `expires_at` is `now` (Unix seconds) or before, and answers how many. Fewer than
    /// `limit` means that there are no more. `now` is the store's time, as an engine's `maintain` answers it: what is deleted by a clock that is ahead would
    /// count again once it is right.
    ///
    /// # Errors
    /// As [`Store::commit`].
    pub async fn purge_expired(&self, now: u64, limit: u32) -> Result<usize, StoreError> {
        let purge = Purge::new(now, limit, self.beginning.isolation);
        let rows = transaction::run(&self.connections, &self.beginning, &purge.statement(), None).await?;
        Ok(rows.len())
    }

    async fn get_all(&self, keys: &[Key]) -> Result<Vec<Option<Entry>>, StoreError> {
        let names: Vec<&str> = keys.iter().map(Key::as_str).collect();
        let rows = transaction::read(&self.connections, &self.reading, &table::get(&names)).await?;
        let mut found = BTreeMap::new();
        for row in &rows {
            let listed = table::listed(row)?;
            found.insert(listed.key, listed.entry);
        }
        // A key may be asked for twice.
        Ok(keys.iter().map(|key| found.get(key).cloned()).collect())
    }

    async fn change(&self, changes: &[Change]) -> Result<Commit, StoreError> {
        let version = new_version()?;
        let arguments = Arguments::of(changes, &version, self.beginning.isolation);
        let (first, second) = arguments.statements();
        let rows = transaction::run(&self.connections, &self.beginning, &first, second.as_ref()).await?;
        let held = rows.first().and_then(|row| row.try_get(0).ok());
        match held {
            Some(true) => Ok(Commit::Committed),
            Some(false) => Ok(Commit::Conflict),
            None => Err(StoreError::Broken("a commit was answered by no row of one boolean".into())),
        }
    }
}

impl fmt::Debug for PostgresStore {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PostgresStore({})", self.connections.shown())
    }
}

impl Store for PostgresStore {
    fn get<'a>(&'a self, keys: &'a [Key]) -> Reply<'a, Result<Vec<Option<Entry>>, StoreError>> {
        Box::pin(self.get_all(keys))
    }

    fn list<'a>(
        &'a self,
        prefix: &'a str,
        after: Option<&'a Key>,
        limit: u32,
    ) -> Reply<'a, Result<Vec<Listed>, StoreError>> {
        Box::pin(async move {
            let range = Range::new(prefix, after, limit);
            let rows = transaction::read(&self.connections, &self.reading, &range.statement()).await?;
            rows.iter().map(table::listed).collect()
        })
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Result<Commit, StoreError>> {
        Box::pin(self.change(changes))
    }
}

/// Never the same twice. One serves a whole commit, since a key stands in it at most once.
pub(crate) fn new_version() -> Result<String, StoreError> {
    Ok(BASE64URL_NOPAD.encode(&random::<16>()?))
}

/// The system's randomness.
pub(crate) fn random<const LENGTH: usize>() -> Result<[u8; LENGTH], StoreError> {
    let mut random = [0; LENGTH];
    getrandom::fill(&mut random)
        .map_err(|error| StoreError::Unavailable(format!("the system gave no randomness: {error}")))?;
    Ok(random)
}
