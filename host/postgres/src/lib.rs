//! Badgehouse on PostgreSQL: a store for as many processes on as many machines as like.
//!
//! Make the tables once, open the store, and hand it to an engine, such as that of `badgehouse-native`, which does the rest but one thing: what has expired is deleted by a timer of yours, by the store's
//! time and never by a clock.
//!
//! ```no_run
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use badgehouse_postgres::PostgresStore;
//!
//! let url = std::env::var("BADGEHOUSE_STORE")?; // postgres://badgehouse:secret@db.example/badgehouse
//! PostgresStore::migrate(&url).await?;
//! let store = PostgresStore::open(&url).await?;
//!
//! // What the timer does, a thousand entries at a time: by the `store_time` that an engine's `maintain` answers.
//! let store_time = 1_800_000_000;
//! while store.purge_expired(store_time, 1000).await? == 1000 {}
//! # Ok(())
//! # }
//! ```
//!
//! # How it keeps the promises of the store port
//! - A commit is one transaction of its own, `BEGIN ISOLATION LEVEL SERIALIZABLE`. Less is not enough: at REPEATABLE READ two commits of which each asks that the other's key be absent both go through. The
//!   level stands in the transaction, and the statement looks whether it has it.
//! - Transactions that run into each other are undone by PostgreSQL (SQLSTATE 40001, 40P01) and run again, after a pause that is drawn, until [`Limits::answer`] has passed; then the answer is `Unavailable`.
//! - It is durable when it is answered, as PostgreSQL's `synchronous_commit` says. `off` is refused. With a standby that may be promoted, name it in `synchronous_standby_names`; a commit that only the lost primary had is lost.
//! - A connection that is lost while a commit is under way leaves the outcome unknown, which is `Unavailable`: the engine submits the identical commit again and finds out.
//! - A get or a list is one statement in a transaction of its own, `SERIALIZABLE` too, and sees each commit whole or not at all. By itself the statement would see a moment, but between two commits of which one holds
//!   what the other changes, it could see the later and not yet the earlier. It is strong, since it is asked of the primary alone: a standby is refused
//!   (`target_session_attrs=read-write`).
//! - A version is 16 random bytes that this program draws, for each commit that puts. No sequence is kept, which a restored backup would set back.
//! - Nothing expires by itself: an entry is there until [`PostgresStore::purge_expired`] deletes it. The keys' order is that of bytes (`COLLATE "C"`), whatever the database sorts by.
//!
//! # Round trips
//! One for a get, a list and a commit alike: `BEGIN`, the statement and `COMMIT` are sent together. A commit that is given up while it is under way therefore ends at the server by itself, and its connection goes
//! on to the next call. Two more for each transaction that is run again. Making a connection takes three, and two more with TLS.
//!
//! # The URL
//! `postgres://user:password@host:5432/database?sslmode=verify-full`. Several hosts stand behind each other with commas, and the one that takes writes is found. Of the options
//! - `sslmode` is `verify-full` unless all hosts are this machine. `require` and `verify-ca` verify as much as `verify-full`: what is encrypted for whoever answers is no secret. `disable` is TLS left out; `prefer` and
//!   `allow` are refused, since somebody in between takes it away from them. A socket file (`?host=/run/postgresql`) has no TLS.
//! - `sslrootcert` is a PEM file of the authorities that count; without it, or as `system`, those that the machine trusts.
//! - `connections` is how many there may be, 1 to 1000.
//! - The others are those of `tokio-postgres`.
//!
//! No error and no `Debug` shows the user, the password or the options.
//!
//! # PgBouncer
//! Works in transaction mode: no statement has a name, nothing is set for a session, and a transaction is never left open between two calls.
//!
//! # Which SQL
//! Only what CockroachDB and YugabyteDB document too. It was run on neither: there is no server of them to test by.
//!
//! | statement | why |
//! | --- | --- |
//! | `BEGIN ISOLATION LEVEL SERIALIZABLE, READ WRITE` or `READ ONLY`, `COMMIT` | the only isolation of one of the two, and known to all |
//! | `SET LOCAL statement_timeout`, `SET LOCAL idle_in_transaction_session_timeout` | the server lets go of locks whose client it cannot reach; ends with the transaction, so that PgBouncer's next client does not have it |
//! | `select … where key = any($1)` | a get of any number of keys by one text, of one moment |
//! | `select … where key >= $1 and key < $2 and key > $3 order by key limit $4` | a page by the primary key; no `like`, whose index depends on the collation |
//! | `BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY` | an export of one moment, for which no writer waits |
//! | `unnest($1::text[], $2::text[])` | a column an array, so that one text serves a commit of any size |
//! | `with … insert … select … on conflict (key) do update … select` | checks and puts in one statement; no `merge` |
//! | `with … delete … returning … select` | checks and deletes; a second statement where a commit puts too, since CockroachDB refuses one that changes a table twice |
//! | `current_setting('transaction_isolation')` | a statement that lost its transaction changes nothing |
//! | `create table if not exists`, `create index if not exists … where`, `insert … on conflict do nothing` | running the schema again changes nothing |
//!
//! No sequence, no lock, no trigger, no `listen`, no extension. On CockroachDB make the column `key` without `COLLATE "C"`, which its columns do not take and its order of bytes does not need. On YugabyteDB make the
//! primary key `(key asc)`, which by default is hashed there, so that a list would read everything.
//!
//! # The tables
//! [`SCHEMA`] is all of it, plain SQL that adapters in other languages share:
#![doc = concat!("```sql\n", include_str!("../schema.sql"), "```")]

mod address;
mod connections;
mod error;
mod limits;
mod rows;
mod schema;
mod statement;
mod store;
mod table;
mod tls;
mod transaction;
mod transfer;

pub use limits::Limits;
pub use schema::SCHEMA;
pub use store::PostgresStore;
pub use transfer::Snapshot;
