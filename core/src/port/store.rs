//! The store port: three functions that any database can offer, and what they promise.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::str::FromStr;

/// The longest key, in bytes.
pub const MAX_KEY_BYTES: usize = 256;
/// The largest value, in bytes.
pub const MAX_VALUE_BYTES: usize = 32 * 1024;
/// The most changes in one commit.
pub const MAX_CHANGES: usize = 64;
/// The most bytes of values in one commit.
pub const MAX_COMMIT_BYTES: usize = 512 * 1024;
/// The most keys in one get.
pub const MAX_GET_KEYS: usize = 100;
/// Up to how many keys of one partition a get is a snapshot.
pub const SNAPSHOT_KEYS: usize = 10;
/// The most entries a list answers.
pub const MAX_LIST_LIMIT: u32 = 1000;

/// The key of an entry: `[A-Za-z0-9._:/-]`, 1 to [`MAX_KEY_BYTES`] bytes, so that byte order, UTF-16 order
/// and SQL's order agree. Its first segment names the partition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key(String);

impl Key {
    /// A key from its text.
    ///
    /// # Errors
    /// The text has another character or length.
    pub fn parse(text: impl Into<String>) -> Result<Self, KeyError> {
        let text = text.into();
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._:/-".contains(&byte);
        let fits = !text.is_empty() && text.len() <= MAX_KEY_BYTES && text.bytes().all(allowed);
        if fits { Ok(Self(text)) } else { Err(KeyError) }
    }

    /// A key made by the core, whose parts are all of the key alphabet and bounded.
    pub(crate) fn from_parts(parts: &[&str]) -> Self {
        Self(parts.join("/"))
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The partition: all before the first `/`.
    pub fn partition(&self) -> &str {
        self.0.split('/').next().unwrap_or_default()
    }
}

/// The text is no key of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyError;

impl fmt::Display for KeyError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "a key has 1 to {MAX_KEY_BYTES} of the characters A-Z a-z 0-9 . _ : / -")
    }
}

impl std::error::Error for KeyError {}

impl FromStr for Key {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        Self::parse(text)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// What a store made of one write: opaque text, compared only for equality.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version(pub String);

/// What `get` finds at a key.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// The bytes that were put.
    pub value: Vec<u8>,
    /// The version of that put.
    pub version: Version,
}

impl fmt::Debug for Entry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Entry({} bytes, {:?})", self.value.len(), self.version)
    }
}

/// What `list` finds: an entry and its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The key.
    pub key: Key,
    /// What is there.
    pub entry: Entry,
}

/// An entry on its way from one store to another, which makes a version of its own. What the adapters of this project read and insert for
/// exports and imports.
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    /// The key.
    pub key: Key,
    /// The bytes that were put.
    pub value: Vec<u8>,
    /// Unix seconds from which on it may be hidden, as it was put.
    pub expires_at: Option<u64>,
}

impl fmt::Debug for Row {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, value, expires_at } = self;
        write!(formatter, "Row({key}, {} bytes, expires at {expires_at:?})", value.len())
    }
}

/// One change of a commit. A key stands in a commit at most once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The key that is checked and changed.
    pub key: Key,
    /// What must be there for the commit to take effect.
    pub expect: Expect,
    /// What becomes of it.
    pub action: Action,
}

/// What must be at a key at the instant of the commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expect {
    /// Anything or nothing.
    Any,
    /// Nothing.
    Absent,
    /// An entry of exactly this version.
    Version(Version),
}

/// What a commit does at a key.
#[derive(Clone, PartialEq, Eq)]
pub enum Action {
    /// Nothing: only the expectation counts.
    Keep,
    /// Write the value, under a new version.
    Put {
        /// Up to [`MAX_VALUE_BYTES`].
        value: Vec<u8>,
        /// Unix seconds from which on the store may hide the entry.
        expires_at: Option<u64>,
    },
    /// Remove the entry, if there is one.
    Delete,
}

impl fmt::Debug for Action {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Keep => formatter.write_str("Keep"),
            Self::Put { value, expires_at } => {
                write!(formatter, "Put({} bytes, expires at {expires_at:?})", value.len())
            }
            Self::Delete => formatter.write_str("Delete"),
        }
    }
}

