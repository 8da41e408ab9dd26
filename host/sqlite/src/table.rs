//! The statements on the table of entries.

use crate::schema;
use badgehouse::store::{Action, Change, Commit, Entry, Expect, Key, Listed, Row as Carried, Version};
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params};

/// What is at each key, of one moment.
pub(crate) fn get(connection: &mut Connection, keys: &[Key]) -> rusqlite::Result<Vec<Option<Entry>>> {
    let snapshot = connection.transaction()?;
    let mut select =
        snapshot.prepare_cached("SELECT value, version FROM badgehouse_entries WHERE key = ?1")?;
    keys.iter().map(|key| select.query_row([key.as_str()], |row| entry(row, 0)).optional()).collect()
}

/// Entries whose key begins with `prefix` and comes after `after`.
pub(crate) fn list(
    connection: &Connection,
    prefix: &str,
    after: Option<&Key>,
    limit: u32,
) -> rusqlite::Result<Vec<Listed>> {
    // Every character of a key is smaller than U+007F, so that this is greater than all that begins with the prefix.
    let end = format!("{prefix}\u{7f}");
    let mut select = connection.prepare_cached(
        "SELECT key, value, version FROM badgehouse_entries
         WHERE key >= ?1 AND key < ?2 AND key > ?3 ORDER BY key LIMIT ?4",
    )?;
    let listed = |row: &Row<'_>| Ok(Listed { key: row.get::<_, StoredKey>(0)?.0, entry: entry(row, 1)? });
    select.query_map(params![prefix, end, after.map_or("", Key::as_str), limit], listed)?.collect()
}

/// Checks and changes in one transaction; each put is of `version`, which was never used before.
pub(crate) fn commit(
    connection: &mut Connection,
    changes: &[Change],
    version: &str,
) -> rusqlite::Result<Commit> {
    // Immediate: the write lock comes before the first check, so that nothing changes between check and change.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for change in changes {
        if !holds(&transaction, change)? {
            return Ok(Commit::Conflict);
        }
    }
    for change in changes {
        apply(&transaction, change, version)?;
    }
    transaction.commit()?;
    Ok(Commit::Committed)
}

/// What is after `after`, of all partitions.
pub(crate) fn rows(
    connection: &Connection,
    after: Option<&Key>,
    limit: u32,
) -> rusqlite::Result<Vec<Carried>> {
    let mut select = connection.prepare_cached(
        "SELECT key, value, expires_at FROM badgehouse_entries WHERE key > ?1 ORDER BY key LIMIT ?2",
    )?;
    let row = |row: &Row<'_>| {
        let key = row.get::<_, StoredKey>(0)?.0;
        let expires_at: Option<i64> = row.get(2)?;
        Ok(Carried { key, value: row.get(1)?, expires_at: expires_at.map(i64::cast_unsigned) })
    };
    select.query_map(params![after.map_or("", Key::as_str), limit], row)?.collect()
}

pub(crate) fn count(connection: &Connection) -> rusqlite::Result<u64> {
    let count = |row: &Row<'_>| row.get::<_, i64>(0);
    connection.query_row("SELECT count(*) FROM badgehouse_entries", [], count).map(i64::cast_unsigned)
}

/// Inserts what is not there yet, in one transaction; answers false where no import is under way.
pub(crate) fn insert(connection: &mut Connection, rows: &[Carried], version: &str) -> rusqlite::Result<bool> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if !schema::is_importing(&transaction)? {
        return Ok(false);
    }
    {
        let mut insert = transaction.prepare_cached(
            "INSERT INTO badgehouse_entries (key, value, version, expires_at) VALUES (?1, ?2, ?3, ?4)",
        )?;
        for row in rows {
            insert.execute(params![row.key.as_str(), row.value, version, row.expires_at.map(seconds)])?;
        }
    }
    transaction.commit()?;
    Ok(true)
}

/// Deletes up to `limit` entries that have expired at `now`, and says how many.
pub(crate) fn purge_expired(connection: &Connection, now: u64, limit: u32) -> rusqlite::Result<usize> {
    connection.execute(
        "DELETE FROM badgehouse_entries WHERE key IN
         (SELECT key FROM badgehouse_entries WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?2)",
        params![seconds(now), limit],
    )
}

fn holds(transaction: &Transaction<'_>, change: &Change) -> rusqlite::Result<bool> {
    if change.expect == Expect::Any {
        return Ok(true);
    }
    let mut select = transaction.prepare_cached("SELECT version FROM badgehouse_entries WHERE key = ?1")?;
    let found: Option<String> = select.query_row([change.key.as_str()], |row| row.get(0)).optional()?;
    Ok(match &change.expect {
        Expect::Any => true,
        Expect::Absent => found.is_none(),
        Expect::Version(version) => found.as_ref() == Some(&version.0),
    })
}

fn apply(transaction: &Transaction<'_>, change: &Change, version: &str) -> rusqlite::Result<()> {
    let key = change.key.as_str();
    match &change.action {
        Action::Keep => {}
        Action::Put { value, expires_at } => {
            let mut replace = transaction.prepare_cached(
                "INSERT OR REPLACE INTO badgehouse_entries (key, value, version, expires_at)
                 VALUES (?1, ?2, ?3, ?4)",
            )?;
            replace.execute(params![key, value, version, expires_at.map(seconds)])?;
        }
        Action::Delete => {
            transaction.prepare_cached("DELETE FROM badgehouse_entries WHERE key = ?1")?.execute([key])?;
        }
    }
    Ok(())
}

fn entry(row: &Row<'_>, first: usize) -> rusqlite::Result<Entry> {
    Ok(Entry { value: row.get(first)?, version: Version(row.get(first + 1)?) })
}

/// SQLite's integers end at 2^63 - 1, which no clock will reach.
fn seconds(unix: u64) -> i64 {
    i64::try_from(unix).unwrap_or(i64::MAX)
}

struct StoredKey(Key);

impl FromSql for StoredKey {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let key = Key::parse(value.as_str()?);
        key.map(Self).map_err(|error| FromSqlError::Other(error.into()))
    }
}
