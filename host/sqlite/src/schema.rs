//! The schema and its versions.

use crate::error::store_error;
use badgehouse::store::StoreError;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

/// The SQL that makes the tables: `schema.sql` of this crate. Running it again changes nothing.
pub const SCHEMA: &str = include_str!("../schema.sql");

/// The version that [`SCHEMA`] makes.
const VERSION: i64 = 1;

/// Makes the tables where there are none. A schema of another version is refused.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let found = match version(connection).map_err(store_error)? {
        Some(found) => found,
        None => create(connection).map_err(store_error)?,
    };
    if found != VERSION {
        return Err(StoreError::Broken(format!(
            "the file has version {found} of the schema, this program knows version {VERSION}"
        )));
    }
    Ok(())
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