/// What became of a commit that the store could decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Commit {
    /// Every expectation held and every change took effect.
    Committed,
    /// An expectation did not hold; nothing changed.
    Conflict,
}

/// Why a store could not answer. The text is for the operator's log and never reaches a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// Not reached, timed out, overloaded: trying again may help. Of a commit the outcome is unknown.
    Unavailable(String),
    /// The store answered something that its contract rules out; trying again will not help.
    Broken(String),
}

impl fmt::Display for StoreError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unavailable(why) => write!(formatter, "the store is unavailable: {why}"),
            Self::Broken(why) => write!(formatter, "the store is broken: {why}"),
        }
    }
}

impl std::error::Error for StoreError {}

/// A reply that will be there later, on whichever thread.
pub type Reply<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A store for native servers.
///
/// An adapter implements [`Store`] for its database. The promises below are laws: the crate
/// `badgehouse-store-laws` tests each of them against an adapter.
///
/// - A commit is atomic: all its checks hold at one instant and all its changes take effect, or none does.
/// - `get` is a strong read and, for up to [`SNAPSHOT_KEYS`] keys of one partition, a snapshot: it sees each
///   commit whole or not at all.
/// - `list` may lag behind. Nothing unique is ever decided by it, and of what an erasure has missed because of it nothing counts.
/// - A version is opaque, made by the store, new at every put, and never repeats for a key, not even after
///   the key was deleted and written again, nor after a restored backup.
/// - A partition is a key's first segment (up to the first `/`). Commits and lists stay inside one.
/// - An entry with `expires_at` may be hidden from that second on, never before. By whose second is the store's: best by the service's own, which
///   [`Core::maintain`](crate::Core::maintain) answers, since by a clock that jumps ahead what was revoked or used up is forgotten.
///
/// ```
/// use badgehouse::store::{Change, Commit, Entry, Key, Listed, Reply, Store, StoreError};
/// # struct Database;
/// # impl Database {
/// #     async fn select(&self, _: &[Key]) -> Result<Vec<Option<Entry>>, String> { Err("down".into()) }
/// #     async fn scan(&self, _: &str, _: Option<&Key>, _: u32) -> Result<Vec<Listed>, String> { Err("down".into()) }
/// #     async fn transact(&self, _: &[Change]) -> Result<bool, String> { Err("down".into()) }
/// # }
/// struct MyStore(Database);
///
/// impl Store for MyStore {
///     fn get<'a>(&'a self, keys: &'a [Key]) -> Reply<'a, Result<Vec<Option<Entry>>, StoreError>> {
///         Box::pin(async { self.0.select(keys).await.map_err(StoreError::Unavailable) })
///     }
///
///     fn list<'a>(
///         &'a self,
///         prefix: &'a str,
///         after: Option<&'a Key>,
///         limit: u32,
///     ) -> Reply<'a, Result<Vec<Listed>, StoreError>> {
///         Box::pin(async move { self.0.scan(prefix, after, limit).await.map_err(StoreError::Unavailable) })
///     }
///
///     fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Result<Commit, StoreError>> {
///         Box::pin(async {
///             let held = self.0.transact(changes).await.map_err(StoreError::Unavailable)?;
///             Ok(if held { Commit::Committed } else { Commit::Conflict })
///         })
///     }
/// }
/// ```
pub trait Store: Send + Sync {
    /// For each key, in the order asked, what is there. Up to [`MAX_GET_KEYS`] keys, of up to two partitions.
    fn get<'a>(&'a self, keys: &'a [Key]) -> Reply<'a, Result<Vec<Option<Entry>>, StoreError>>;

    /// Entries whose key begins with `prefix` (which holds at least one `/`) and comes after `after`, in ascending byte order.
    /// Fewer than `limit` (1 to [`MAX_LIST_LIMIT`]) means that there are no more.
    fn list<'a>(
        &'a self,
        prefix: &'a str,
        after: Option<&'a Key>,
        limit: u32,
    ) -> Reply<'a, Result<Vec<Listed>, StoreError>>;

    /// Changes all or nothing, of one partition, up to [`MAX_CHANGES`] and [`MAX_COMMIT_BYTES`]. Durable when it answers
    /// [`Commit::Committed`].
    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Result<Commit, StoreError>>;
}
