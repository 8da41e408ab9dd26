//! The store that a command works on: its address, read once, and the store itself, of whichever kind.

use crate::exit::Usage;
use anyhow::{Context, Result, bail};
use badgehouse::store::{Change, Commit, Entry, Key, Listed, Reply, Store as Port, StoreError};
#[cfg(feature = "etcd")]
use badgehouse_etcd::EtcdStore;
#[cfg(feature = "postgres")]
use badgehouse_postgres::PostgresStore;
use badgehouse_sqlite::SqliteStore;
use clap::Args;
use std::convert::Infallible;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

/// The stores that may be left out: their schemes, their names, and whether they are there.
const OPTIONAL: [(&str, &str, bool); 2] =
    [("postgres", "PostgreSQL", cfg!(feature = "postgres")), ("etcd", "etcd", cfg!(feature = "etcd"))];

/// How much earlier a database gives up than who asks it.
const SPARE: Duration = Duration::from_millis(500);

/// The option that names the store.
#[derive(Args, Clone)]
pub(crate) struct StoreOption {
    /// The store: a SQLite file, or the URL of a PostgreSQL database, postgres://USER:PASSWORD@HOST/DATABASE, or of nodes of etcd,
    /// etcd://USER:PASSWORD@HOST,HOST/PREFIX. Others on the machine can read a command line: give a URL with a password by the environment.
    #[arg(
        long = "store",
        value_name = "FILE|URL",
        default_value = "badges.db",
        env = "BADGEHOUSE_STORE",
        hide_env_values = true
    )]
    pub(crate) address: StoreAddress,
}

/// Where a store is.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum StoreAddress {
    /// A SQLite file.
    File(PathBuf),
    /// The URL of a PostgreSQL database, which may have a password in it.
    #[cfg(feature = "postgres")]
    Postgres(String),
    /// The URL of nodes of etcd, which may have a password in it.
    #[cfg(feature = "etcd")]
    Etcd(String),
    /// The scheme of a URL of something else.
    Other(String),
}

/// Never fails: clap would repeat what was given, and its password.
impl FromStr for StoreAddress {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        // Also without its slashes it is no file, whose name would be shown.
        if ["postgres:", "postgresql:"].iter().any(|scheme| text.starts_with(scheme)) {
            return Ok(Self::postgres(text));
        }
        if text.starts_with("etcd:") {
            return Ok(Self::etcd(text));
        }
        Ok(match text.split_once("://") {
            Some((scheme, _)) => Self::Other(scheme.to_owned()),
            None => Self::File(text.into()),
        })
    }
}

/// As people may see it: of a URL the scheme alone, since the store's own errors say where it is.
impl fmt::Display for StoreAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(formatter),
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => formatter.write_str("postgres://…"),
            #[cfg(feature = "etcd")]
            Self::Etcd(_) => formatter.write_str("etcd://…"),
            Self::Other(scheme) => write!(formatter, "{scheme}://…"),
        }
    }
}

impl fmt::Debug for StoreAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl StoreAddress {
    #[cfg(feature = "postgres")]
    fn postgres(url: &str) -> Self {
        Self::Postgres(url.to_owned())
    }

    #[cfg(not(feature = "postgres"))]
    fn postgres(_: &str) -> Self {
        Self::Other("postgres".to_owned())
    }

    #[cfg(feature = "etcd")]
    fn etcd(url: &str) -> Self {
        Self::Etcd(url.to_owned())
    }

    #[cfg(not(feature = "etcd"))]
    fn etcd(_: &str) -> Self {
        Self::Other("etcd".to_owned())
    }

