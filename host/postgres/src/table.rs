//! The statements on the table of entries. `lib.rs` says which SQL they keep to.

use crate::statement::Statement;
use badgehouse::store::{Action, Change, Entry, Expect, Key, Listed, StoreError, Version};
use tokio_postgres::Row;
use tokio_postgres::types::{ToSql, Type};

const GET: &str = "select key, value, version from badgehouse_entries where key = any($1)";

const LIST: &str = "select key, value, version from badgehouse_entries
    where key >= $1 and key < $2 and key > $3 order by key limit $4";

/// The checks that fail, and what is put where none does. `$4` is the isolation that the checks rely on.
const PUT: &str = "with failed as (
        select 1 from badgehouse_entries where key = any($1)
        union all
        select 1 from unnest($2::text[], $3::text[]) as expected (key, version)
            where not exists (select 1 from badgehouse_entries as found
                where found.key = expected.key and found.version = expected.version)
        union all
        select 1 where current_setting('transaction_isolation') <> $4
    ), put as (
        insert into badgehouse_entries (key, value, version, expires_at)
            select fresh.key, fresh.value, $8, fresh.expires_at
                from unnest($5::text[], $6::bytea[], $7::bigint[]) as fresh (key, value, expires_at)
                where not exists (select 1 from failed)
        on conflict (key) do update
            set value = excluded.value, version = excluded.version, expires_at = excluded.expires_at
        returning 1
    )
    select not exists (select 1 from failed) as held";

/// The same checks, and what is deleted where none fails.
const DELETE: &str = "with failed as (
        select 1 from badgehouse_entries where key = any($1)
        union all
        select 1 from unnest($2::text[], $3::text[]) as expected (key, version)
            where not exists (select 1 from badgehouse_entries as found
                where found.key = expected.key and found.version = expected.version)
        union all
        select 1 where current_setting('transaction_isolation') <> $4
    ), deleted as (
        delete from badgehouse_entries where key = any($5) and not exists (select 1 from failed)
        returning 1
    )
    select not exists (select 1 from failed) as held";

/// The outer condition stands again, since an entry may have been put anew meanwhile.
const PURGE: &str = "delete from badgehouse_entries where expires_at <= $1 and key in (
        select key from badgehouse_entries where expires_at <= $1 order by expires_at limit $2
    ) and current_setting('transaction_isolation') = $3
    returning 1";

/// What a statement expects to find.
struct Checks<'a> {
    absent: Vec<&'a str>,
    there: Vec<&'a str>,
    versions: Vec<&'a str>,
    isolation: &'a str,
}

/// A commit's arguments, an array a column.
pub(crate) struct Arguments<'a> {
    checks: Checks<'a>,
    version: &'a str,
    put: Vec<&'a str>,
    values: Vec<&'a [u8]>,
    expiries: Vec<Option<i64>>,
    deleted: Vec<&'a str>,
    /// For the deletes of a commit that puts too: its first put has been done.
    once_put: Checks<'a>,
}

impl<'a> Arguments<'a> {
    /// Each put is of `version`, which was never used before.
    pub(crate) fn of(changes: &'a [Change], version: &'a str, isolation: &'a str) -> Self {
        let none = || Checks { absent: Vec::new(), there: Vec::new(), versions: Vec::new(), isolation };
        let mut arguments = Self {
            checks: none(),
            version,
            put: Vec::new(),
            values: Vec::new(),
            expiries: Vec::new(),
            deleted: Vec::new(),
            once_put: none(),
        };
        for change in changes {
            arguments.add(change);
        }
        if let Some(first) = arguments.put.first() {
            arguments.once_put.there.push(first);
            arguments.once_put.versions.push(version);
        }
        arguments
    }

    fn add(&mut self, change: &'a Change) {
        let key = change.key.as_str();
        match &change.expect {
            Expect::Any => {}
            Expect::Absent => self.checks.absent.push(key),
            Expect::Version(version) => {
                self.checks.there.push(key);
                self.checks.versions.push(&version.0);
            }
        }
        match &change.action {
            Action::Keep => {}
            Action::Put { value, expires_at } => {
                self.put.push(key);
                self.values.push(value);
                self.expiries.push(expires_at.map(seconds));
            }
            Action::Delete => self.deleted.push(key),
        }
    }

