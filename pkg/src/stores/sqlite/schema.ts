// The tables of every store on SQLite, as `host/sqlite/schema.sql` has them: a test compares.

/** The version of the schema that this package knows. */
export const SCHEMA_VERSION = 1;

/** The SQL that makes the tables. Running it again changes nothing. */
export const schema: string = `-- Badgehouse on SQLite, schema version 1. Every adapter for SQLite, in whichever language, uses these tables.
-- Running this file again changes nothing.

-- One row: which version of the schema this is, or 0 while an import is under way. An adapter refuses a version that it does not know, and
-- so a store that is not whole.
CREATE TABLE IF NOT EXISTS badgehouse_schema (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    version INTEGER NOT NULL
) STRICT;

INSERT OR IGNORE INTO badgehouse_schema (one, version) VALUES (1, 1);

-- One row an entry of the store port.
--   key         [A-Za-z0-9._:/-], compared byte by byte. All before the first / is the partition.
--   value       the bytes that were put.
--   version     made anew by each commit that puts: 16 random bytes as base64url without padding, 22 characters.
--               It comes from no counter, since a restored backup would set a counter back.
--   expires_at  Unix seconds from which on the entry may be deleted, or NULL. Reads do not look at it.
CREATE TABLE IF NOT EXISTS badgehouse_entries (
    key        TEXT NOT NULL COLLATE BINARY PRIMARY KEY,
    value      BLOB NOT NULL,
    version    TEXT NOT NULL,
    expires_at INTEGER
) STRICT, WITHOUT ROWID;

-- Finds what has expired without reading the rest.
CREATE INDEX IF NOT EXISTS badgehouse_entries_by_expiry
    ON badgehouse_entries (expires_at) WHERE expires_at IS NOT NULL;
`;
