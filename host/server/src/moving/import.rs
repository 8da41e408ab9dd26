//! `import`: a store out of an export.

use super::lines::{Next, Reader, Trailer, Writer};
use super::progress;
use super::rows::Rows;
use crate::output;
use crate::store::{Store, StoreOption};
use anyhow::{Context, Result, bail};
use clap::Args;
use indicatif::ProgressBar;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

/// How many rows are inserted in one transaction.
const ROWS_AT_ONCE: usize = 200;

/// Make a store out of an export.
///
/// The store must not be there, or be empty. A file is looked through before anything is written. Until all of it is in and was read back, no server opens the store. An import that was interrupted is called
/// again with the same export, and goes on where it stopped.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse import badges.jsonl --store moved.db")]
pub(crate) struct Import {
    /// The export, or - for standard input.
    #[arg(value_name = "FILE")]
    from: PathBuf,
    #[command(flatten)]
    store: StoreOption,
}

impl Import {
    pub(crate) async fn run(self) -> Result<()> {
        let (from, shown) = (self.from.display(), &self.store.address);
        let piped = self.from == Path::new("-");
        if !piped {
            look_through(&self.from).with_context(|| format!("`{from}`, of which nothing was imported"))?;
        }
        let into = || format!("the store `{shown}`");
        let store = shown.open_import().await?;
        let trailer = if piped {
            let bar = progress::of_bytes("importing", None);
            let read = fill(&store, io::stdin().lock(), &bar).await;
            read.with_context(|| unfinished(&shown.to_string()))?
        } else {
            let (lines, bar) = open(&self.from, "importing")?;
            fill(&store, lines, &bar).await.with_context(|| unfinished(&shown.to_string()))?
        };
        let there = read_back(&store, trailer.rows).await.with_context(into)?;
        if there != trailer {
            bail!(
                "the store `{shown}` does not hold what was imported: {} rows instead of {}, or others. Remove it, and import again into a store that nobody else uses",
                there.rows,
                trailer.rows
            );
        }
        store.finish_import().await.with_context(into)?;
        output::line(&format!(
            "imported {} rows, read them back, and made {shown} a store; verify its audits by `badgehouse check`",
            trailer.rows
        ))
    }
}

fn unfinished(store: &str) -> String {
    format!(
        "the import is not finished, and no server opens `{store}` until it is: import the whole export again to go on, or remove the store"
    )
}

fn open(path: &Path, what: &'static str) -> Result<(impl BufRead, ProgressBar)> {
    let file = File::open(path).context("it cannot be read")?;
    let bar = progress::of_bytes(what, Some(file.metadata().context("it cannot be read")?.len()));
    Ok((BufReader::new(bar.wrap_read(file)), bar))
}

/// Reads all of it, so that what is not whole changes nothing.
fn look_through(path: &Path) -> Result<()> {
    let (lines, bar) = open(path, "looking through")?;
    let mut reader = Reader::begin(lines)?;
    while let Next::Row(_) = reader.next()? {}
    bar.finish_and_clear();
    Ok(())
}

/// Inserts what is not in the store yet.
async fn fill(store: &Store, lines: impl BufRead, bar: &ProgressBar) -> Result<Trailer> {
    let mut reader = Reader::begin(lines)?;
    // What an earlier import has left. It ends where that one was interrupted.
    let mut there = Rows::of_store(store);
    let mut rows = Vec::new();
    loop {
        match reader.next()? {
            Next::End(trailer) => {
                if there.next().await?.is_some() {
                    bail!(OF_ANOTHER);
                }
                store.insert(rows).await.context("the store")?;
                bar.finish_and_clear();
                return Ok(trailer);
            }
            Next::Row(row) => match there.next().await? {
                Some(found) if found == row => {}
                Some(_) => bail!(OF_ANOTHER),
                None => rows.push(row),
            },
        }
        if rows.len() >= ROWS_AT_ONCE {
            store.insert(std::mem::take(&mut rows)).await.context("the store")?;
        }
    }
}

const OF_ANOTHER: &str = "what was imported before was another export";

/// What an export of the store would end with.
async fn read_back(store: &Store, rows: u64) -> Result<Trailer> {
    let bar = progress::of_rows("reading back", rows);
    let (mut writer, _) = Writer::begin()?;
    let mut there = Rows::of_store(store);
    while let Some(row) = there.next().await? {
        writer.row(&row)?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(writer.end())
}
