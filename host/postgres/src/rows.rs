//! The statements that carry rows out of a store and into another.

use crate::statement::Statement;
use crate::table::{argument, key, seconds, value, wrong};
use badgehouse::store::{Key, Row as Carried, StoreError};
use tokio_postgres::Row;
use tokio_postgres::types::Type;

const ROWS: &str = "select key, value, expires_at from badgehouse_entries
    where key > $1 order by key limit $2";

const COUNT: &str = "select count(*) from badgehouse_entries";

/// While an import is under way: `schema.sql` says what the version 0 is.
const INSERT: &str = "insert into badgehouse_entries (key, value, version, expires_at)
    select fresh.key, fresh.value, $4, fresh.expires_at
        from unnest($1::text[], $2::bytea[], $3::bigint[]) as fresh (key, value, expires_at)
        where current_setting('transaction_isolation') = $5
            and exists (select 1 from badgehouse_schema where version = 0)
    returning 1";

/// Which rows of all partitions are carried next.
pub(crate) struct Page<'a> {
    after: &'a str,
    limit: i64,
}

impl<'a> Page<'a> {
    pub(crate) fn new(after: Option<&'a Key>, limit: u32) -> Self {
        Self { after: after.map_or("", Key::as_str), limit: limit.into() }
    }

    pub(crate) fn statement(&self) -> Statement<'_> {
        let arguments = vec![argument(&self.after, Type::TEXT), argument(&self.limit, Type::INT8)];
        Statement { text: ROWS, arguments }
    }
}

/// Asks how many there are.
pub(crate) fn count() -> Statement<'static> {
    Statement { text: COUNT, arguments: Vec::new() }
}

/// Rows that are carried in, an array a column.
pub(crate) struct Insert<'a> {
    keys: Vec<&'a str>,
    values: Vec<&'a [u8]>,
    expiries: Vec<Option<i64>>,
    version: &'a str,
    isolation: &'a str,
}

impl<'a> Insert<'a> {
    pub(crate) fn of(rows: &'a [Carried], version: &'a str, isolation: &'a str) -> Self {
        Self {
            keys: rows.iter().map(|row| row.key.as_str()).collect(),
            values: rows.iter().map(|row| row.value.as_slice()).collect(),
            expiries: rows.iter().map(|row| row.expires_at.map(seconds)).collect(),
            version,
            isolation,
        }
    }

    pub(crate) fn statement(&self) -> Statement<'_> {
        let arguments = vec![
            argument(&self.keys, Type::TEXT_ARRAY),
            argument(&self.values, Type::BYTEA_ARRAY),
            argument(&self.expiries, Type::INT8_ARRAY),
            argument(&self.version, Type::TEXT),
            argument(&self.isolation, Type::TEXT),
        ];
        Statement { text: INSERT, arguments }
    }
}

/// A row of `key, value, expires_at`.
pub(crate) fn carried(row: &Row) -> Result<Carried, StoreError> {
    let expires_at: Option<i64> = row.try_get(2).map_err(|error| wrong(&error))?;
    Ok(Carried { key: key(row)?, value: value(row)?, expires_at: expires_at.map(i64::cast_unsigned) })
}
