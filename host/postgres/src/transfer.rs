//! Everything that is in a store, row by row in the order of the keys: out of one, and into another that is made by it.

use crate::address::Address;
use crate::connections::Connections;
use crate::limits::Limits;
use crate::rows::{self, Insert, Page};
use crate::schema;
use crate::statement::Statement;
use crate::store::{PostgresStore, new_version};
use crate::transaction;
use badgehouse::store::{Key, Row, StoreError};
use deadpool_postgres::ClientWrapper;
use std::sync::Arc;

/// One moment for all that is read, and no lock that writers would wait for.
const SNAPSHOT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";

impl PostgresStore {
    /// Up to `limit` rows of all partitions, in ascending byte order of their keys, from the first after `after`. Fewer than `limit` mean that
    /// there are no more. Each call sees a moment of its own; [`snapshot`](Self::snapshot) sees one.
    ///
    /// # Errors
    /// As [`Store::get`](badgehouse::store::Store::get).
    pub async fn rows(&self, after: Option<&Key>, limit: u32) -> Result<Vec<Row>, StoreError> {
        let page = Page::new(after, limit);
        let rows = transaction::read(&self.connections, &self.reading, &page.statement()).await?;
        rows.iter().map(rows::carried).collect()
    }

    /// The store as it is at this moment, however long it is read, by a connection of its own. Writers go on meanwhile; PostgreSQL keeps what they
    /// overwrite until the snapshot is dropped.
    ///
    /// # Errors
    /// `Unavailable` when there is no connection.
    pub async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        let connections = self.connections.clone();
        let begin = async {
            let client = connections.apart().await?;
            connections.in_time(client.batch_execute(SNAPSHOT)).await?;
            Ok(client)
        };
        let client = begin.await.map_err(|failed| connections.told(failed))?;
        Ok(Snapshot { client: Arc::new(client), connections })
    }

    /// Opens a database for an import, and makes its tables if they are not there. Until [`finish_import`](Self::finish_import), every
    /// [`open`](Self::open) refuses it, so that nobody takes half a store for a whole one. Where an import was interrupted this goes on with it: what was
    /// inserted is there, by [`rows`](Self::rows).
    ///
    /// # Errors
    /// As [`migrate`](Self::migrate), and `Broken` where the store has entries already.
    pub async fn open_import(url: &str) -> Result<Self, StoreError> {
        let connections = Connections::new(&Address::parse(url)?, Limits::default())?;
        schema::make_all(&connections).await?;
        let store = Self::on(connections);
        let begin = schema::begin_import(&store.beginning);
        transaction::run(&store.connections, &store.beginning, &begin, None).await?;
        schema::is_importing(&store.connections).await?;
        Ok(store)
    }

    /// Inserts rows, all or none, under a new version; durable when it answers.
    ///
    /// # Errors
    /// As [`Store::commit`](badgehouse::store::Store::commit), and `Broken` where a key is there already or no import is under way.
    pub async fn insert(&self, rows: Vec<Row>) -> Result<(), StoreError> {
        let version = new_version()?;
        let insert = Insert::of(&rows, &version, self.beginning.isolation);
        let inserted =
            transaction::run(&self.connections, &self.beginning, &insert.statement(), None).await?;
        let all = inserted.len() == rows.len();
        if all { Ok(()) } else { Err(StoreError::Broken("no import is under way".into())) }
    }

    /// Makes the store that was imported a whole one, which [`open`](Self::open) opens. One that is whole stays so, as where the answer to an earlier call was lost.
    ///
    /// # Errors
    /// As [`Store::commit`](badgehouse::store::Store::commit).
    pub async fn finish_import(&self) -> Result<(), StoreError> {
        let finish = schema::finish_import(&self.beginning);
        let finished = transaction::run(&self.connections, &self.beginning, &finish, None).await.map(drop);
        match finished {
            // It may have gone through all the same.
            Err(_) if schema::check(&self.connections).await.is_ok() => Ok(()),
            finished => finished,
        }
    }
}

/// A store as it was at one moment.
#[derive(Clone)]
pub struct Snapshot {
    /// In the middle of a transaction, which ends with it.
    client: Arc<ClientWrapper>,
    connections: Connections,
}

impl Snapshot {
    /// As [`PostgresStore::rows`], all of one moment.
    ///
    /// # Errors
    /// As [`PostgresStore::rows`].
    pub async fn rows(&self, after: Option<&Key>, limit: u32) -> Result<Vec<Row>, StoreError> {
        self.ask(&Page::new(after, limit).statement()).await?.iter().map(rows::carried).collect()
    }

    /// How many rows there are.
    ///
    /// # Errors
    /// As [`PostgresStore::rows`].
    pub async fn count(&self) -> Result<u64, StoreError> {
        let found = self.ask(&rows::count()).await?;
        let count: Option<i64> = found.first().and_then(|row| row.try_get(0).ok());
        Ok(count.unwrap_or_default().cast_unsigned())
    }

    async fn ask(&self, statement: &Statement<'_>) -> Result<Vec<tokio_postgres::Row>, StoreError> {
        let answer = self.connections.in_time(statement.ask(&self.client)).await;
        answer.map_err(|failed| self.connections.told(failed))
    }
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Snapshot")
    }
}
