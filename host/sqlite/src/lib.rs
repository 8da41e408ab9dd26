//! Badgehouse on SQLite: a store in one file, for one machine and as many processes on it as like.
//!
//! Open it and hand it to an engine, such as that of `badgehouse-native`, which does the rest but one thing: what has expired is deleted by a timer of yours, by the store's time and never by a clock.
//!
//! ```
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("badges.db");
//! use badgehouse::store::{Action, Change, Commit, Expect, Key, Store};
//! use badgehouse_sqlite::SqliteStore;
//!
//! let store = SqliteStore::open(&path).await?;
//!
//! // What an engine does with it: a change, if nobody was faster.
//! let key = Key::parse("acme/greeting")?;
//! let action = Action::Put { value: b"hello".to_vec(), expires_at: Some(1_800_000_000) };
//! let change = Change { key: key.clone(), expect: Expect::Absent, action };
//! assert_eq!(store.commit(&[change]).await?, Commit::Committed);
//! assert!(store.get(&[key]).await?[0].is_some());
//!
//! // What the timer does, a thousand entries at a time: by the `store_time` that an engine's `maintain` answers.
//! let store_time = 1_800_000_000;
//! while store.purge_expired(store_time, 1000).await? == 1000 {}
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
//! It is made with mode 0600 on Unix, and so are the `-wal` and `-shm` files beside it; an existing file keeps its mode. It must not lie on a network file system.
//! Copy it by [`SqliteStore::backup`], never by `cp`: what was committed last lies in the log beside it.
//!
//! SQLite goes on with a file that was moved away, or whose log was removed, and what it writes there is lost. So every call looks, before and after, whether its three files
//! still lie at their names (Unix), and is `Unavailable` where they do not.
//!
//! # Moving
//! [`SqliteStore::snapshot`] reads every row of one moment, [`SqliteStore::open_import`] makes a store of rows, also of another adapter's.
//!
//! # The table
//! [`SCHEMA`] is all of it, plain SQL that adapters in other languages share:
#![doc = concat!("```sql\n", include_str!("../schema.sql"), "```")]

mod connection;
mod copy;
mod error;
mod place;
mod pool;
mod schema;
mod store;
mod table;
mod transfer;

pub use schema::SCHEMA;
pub use store::SqliteStore;
pub use transfer::Snapshot;
