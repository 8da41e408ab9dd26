//! The store: the port's three functions as calls of etcd.

use crate::address::Address;
use crate::client::{Again, Client};
use crate::commit::{Fault, transaction, version};
use crate::entry;
use crate::keys::Keys;
use crate::limits::Limits;
use crate::record::{self, Record};
use crate::wire::{Bytes, Header, Kv, Operation, Range, Txn};
use badgehouse::store::{Change, Commit, Entry, Key, Listed, Reply, Store, StoreError};
use std::fmt;

/// A handle on a store in a cluster. Clones share its connections, which are closed when the last of them was dropped.
#[derive(Clone)]
pub struct EtcdStore {
    pub(crate) client: Client,
    pub(crate) keys: Keys,
    pub(crate) record: Record,
    fault: Fault,
}

impl EtcdStore {
    /// Opens the store under the URL's prefix, within a tokio runtime with I/O and time; with [`Limits::default`].
    ///
    /// # Errors
    /// `Unavailable` when no node is reached or more than half of them are away, `Broken` when the URL is none, etcd lets nobody in by it, or there is no store under the prefix, or one of another version.
    /// No error has the password in it, or any other part of the URL but hosts, ports and prefix, the number of connections, and the name of a file that cannot be read.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        Self::open_with(url, Limits::default()).await
    }

    /// As [`open`](Self::open), with other bounds.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn open_with(url: &str, limits: Limits) -> Result<Self, StoreError> {
        let (client, keys) = connect(url, limits)?;
        let record = record::check(&client, &keys).await?;
        Ok(Self::on(client, keys, record))
    }

    /// For the proof that the laws see a fault, and for nothing else.
    #[doc(hidden)]
    pub async fn open_with_fault(url: &str, fault: Fault) -> Result<Self, StoreError> {
        Ok(Self { fault, ..Self::open(url).await? })
    }

    pub(crate) fn on(client: Client, keys: Keys, record: Record) -> Self {
        Self { client, keys, record, fault: Fault::None }
    }

    /// Makes the store under the URL's prefix, if it is not there. After a snapshot was restored, into a cluster of its own by a new `--initial-cluster-token`, it makes what is there
    /// the store of that cluster, so that no version comes again. Several may do so at once.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn migrate(url: &str) -> Result<(), StoreError> {
        let (client, keys) = connect(url, Limits::default())?;
        record::make(&client, &keys).await.map(drop)
    }

    async fn get_all(&self, keys: &[Key]) -> Result<Vec<Option<Entry>>, StoreError> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let serializable = self.fault == Fault::StaleReads;
        let get = |key| Range { key: Bytes(self.keys.entry(key)), serializable, ..Range::default() };
        let success: Vec<Operation> = keys.iter().map(|key| Operation::Range(get(key))).collect();
        let answer = self.client.ask(&Txn { success, ..Txn::default() }, Again::Always).await?;
        self.is_of(answer.header)?;
        if answer.responses.len() != keys.len() {
            return Err(self.client.broken("a get was answered for another number of keys"));
        }
        answer
            .responses
            .iter()
            .map(|found| found.response_range.kvs.first().map(|kv| self.entry(kv)).transpose())
            .collect()
    }

    async fn list_some(
        &self,
        prefix: &str,
        after: Option<&Key>,
        limit: u32,
    ) -> Result<Vec<Listed>, StoreError> {
        let call = self.page(prefix, after, limit);
        let answer = self.client.ask(&call, Again::Always).await?;
        self.is_of(answer.header)?;
        let listed = |kv: &Kv| Ok(Listed { key: self.keys.key_of(&kv.key.0)?, entry: self.entry(kv)? });
        answer.kvs.iter().map(listed).collect()
    }

    /// Up to `limit` entries whose key begins with `prefix` and comes after `after`.
    pub(crate) fn page(&self, prefix: &str, after: Option<&Key>, limit: u32) -> Range {
        let (key, range_end) = self.keys.range(prefix, after);
        let serializable = self.fault == Fault::StaleReads;
        Range { key: Bytes(key), range_end: Bytes(range_end), limit, serializable, ..Range::default() }
    }

    async fn change(&self, changes: &[Change]) -> Result<Commit, StoreError> {
        match transaction(&self.keys, &self.record, changes, self.fault)? {
            None => Ok(Commit::Conflict),
            Some(txn) => self.commit_txn(&txn).await,
        }
    }

    /// Runs a transaction that compares the record, and gets it where a comparison does not hold.
    pub(crate) async fn commit_txn(&self, txn: &Txn) -> Result<Commit, StoreError> {
        let answer = self.client.ask(txn, Again::IfUnheard).await?;
        self.is_of(answer.header)?;
        if answer.succeeded {
            return Ok(Commit::Committed);
        }
        let record = answer.responses.first().and_then(|found| found.response_range.kvs.first());
        let as_opened = record.is_some_and(|kv| kv.value.0 == self.record.bytes());
        if as_opened { Ok(Commit::Conflict) } else { Err(record::gone(&self.client)) }
    }

    /// Refuses what another cluster answers than the store was opened in: it is of another time.
    pub(crate) fn is_of(&self, header: Header) -> Result<(), StoreError> {
        if self.record.is_of(header) { Ok(()) } else { Err(record::gone(&self.client)) }
    }

    fn entry(&self, kv: &Kv) -> Result<Entry, StoreError> {
        let value = entry::read(&kv.value.0)?.value;
        Ok(Entry { value, version: version(&self.record, kv.mod_revision) })
    }
}

pub(crate) fn connect(url: &str, limits: Limits) -> Result<(Client, Keys), StoreError> {
    let address = Address::parse(url)?;
    Ok((Client::new(&address, limits)?, Keys::under(&address.prefix)))
}

impl fmt::Debug for EtcdStore {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "EtcdStore({})", self.client.shown())
    }
}

impl Store for EtcdStore {
    fn get<'a>(&'a self, keys: &'a [Key]) -> Reply<'a, Result<Vec<Option<Entry>>, StoreError>> {
        Box::pin(self.get_all(keys))
    }

    fn list<'a>(
        &'a self,
        prefix: &'a str,
        after: Option<&'a Key>,
        limit: u32,
    ) -> Reply<'a, Result<Vec<Listed>, StoreError>> {
        Box::pin(self.list_some(prefix, after, limit))
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Result<Commit, StoreError>> {
        Box::pin(self.change(changes))
    }
}