    /// The statement that checks and says whether all held, and one that follows where there are puts and deletes: one statement that changes a table twice is not for every engine.
    pub(crate) fn statements(&self) -> (Statement<'_>, Option<Statement<'_>>) {
        if self.deleted.is_empty() {
            return (self.put(), None);
        }
        if self.put.is_empty() {
            return (self.delete(&self.checks), None);
        }
        (self.put(), Some(self.delete(&self.once_put)))
    }

    fn put(&self) -> Statement<'_> {
        let mut arguments = self.checks.arguments();
        arguments.extend([
            argument(&self.put, Type::TEXT_ARRAY),
            argument(&self.values, Type::BYTEA_ARRAY),
            argument(&self.expiries, Type::INT8_ARRAY),
            argument(&self.version, Type::TEXT),
        ]);
        Statement { text: PUT, arguments }
    }

    fn delete<'b>(&'b self, checks: &'b Checks<'a>) -> Statement<'b> {
        let mut arguments = checks.arguments();
        arguments.push(argument(&self.deleted, Type::TEXT_ARRAY));
        Statement { text: DELETE, arguments }
    }
}

impl Checks<'_> {
    fn arguments(&self) -> Vec<(&(dyn ToSql + Sync), Type)> {
        vec![
            argument(&self.absent, Type::TEXT_ARRAY),
            argument(&self.there, Type::TEXT_ARRAY),
            argument(&self.versions, Type::TEXT_ARRAY),
            argument(&self.isolation, Type::TEXT),
        ]
    }
}

/// A value as a type.
pub(crate) fn argument<T: ToSql + Sync>(value: &T, of: Type) -> (&(dyn ToSql + Sync), Type) {
    (value, of)
}

/// Asks for the entries at these keys.
pub(crate) fn get<'a>(keys: &'a Vec<&str>) -> Statement<'a> {
    Statement { text: GET, arguments: vec![argument(keys, Type::TEXT_ARRAY)] }
}

/// Where a list begins and ends, and how long it may be.
pub(crate) struct Range<'a> {
    prefix: &'a str,
    end: String,
    after: &'a str,
    limit: i64,
}

impl<'a> Range<'a> {
    pub(crate) fn new(prefix: &'a str, after: Option<&'a Key>, limit: u32) -> Self {
        // Every character of a key is smaller than U+007F, so that this is greater than all that begins with the prefix.
        let end = format!("{prefix}\u{7f}");
        Self { prefix, end, after: after.map_or("", Key::as_str), limit: limit.into() }
    }

    pub(crate) fn statement(&self) -> Statement<'_> {
        let arguments = vec![
            argument(&self.prefix, Type::TEXT),
            argument(&self.end, Type::TEXT),
            argument(&self.after, Type::TEXT),
            argument(&self.limit, Type::INT8),
        ];
        Statement { text: LIST, arguments }
    }
}

/// Which entries are purged.
pub(crate) struct Purge<'a> {
    now: i64,
    limit: i64,
    isolation: &'a str,
}

impl<'a> Purge<'a> {
    pub(crate) fn new(now: u64, limit: u32, isolation: &'a str) -> Self {
        Self { now: seconds(now), limit: limit.into(), isolation }
    }

    pub(crate) fn statement(&self) -> Statement<'_> {
        let arguments = vec![
            argument(&self.now, Type::INT8),
            argument(&self.limit, Type::INT8),
            argument(&self.isolation, Type::TEXT),
        ];
        Statement { text: PURGE, arguments }
    }
}

/// An entry and its key, of a row of `key, value, version`.
pub(crate) fn listed(row: &Row) -> Result<Listed, StoreError> {
    let version = Version(row.try_get(2).map_err(|error| wrong(&error))?);
    Ok(Listed { key: key(row)?, entry: Entry { value: value(row)?, version } })
}

/// The key of a row that begins with it.
pub(crate) fn key(row: &Row) -> Result<Key, StoreError> {
    let text: &str = row.try_get(0).map_err(|error| wrong(&error))?;
    Key::parse(text).map_err(|error| wrong(&error))
}

/// The value behind it.
pub(crate) fn value(row: &Row) -> Result<Vec<u8>, StoreError> {
    row.try_get(1).map_err(|error| wrong(&error))
}

/// Somebody else has written it.
pub(crate) fn wrong(error: &dyn std::fmt::Display) -> StoreError {
    StoreError::Broken(format!("a row of badgehouse_entries is none of an entry: {error}"))
}

/// PostgreSQL's integers end at 2^63 - 1, which no clock will reach.
pub(crate) fn seconds(unix: u64) -> i64 {
    i64::try_from(unix).unwrap_or(i64::MAX)
}
