//! The record that says what is below a prefix: a store, of which version of what is stored, in which cluster, and since which restore.

use crate::client::{Again, Client, random};
use crate::keys::Keys;
use crate::wire::{Compare, Header, Operation, Range, Txn};
use badgehouse::store::StoreError;
use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};

/// What this program writes.
const VERSION: u32 = 1;

/// What stands in its place while an import is under way, so that nobody takes half a store for one.
const IMPORTING: u32 = 0;

const GO_ON: &str = "an import into it was begun and is not finished: go on with the import, or delete all below the prefix and begin anew";

/// As it stands in etcd. Every commit compares it, byte for byte.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub(crate) struct Record {
    version: u32,
    /// The cluster that it was written in. One that was restored from a snapshot is another.
    cluster: String,
    /// Drawn, and part of every version: revisions of etcd come again after a restore.
    pub(crate) generation: String,
}

impl Record {
    fn draw(version: u32, header: Header) -> Result<Self, StoreError> {
        let generation = BASE64URL_NOPAD.encode(&random::<9>()?);
        Ok(Self { version, cluster: name_of(header), generation })
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        // Of texts and a number, which can always be written.
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Whether an answer is of the cluster that the store was opened in.
    pub(crate) fn is_of(&self, header: Header) -> bool {
        self.cluster == name_of(header)
    }
}

/// In hexadecimal, as etcd's log has it.
fn name_of(header: Header) -> String {
    format!("{:x}", header.cluster_id)
}

/// What is there.
struct Found {
    record: Option<Record>,
    header: Header,
}

async fn find(client: &Client, keys: &Keys) -> Result<Found, StoreError> {
    let call = Range { key: crate::wire::Bytes(keys.record()), ..Range::default() };
    let answer = client.ask(&call, Again::Always).await?;
    let read = |kv: &crate::wire::Kv| {
        serde_json::from_slice(&kv.value.0)
            .map_err(|_| client.broken("there is something else under that prefix: name another"))
    };
    let record = answer.kvs.first().map(read).transpose()?;
    Ok(Found { record, header: answer.header })
}

/// The record of a store that is whole, of this version, and where it was made.
pub(crate) async fn check(client: &Client, keys: &Keys) -> Result<Record, StoreError> {
    let Found { record, header } = find(client, keys).await?;
    let record = record.ok_or_else(|| {
        client.broken("there is no store under that prefix; make it by `badgehouse migrate --store URL`")
    })?;
    let what_to_do = match record.version {
        VERSION if record.is_of(header) => return Ok(record),
        VERSION => {
            "it was made in another cluster, as after a snapshot was restored; stop every server of the old one, then run `badgehouse migrate --store URL`".into()
        }
        IMPORTING => GO_ON.into(),
        later => format!("the store is of version {later}, this program knows version {VERSION}; run a later one"),
    };
    Err(client.broken(&what_to_do))
}

/// Why a record that a commit was to meet is not there any more.
pub(crate) fn gone(client: &Client) -> StoreError {
    client.broken("the store was made anew, restored or removed since it was opened here: start again")
}

/// Makes the record where there is none, and draws a new generation in a cluster that was restored. Several may do so at once.
pub(crate) async fn make(client: &Client, keys: &Keys) -> Result<Record, StoreError> {
    let Found { record, header } = find(client, keys).await?;
    let before = match record {
        None => Compare::revision(keys.record(), 0),
        Some(record) if record.version == VERSION && !record.is_of(header) => {
            Compare::value(keys.record(), record.bytes())
        }
        Some(_) => return check(client, keys).await,
    };
    replace(client, keys, vec![before], &Record::draw(VERSION, header)?).await?;
    check(client, keys).await
}

/// Makes the record of a store that is being filled, where there is none or nothing yet; or goes on with one.
pub(crate) async fn begin_import(client: &Client, keys: &Keys) -> Result<Record, StoreError> {
    let Found { record, header } = find(client, keys).await?;
    let before = match record {
        Some(record) if record.version == IMPORTING && record.is_of(header) => return Ok(record),
        Some(record) if record.version == VERSION => Compare::value(keys.record(), record.bytes()),
        Some(_) => return check(client, keys).await,
        None => Compare::revision(keys.record(), 0),
    };
    let record = Record::draw(IMPORTING, header)?;
    let empty = Compare::nothing_in(keys.range("", None));
    if replace(client, keys, vec![before, empty], &record).await? {
        return Ok(record);
    }
    Err(client.broken("it is not empty: an import makes a store, and adds to none. Name a prefix of its own"))
}

/// Makes that a whole one. Where it is not known whether it was made so, by this call or by one before, the record tells.
pub(crate) async fn finish_import(client: &Client, keys: &Keys, record: &Record) -> Result<(), StoreError> {
    let before = Compare::value(keys.record(), record.bytes());
    let whole = Record { version: VERSION, ..record.clone() };
    let replaced = replace(client, keys, vec![before], &whole).await;
    if replaced == Ok(true) || find(client, keys).await.is_ok_and(|found| found.record == Some(whole)) {
        return Ok(());
    }
    replaced.and_then(|_| Err(client.broken("no import is under way")))
}

async fn replace(
    client: &Client,
    keys: &Keys,
    compare: Vec<Compare>,
    record: &Record,
) -> Result<bool, StoreError> {
    let success = vec![Operation::put(keys.record(), record.bytes())];
    let call = Txn { compare, success, failure: Vec::new() };
    Ok(client.ask(&call, Again::IfUnheard).await?.succeeded)
}
