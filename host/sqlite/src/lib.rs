//! Badgehouse on SQLite: a store in one file, for one machine and as many processes on it as like.
//!
//! ```no_run
//! # async fn example() -> Result<(), badgehouse::store::StoreError> {
//! let store = badgehouse_sqlite::SqliteStore::open("badges.db").await?;
//! # Ok(())
//! # }
//! ```
//!
//! # How it keeps the promises of the store port
//! - A commit is one `BEGIN IMMEDIATE` transaction. It is durable when it is answered: write-ahead log, `synchronous=FULL`.
//! - A get is one read transaction and sees each commit whole or not at all. Reads go on during a commit.
//! - A version is 16 random bytes, drawn for each commit that puts. No counter is kept, in the file or in memory, so that
//!   neither a restored backup nor a restored machine can make a version come again.
//! - Nothing expires by itself: an entry is there until [`SqliteStore::purge_expired`] deletes it.
//!
//! # The file
//! It is made with mode 0600 on Unix, and so are the `-wal` and `-shm` files beside it; an existing file keeps its mode. Copy it with
//! `VACUUM INTO` or `sqlite3 badges.db .backup` while it is in use. It must not lie on a network file system.
//!
//! # The table
//! [`SCHEMA`] is all of it, plain SQL that adapters in other languages share:
#![doc = concat!("```sql\n", include_str!("../schema.sql"), "```")]

mod connection;
mod error;
mod pool;
mod schema;
mod store;
mod table;

pub use schema::SCHEMA;
pub use store::SqliteStore;
