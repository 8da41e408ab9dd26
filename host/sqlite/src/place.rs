//! Whether the files that SQLite has open are still those that lie at their names.
//!
//! SQLite goes on with a file that was moved, replaced or removed, or with a log that was: what it writes there is acknowledged, and nobody else ever sees it. It
//! keeps its files for as long as one connection is open, so that another file at one of these names, or none, was put there by somebody else.

use badgehouse::store::StoreError;
use rusqlite::Connection;
use std::path::{Path, PathBuf};

/// The files as they were when they were opened.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// The file, its log, and the index of that.
    files: [(PathBuf, Identity); 3],
}

#[cfg(unix)]
type Identity = (u64, u64);
#[cfg(not(unix))]
type Identity = ();

impl Place {
    /// To be called once a connection has read, so that all of them are there.
    pub(crate) fn of(file: &Path) -> Result<Self, StoreError> {
        let found = |end: &str| {
            let mut name = file.as_os_str().to_owned();
            name.push(end);
            let name = PathBuf::from(name);
            let identity = identity(&name)
                .map_err(|error| StoreError::Unavailable(format!("`{}`: {error}", name.display())))?;
            Ok((name, identity))
        };
        Ok(Self { files: [found("")?, found("-wal")?, found("-shm")?] })
    }

    /// Refuses to go on where one of them is another's.
    pub(crate) fn holds(&self) -> Result<(), StoreError> {
        for (name, opened) in &self.files {
            if identity(name).ok() != Some(*opened) {
                return Err(StoreError::Unavailable(format!(
                    "`{}` is not the file any more that was opened: it was moved, replaced or removed. Put it back, or stop all processes that use the store, look \
                     at its files, and start them again",
                    name.display()
                )));
            }
        }
        Ok(())
    }
}

/// Where the log was removed and nobody has made another, this process alone still has what is in it: that is brought into the file, while it can be.
pub(crate) fn rescue(place: &Place, connection: &Connection) {
    let [(file, opened), (log, _), (index, shared)] = &place.files;
    let stays = |name: &Path, opened: &Identity| identity(name).ok() == Some(*opened);
    if stays(file, opened) && stays(index, shared) && log.symlink_metadata().is_err() {
        // Where it cannot be, the next call tries again; what was asked is refused either way.
        let _ = connection.query_row("PRAGMA wal_checkpoint(FULL)", [], |_| Ok(()));
    }
}

#[cfg(unix)]
fn identity(file: &Path) -> std::io::Result<Identity> {
    use std::os::unix::fs::MetadataExt;
    let found = file.metadata()?;
    Ok((found.dev(), found.ino()))
}

/// Elsewhere an open file can neither be removed nor replaced.
#[cfg(not(unix))]
fn identity(_: &Path) -> std::io::Result<Identity> {
    Ok(())
}
