//! `export`: everything in a store as lines of JSON.

use super::carried::Snapshot;
use super::lines::Writer;
use super::part::Part;
use super::progress;
use super::rows::Rows;
use crate::output;
use crate::store::StoreOption;
use anyhow::Result;
use clap::Args;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Write everything that is in the store, a JSON line for each row, into a new file of mode 0600 or to standard output.
///
/// It is the store of one moment, also while servers are at work on it. An export that was interrupted is called again: what lies in `FILE.part` is gone through, and the
/// rest is written. The last line has the number of rows and a digest, by which `import` knows that nothing is missing.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse export badges.jsonl")]
pub(crate) struct Export {
    /// The file to make, or - for standard output.
    #[arg(value_name = "FILE")]
    to: PathBuf,
    #[command(flatten)]
    store: StoreOption,
}

impl Export {
    pub(crate) async fn run(self) -> Result<()> {
        self.store.address.must_exist()?;
        let snapshot = self.store.address.open().await?.snapshot().await?;
        if self.to == Path::new("-") {
            let mut out = io::stdout();
            return write(&snapshot, |line| Ok(out.write_all(line.as_bytes())?)).await.map(drop);
        }
        let (_, first) = Writer::begin()?;
        let mut part = Part::open(&self.to, &first)?;
        let rows = write(&snapshot, |line| part.line(line)).await?;
        part.finish()?;
        output::line(&format!("wrote {rows} rows into {}", self.to.display()))
    }
}

/// Hands on each line; answers how many rows there were.
async fn write(snapshot: &Snapshot, mut line: impl FnMut(&str) -> Result<()>) -> Result<u64> {
    let bar = progress::of_rows("exporting", snapshot.count().await?);
    let (mut writer, first) = Writer::begin()?;
    line(&first)?;
    let mut rows = Rows::of_snapshot(snapshot);
    while let Some(row) = rows.next().await? {
        line(&writer.row(&row)?)?;
        bar.inc(1);
    }
    let trailer = writer.end();
    line(&trailer.line()?)?;
    bar.finish_and_clear();
    Ok(trailer.rows)
}