    /// The file, if it is one.
    pub(crate) fn file(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            _ => None,
        }
    }

    /// Whether it is in etcd, or would be.
    pub(crate) fn is_etcd(&self) -> bool {
        match self {
            #[cfg(feature = "etcd")]
            Self::Etcd(_) => true,
            Self::Other(scheme) => scheme == "etcd",
            _ => false,
        }
    }

    /// Opens the store. A file is made if it is not there; the tables of a database are made by [`migrate`](Self::migrate).
    pub(crate) async fn open(&self) -> Result<Store> {
        self.open_by(None).await
    }

    /// The same for a caller that gives up after so long. A database gives up before: it then takes no connection back whose answer is yet to come.
    pub(crate) async fn open_for(&self, wait: Duration) -> Result<Store> {
        self.open_by(Some(wait.saturating_sub(SPARE).max(SPARE))).await
    }

    /// Opens it; a database answers within that time, or its usual one.
    #[cfg_attr(not(any(feature = "postgres", feature = "etcd")), expect(unused_variables))]
    async fn open_by(&self, answer: Option<Duration>) -> Result<Store> {
        let store = match self {
            Self::File(path) => SqliteStore::open(path).await.map(Store::Sqlite),
            #[cfg(feature = "postgres")]
            Self::Postgres(url) => {
                let usual = badgehouse_postgres::Limits::default();
                let answer = answer.unwrap_or(usual.answer);
                let limits = badgehouse_postgres::Limits { answer, ..usual };
                PostgresStore::open_with(url, limits).await.map(Store::Postgres)
            }
            #[cfg(feature = "etcd")]
            Self::Etcd(url) => {
                let usual = badgehouse_etcd::Limits::default();
                let limits = badgehouse_etcd::Limits { answer: answer.unwrap_or(usual.answer), ..usual };
                EtcdStore::open_with(url, limits).await.map(Store::Etcd)
            }
            Self::Other(scheme) => return Err(unknown(scheme)),
        };
        store.with_context(|| format!("the store `{self}`"))
    }

    /// Refuses a file that is not there: a name that is mistyped would otherwise be a store of nobody's. Of a database only opening it tells.
    pub(crate) fn must_exist(&self) -> Result<()> {
        match self.file() {
            Some(path) if !path.exists() => bail!("there is no store `{self}`; name it by --store"),
            _ => Ok(()),
        }
    }

    /// Makes the tables where there are none, or what stands for them.
    pub(crate) async fn migrate(&self) -> Result<()> {
        let migrated = match self {
            Self::File(path) => SqliteStore::migrate(path).await,
            #[cfg(feature = "postgres")]
            Self::Postgres(url) => PostgresStore::migrate(url).await,
            #[cfg(feature = "etcd")]
            Self::Etcd(url) => EtcdStore::migrate(url).await,
            Self::Other(scheme) => return Err(unknown(scheme)),
        };
        migrated.with_context(|| format!("the store `{self}`"))
    }
}

/// Why there is no store of that scheme.
pub(crate) fn unknown(scheme: &str) -> anyhow::Error {
    let left_out = OPTIONAL.iter().find(|(optional, _, there)| *optional == scheme && !there);
    let why = match left_out {
        Some((_, name, _)) => format!(
            "this program was built without the store on {name}: name a SQLite file by --store
(from a checkout, `cargo build --package badgehouse-server` builds all of it)"
        ),
        None => format!(
            "there is no store of the kind `{scheme}`: name a SQLite file or a URL that begins with postgres:// or etcd:// by --store"
        ),
    };
    Usage(why).into()
}

/// A store of whichever kind.
#[derive(Clone, Debug)]
pub(crate) enum Store {
    Sqlite(SqliteStore),
    #[cfg(feature = "postgres")]
    Postgres(PostgresStore),
    #[cfg(feature = "etcd")]
    Etcd(EtcdStore),
}

impl Store {
    /// Its name, for people.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "SQLite",
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => "PostgreSQL",
            #[cfg(feature = "etcd")]
            Self::Etcd(_) => "etcd",
        }
    }

    /// Deletes up to `limit` of the entries that have expired by the store's time `now`, in Unix seconds, and answers how many.
    pub(crate) async fn purge_expired(&self, now: u64, limit: u32) -> Result<usize, StoreError> {
        match self {
            Self::Sqlite(store) => store.purge_expired(now, limit).await,
            #[cfg(feature = "postgres")]
            Self::Postgres(store) => store.purge_expired(now, limit).await,
            #[cfg(feature = "etcd")]
            Self::Etcd(store) => store.purge_expired(now, limit).await,
        }
    }

    fn port(&self) -> &dyn Port {
        match self {
            Self::Sqlite(store) => store,
            #[cfg(feature = "postgres")]
            Self::Postgres(store) => store,
            #[cfg(feature = "etcd")]
            Self::Etcd(store) => store,
        }
    }
}

impl Port for Store {
    fn get<'a>(&'a self, keys: &'a [Key]) -> Reply<'a, Result<Vec<Option<Entry>>, StoreError>> {
        self.port().get(keys)
    }

    fn list<'a>(
        &'a self,
        prefix: &'a str,
        after: Option<&'a Key>,
        limit: u32,
    ) -> Reply<'a, Result<Vec<Listed>, StoreError>> {
        self.port().list(prefix, after, limit)
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Result<Commit, StoreError>> {
        self.port().commit(changes)
    }
}

#[cfg(test)]
mod tests {
    use super::StoreAddress;

    #[tokio::test]
    async fn a_store_that_was_left_out_is_no_file_and_is_refused_without_its_password() {
        for (url, built) in [
            ("postgres://ann:se%2Fcret@127.0.0.1:1/badges", cfg!(feature = "postgres")),
            ("etcd://ann:se%2Fcret@127.0.0.1:1/badges", cfg!(feature = "etcd")),
            ("etcd:ann:se%2Fcret@127.0.0.1:1/badges", cfg!(feature = "etcd")),
        ] {
            let address: StoreAddress = url.parse().unwrap();
            assert!(address.file().is_none());
            let refused = format!("{:#}", address.open().await.unwrap_err());
            assert!(!refused.contains("se%2F"), "{refused}");
            assert_ne!(refused.contains("cargo build --package badgehouse-server"), built, "{refused}");
        }
    }
}
