//! `backup` and `restore`: a copy of the store's file, and a store out of it.

use super::progress;
use crate::exit::Usage;
use crate::output;
use crate::store::{StoreAddress, StoreOption};
use anyhow::{Context, Result};
use badgehouse_sqlite::SqliteStore;
use clap::Args;
use std::path::{Path, PathBuf};

/// Copy the store, while servers are at work on it, into a new file.
///
/// The copy is the store of one moment. It is looked through before it gets its name, so that a backup that is there is whole. Nothing is replaced. It holds what the store
/// holds: keep it as you keep that, and the sealing key elsewhere, without which it is of no use.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse backup badges-2026-11-27.db")]
pub(crate) struct Backup {
    /// The file to make, of mode 0600.
    #[arg(value_name = "TO")]
    to: PathBuf,
    #[command(flatten)]
    store: StoreOption,
}

impl Backup {
    pub(crate) async fn run(self) -> Result<()> {
        let shown = &self.store.address;
        let file = file(shown)?;
        shown.must_exist()?;
        let store = SqliteStore::open(file).await.with_context(|| format!("the store `{shown}`"))?;
        let bar = progress::of_rows("copying", 0);
        let tell = bar.clone();
        let done = store.backup(&self.to, move |pages, of| {
            tell.set_length(of.into());
            tell.set_position(pages.into());
        });
        done.await.with_context(|| format!("no backup of `{shown}` was made"))?;
        bar.finish_and_clear();
        output::line(&format!("wrote {}; it was looked through and is whole", self.to.display()))
    }
}

/// Make a store out of a backup.
///
/// Stop the servers of the store that is to be replaced, and move it away with its `-wal` and `-shm` files, before: a store that is there is never replaced. What was done since the backup is not in
/// it: secrets that were revoked since then count again, so look at the audit of what was lost, if you have it.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse restore badges-2026-11-27.db --store restored.db")]
pub(crate) struct Restore {
    /// The backup. It is not changed.
    #[arg(value_name = "FROM")]
    from: PathBuf,
    #[command(flatten)]
    store: StoreOption,
}

impl Restore {
    pub(crate) async fn run(self) -> Result<()> {
        let bar = progress::of_rows("copying", 0);
        let tell = bar.clone();
        let store = file(&self.store.address)?;
        let done = SqliteStore::restore(&self.from, store, move |pages, of| {
            tell.set_length(of.into());
            tell.set_position(pages.into());
        });
        let (from, store) = (self.from.display(), store.display());
        done.await.with_context(|| format!("no store was made out of `{from}`"))?;
        bar.finish_and_clear();
        output::line(&format!("made {store}; verify its audits by `badgehouse check`"))
    }
}

/// A database has tools of its own for it.
fn file(store: &StoreAddress) -> Result<&Path> {
    let tools = if store.is_etcd() { "etcdctl snapshot" } else { "pg_dump" };
    let other = || {
        Usage(format!(
            "`{store}` is no file: back a database up and restore it by its own tools, here {tools}; or write it out by badgehouse export, and read it by badgehouse import"
        ))
    };
    store.file().ok_or_else(|| other().into())
}
