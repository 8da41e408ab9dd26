// The tables, as `host/postgres/schema.sql` has them: a test compares.

/** The version of the schema that this adapter knows. */
export const SCHEMA_VERSION = 1;

/** The SQL that makes the tables. Running it again changes nothing. */
export const schema: string = `-- Badgehouse on PostgreSQL, schema version 1. Every adapter for PostgreSQL, in whichever language, uses these tables.
-- Running this file again changes nothing. It makes the tables in the first schema of the search path, which is where adapters look for them.

-- One row: which version of the schema this is, or 0 while an import is under way. An adapter refuses a version that it does not know, and
-- so a store that is not whole.
create table if not exists badgehouse_schema (
    one     integer primary key check (one = 1),
    version integer not null
);

insert into badgehouse_schema (one, version) values (1, 1) on conflict (one) do nothing;

-- One row an entry of the store port.
--   key         [A-Za-z0-9._:/-], compared byte by byte, whatever the database's own collation is. All before the first / is the partition.
--   value       the bytes that were put.
--   version     made anew by each commit that puts: 16 random bytes as base64url without padding, 22 characters. The client draws it.
--               It comes from no sequence: a restored backup would set one back, and distributed engines spread one badly.
--   expires_at  Unix seconds from which on the entry may be deleted, or null. Reads do not look at it.
create table if not exists badgehouse_entries (
    key        text collate "C" primary key,
    value      bytea not null,
    version    text not null,
    expires_at bigint
);

-- Finds what has expired without reading the rest.
create index if not exists badgehouse_entries_by_expiry
    on badgehouse_entries (expires_at) where expires_at is not null;
`;
