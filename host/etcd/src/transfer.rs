//! Everything that is in a store, row by row in the order of the keys: out of one, and into another that is made by it.

use crate::client::Again;
use crate::entry;
use crate::limits::Limits;
use crate::record;
use crate::store::{EtcdStore, connect};
use crate::wire::{Compare, Operation, Range, Txn};
use badgehouse::store::{Commit, Key, MAX_COMMIT_BYTES, Row, StoreError};

/// The most rows that are inserted in one transaction, each with when it expires beside it.
const ROWS_AT_ONCE: usize = 64;

impl EtcdStore {
    /// Up to `limit` rows of all partitions, in ascending byte order of their keys, from the first after `after`. Fewer than `limit` mean that
    /// there are no more. Each call sees a moment of its own; [`snapshot`](Self::snapshot) sees one.
    ///
    /// # Errors
    /// As [`Store::get`](badgehouse::store::Store::get).
    pub async fn rows(&self, after: Option<&Key>, limit: u32) -> Result<Vec<Row>, StoreError> {
        self.rows_at(after, limit, 0).await
    }

    /// The store as it is at this moment, for as long as etcd keeps what is overwritten: as its `--auto-compaction-retention` says. Writers go on meanwhile.
    ///
    /// # Errors
    /// As [`Store::get`](badgehouse::store::Store::get).
    pub async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        let count = Range { count_only: true, ..self.page("", None, 0) };
        let answer = self.client.ask(&count, Again::Always).await?;
        self.is_of(answer.header)?;
        Ok(Snapshot { store: self.clone(), revision: answer.header.revision, count: answer.count })
    }

    /// Begins an import under the URL's prefix. Until [`finish_import`](Self::finish_import), every [`open`](Self::open) refuses it, so that nobody takes half a store for a whole one.
    /// Where an import was interrupted this goes on with it: what was inserted is there, by [`rows`](Self::rows).
    ///
    /// # Errors
    /// As [`migrate`](Self::migrate), and `Broken` where the store has entries already.
    pub async fn open_import(url: &str) -> Result<Self, StoreError> {
        let (client, keys) = connect(url, Limits::default())?;
        let record = record::begin_import(&client, &keys).await?;
        Ok(Self::on(client, keys, record))
    }

    /// Inserts rows, in order, of which etcd takes 64 at once: when it fails, those before are there. Durable when it answers.
    ///
    /// # Errors
    /// As [`Store::commit`](badgehouse::store::Store::commit), and `Broken` where a key is there already or no import is under way.
    pub async fn insert(&self, rows: Vec<Row>) -> Result<(), StoreError> {
        let mut rest = rows.as_slice();
        while !rest.is_empty() {
            let (some, more) = rest.split_at(fitting(rest));
            self.insert_some(some).await?;
            rest = more;
        }
        Ok(())
    }

    async fn insert_some(&self, rows: &[Row]) -> Result<(), StoreError> {
        let mut txn = Txn::default();
        txn.compare.push(Compare::value(self.keys.record(), self.record.bytes()));
        txn.failure.push(Operation::get(self.keys.record()));
        for Row { key, value, expires_at } in rows {
            let at = self.keys.entry(key);
            txn.compare.push(Compare::revision(at.clone(), 0));
            let expiry = expires_at.map(|second| self.keys.expiry(second, key));
            txn.success.extend(expiry.map(|expiry| Operation::put(expiry, Vec::new())));
            txn.success.push(Operation::put(at, entry::write(value, *expires_at)));
        }
        match self.commit_txn(&txn).await? {
            Commit::Committed => Ok(()),
            Commit::Conflict => Err(self.client.broken("a key of the import is there already")),
        }
    }

    /// Makes the store that was imported a whole one, which [`open`](Self::open) opens. One that is whole stays so, as where the answer to an earlier call was lost.
    ///
    /// # Errors
    /// As [`Store::commit`](badgehouse::store::Store::commit).
    pub async fn finish_import(&self) -> Result<(), StoreError> {
        record::finish_import(&self.client, &self.keys, &self.record).await
    }

    async fn rows_at(&self, after: Option<&Key>, limit: u32, revision: u64) -> Result<Vec<Row>, StoreError> {
        let call = Range { revision, ..self.page("", after, limit) };
        let answer = self.client.try_to(&call, Again::Always).await.map_err(|failed| {
            let compacted = failed.is_compacted();
            let told = failed.told(self.client.shown());
            if !compacted {
                return told;
            }
            self.client.broken("the moment that is read is no longer kept: begin again, or have etcd keep it longer by --auto-compaction-retention")
        })?;
        self.is_of(answer.header)?;
        let row = |kv: &crate::wire::Kv| {
            let stored = entry::read(&kv.value.0)?;
            Ok(Row { key: self.keys.key_of(&kv.key.0)?, value: stored.value, expires_at: stored.expires_at })
        };
        answer.kvs.iter().map(row).collect()
    }
}

/// How many of the rows, at least one, fit into a transaction.
fn fitting(rows: &[Row]) -> usize {
    let mut bytes = 0;
    let fit = rows.iter().take(ROWS_AT_ONCE).take_while(|row| {
        bytes += row.value.len();
        bytes <= MAX_COMMIT_BYTES
    });
    fit.count().max(1)
}

/// A store as it was at one moment.
#[derive(Clone)]
pub struct Snapshot {
    store: EtcdStore,
    /// etcd's revision of that moment.
    revision: u64,
    count: u64,
}

impl Snapshot {
    /// As [`EtcdStore::rows`], all of one moment.
    ///
    /// # Errors
    /// As [`EtcdStore::rows`], and `Broken` where etcd has compacted what was then.
    pub async fn rows(&self, after: Option<&Key>, limit: u32) -> Result<Vec<Row>, StoreError> {
        self.store.rows_at(after, limit, self.revision).await
    }

    /// How many rows there are.
    pub fn count(&self) -> u64 {
        self.count
    }
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Snapshot")
    }
}
