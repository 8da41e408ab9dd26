//! What stores of whichever kind have in common when all of one is read, and all of one is made.

use crate::store::{Store, StoreAddress, unknown};
use anyhow::{Context, Result};
use badgehouse::store::{Key, Row, StoreError};
#[cfg(feature = "etcd")]
use badgehouse_etcd::EtcdStore;
#[cfg(feature = "postgres")]
use badgehouse_postgres::PostgresStore;
use badgehouse_sqlite::SqliteStore;

/// A store as it was at one moment.
pub(crate) enum Snapshot {
    Sqlite(badgehouse_sqlite::Snapshot),
    #[cfg(feature = "postgres")]
    Postgres(badgehouse_postgres::Snapshot),
    #[cfg(feature = "etcd")]
    Etcd(badgehouse_etcd::Snapshot),
}

impl Snapshot {
    pub(crate) async fn rows(&self, after: Option<&Key>, limit: u32) -> Result<Vec<Row>> {
        let rows = match self {
            Self::Sqlite(snapshot) => snapshot.rows(after, limit).await,
            #[cfg(feature = "postgres")]
            Self::Postgres(snapshot) => snapshot.rows(after, limit).await,
            #[cfg(feature = "etcd")]
            Self::Etcd(snapshot) => snapshot.rows(after, limit).await,
        };
        rows.context("the store")
    }

    pub(crate) async fn count(&self) -> Result<u64> {
        let count = match self {
            Self::Sqlite(snapshot) => snapshot.count().await,
            #[cfg(feature = "postgres")]
            Self::Postgres(snapshot) => snapshot.count().await,
            #[cfg(feature = "etcd")]
            Self::Etcd(snapshot) => Ok(snapshot.count()),
        };
        count.context("the store")
    }
}

impl Store {
    pub(crate) async fn snapshot(&self) -> Result<Snapshot> {
        let snapshot = match self {
            Self::Sqlite(store) => store.snapshot().await.map(Snapshot::Sqlite),
            #[cfg(feature = "postgres")]
            Self::Postgres(store) => store.snapshot().await.map(Snapshot::Postgres),
            #[cfg(feature = "etcd")]
            Self::Etcd(store) => store.snapshot().await.map(Snapshot::Etcd),
        };
        snapshot.context("the store")
    }

    pub(crate) async fn rows(&self, after: Option<&Key>, limit: u32) -> Result<Vec<Row>, StoreError> {
        match self {
            Self::Sqlite(store) => store.rows(after, limit).await,
            #[cfg(feature = "postgres")]
            Self::Postgres(store) => store.rows(after, limit).await,
            #[cfg(feature = "etcd")]
            Self::Etcd(store) => store.rows(after, limit).await,
        }
    }

    pub(crate) async fn insert(&self, rows: Vec<Row>) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(store) => store.insert(rows).await,
            #[cfg(feature = "postgres")]
            Self::Postgres(store) => store.insert(rows).await,
            #[cfg(feature = "etcd")]
            Self::Etcd(store) => store.insert(rows).await,
        }
    }

    pub(crate) async fn finish_import(&self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(store) => store.finish_import().await,
            #[cfg(feature = "postgres")]
            Self::Postgres(store) => store.finish_import().await,
            #[cfg(feature = "etcd")]
            Self::Etcd(store) => store.finish_import().await,
        }
    }

    /// What is wrong with its file; a database looks after its own.
    pub(crate) async fn damage(&self) -> Result<Vec<String>> {
        match self {
            Self::Sqlite(store) => store.damage().await.context("the store"),
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => Ok(Vec::new()),
            #[cfg(feature = "etcd")]
            Self::Etcd(_) => Ok(Vec::new()),
        }
    }
}

impl StoreAddress {
    /// Opens what is to become a store by an import. A file, or the tables of a database, are made where they are not there.
    pub(crate) async fn open_import(&self) -> Result<Store> {
        let store = match self {
            Self::File(path) => SqliteStore::open_import(path).await.map(Store::Sqlite),
            #[cfg(feature = "postgres")]
            Self::Postgres(url) => PostgresStore::open_import(url).await.map(Store::Postgres),
            #[cfg(feature = "etcd")]
            Self::Etcd(url) => EtcdStore::open_import(url).await.map(Store::Etcd),
            Self::Other(scheme) => return Err(unknown(scheme)),
        };
        store.with_context(|| format!("the store `{self}`"))
    }
}
