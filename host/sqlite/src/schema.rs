//! The schema and its versions.

use crate::error::store_error;
use badgehouse::store::StoreError;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

/// The SQL that makes the tables: `schema.sql` of this crate. Running it again changes nothing.
pub const SCHEMA: &str = include_str!("../schema.sql");

/// The version that [`SCHEMA`] makes.
const VERSION: i64 = 1;

/// What stands in its place while an import is under way, so that nobody takes half a store for one.
const IMPORTING: i64 = 0;

/// Makes the tables where there are none. A schema of another version is refused.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let found = match version(connection).map_err(store_error)? {
        Some(found) => found,
        None => create(connection).map_err(store_error)?,
    };
    known(found)
}

/// Refuses a file that is no whole store of this version.
pub(crate) fn is_whole(connection: &Connection) -> Result<(), StoreError> {
    match version(connection).map_err(store_error)? {
        Some(found) => known(found),
        None => Err(StoreError::Broken("there are no tables of Badgehouse in it".into())),
    }
}

fn known(found: i64) -> Result<(), StoreError> {
    match found {
        VERSION => Ok(()),
        IMPORTING => Err(StoreError::Broken(
            "an import into it was begun and is not finished: go on with the import, or remove the store and begin anew".into(),
        )),
        found => Err(StoreError::Broken(format!(
            "the file has version {found} of the schema, this program knows version {VERSION}"
        ))),
    }
}

/// Makes it a store that is being filled; one that is there has to be empty, or to be that already.
pub(crate) fn begin_import(connection: &mut Connection) -> Result<(), StoreError> {
    let begin = |connection: &mut Connection| {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if version(&transaction)?.is_none() {
            transaction.execute_batch(SCHEMA)?;
        }
        let found = version(&transaction)?.unwrap_or_default();
        let empty = "SELECT NOT EXISTS (SELECT 1 FROM badgehouse_entries)";
        if found == VERSION && transaction.query_row(empty, [], |row| row.get(0))? {
            transaction.execute("UPDATE badgehouse_schema SET version = ?1", [IMPORTING])?;
        }
        transaction.commit()?;
        version(connection)
    };
    match begin(connection).map_err(store_error)? {
        Some(IMPORTING) => Ok(()),
        Some(VERSION) => Err(StoreError::Broken(
            "it is not empty: an import makes a store, and adds to none. Name one that is not there".into(),
        )),
        found => known(found.unwrap_or(VERSION)),
    }
}

/// Whether an import is under way.
pub(crate) fn is_importing(connection: &Connection) -> rusqlite::Result<bool> {
    Ok(version(connection)? == Some(IMPORTING))
}

/// Makes what was imported a whole store.
pub(crate) fn finish_import(connection: &Connection) -> rusqlite::Result<()> {
    connection
        .execute("UPDATE badgehouse_schema SET version = ?1 WHERE version = ?2", [VERSION, IMPORTING])?;
    // A program may end before SQLite closes the file: who takes it elsewhere then takes all of it, and not what the log has yet to bring.
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}

/// Two processes may do this at once: the second finds everything made.
fn create(connection: &mut Connection) -> rusqlite::Result<i64> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute_batch(SCHEMA)?;
    transaction.commit()?;
    Ok(version(connection)?.unwrap_or_default())
}

fn version(connection: &Connection) -> rusqlite::Result<Option<i64>> {
    let table = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'badgehouse_schema'";
    if connection.query_row(table, [], |_| Ok(())).optional()?.is_none() {
        return Ok(None);
    }
    connection.query_row("SELECT version FROM badgehouse_schema", [], |row| row.get(0)).optional()
}
