//! A file that is there only once it is whole. What of it was written before an interruption is used again as far as it is what would be written now.

use crate::exit::Usage;
use crate::files;
use anyhow::{Context, Result, bail};
use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use tempfile::TempPath;

/// A file being written, under its name and `.part`.
pub(crate) struct Part {
    path: PathBuf,
    part: PathBuf,
    state: State,
}

enum State {
    /// The lines that are there, as long as they are the same.
    Comparing {
        lines: BufReader<File>,
        same: u64,
    },
    Writing(BufWriter<File>),
}

impl Part {
    /// Of mode 0600. `begins` is what an earlier part begins with; a file that begins otherwise is somebody else's.
    pub(crate) fn open(path: &Path, begins: &str) -> Result<Self> {
        let shown = path.display();
        if path.symlink_metadata().is_ok() {
            return Err(Usage(format!("`{shown}` is there already; name another file")).into());
        }
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&part).with_context(|| format!("`{}` cannot be made", part.display()))?;
        if file.try_lock().is_err() {
            bail!("`{}` is being written by another", part.display());
        }
        let mut lines = BufReader::new(file);
        let found = lines.fill_buf()?;
        let length = found.len().min(begins.len());
        if found[..length] != begins.as_bytes()[..length] {
            let said =
                format!("`{}` is no part of an export; move it away, or name another file", part.display());
            return Err(Usage(said).into());
        }
        // One that was there keeps its mode.
        files::refuse_readable_by_others(lines.get_ref(), &part)?;
        Ok(Self { path: path.to_owned(), part, state: State::Comparing { lines, same: 0 } })
    }

    /// Writes the line, unless it is there already.
    pub(crate) fn line(&mut self, line: &str) -> Result<()> {
        let written = match &mut self.state {
            State::Writing(file) => file.write_all(line.as_bytes()),
            State::Comparing { lines, same } => {
                let mut found = Vec::new();
                lines.read_until(b'\n', &mut found)?;
                if found == line.as_bytes() {
                    *same += found.len() as u64;
                    return Ok(());
                }
                let mut file = lines.get_ref().try_clone()?;
                file.set_len(*same)?;
                file.seek(SeekFrom::Start(*same))?;
                let mut file = BufWriter::new(file);
                let written = file.write_all(line.as_bytes());
                self.state = State::Writing(file);
                written
            }
        };
        written
            .with_context(|| format!("`{}` cannot be written; call this again to go on", self.part.display()))
    }

    /// Gives it its name, once all of it is on the disk.
    pub(crate) fn finish(self) -> Result<()> {
        let why = || format!("`{}` cannot be written; call this again to go on", self.part.display());
        let file = match self.state {
            State::Writing(file) => {
                file.into_inner().map_err(|error| error.into_error()).with_context(why)?
            }
            State::Comparing { lines, same } => {
                let file = lines.into_inner();
                file.set_len(same).with_context(why)?;
                file
            }
        };
        file.sync_all().with_context(why)?;
        if let Err(error) = TempPath::try_from_path(&self.part)?.persist_noclobber(&self.path) {
            error.path.keep()?;
            return Err(error.error).with_context(|| format!("`{}` cannot be made", self.path.display()));
        }
        #[cfg(unix)]
        if let Some(folder) = fs::canonicalize(&self.path)?.parent() {
            File::open(folder)?.sync_all()?;
        }
        Ok(())
    }
}
