//! Connections to the file: how it is made and what each connection is set to.

use crate::error::store_error;
use crate::place::Place;
use badgehouse::store::StoreError;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long a connection waits for the lock of another.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// What a store works with.
pub(crate) struct Opened {
    pub(crate) writer: Connection,
    pub(crate) readers: Vec<Connection>,
    pub(crate) place: Place,
    /// The file by its own name.
    pub(crate) path: PathBuf,
}

/// A connection that writes and `readers` that only read. The file is made if it is not there, and `prepare` makes its tables.
pub(crate) fn open(
    path: &Path,
    readers: usize,
    prepare: impl FnOnce(&mut Connection) -> Result<(), StoreError>,
) -> Result<Opened, StoreError> {
    create_file(path)?;
    // SQLite takes some relative names for something else, such as `:memory:`.
    let path = path.canonicalize().map_err(|error| no_file(path, &error))?;
    let mut writer = connect(&path).map_err(store_error)?;
    write_ahead(&writer)?;
    prepare(&mut writer)?;
    let readers =
        (0..readers).map(|_| reader(&path)).collect::<rusqlite::Result<_>>().map_err(store_error)?;
    // The writer has read, and holds the files from here on.
    let place = Place::of(&path)?;
    Ok(Opened { writer, readers, place, path })
}

/// A connection to a file that is there, which only reads.
pub(crate) fn reader(path: &Path) -> rusqlite::Result<Connection> {
    let connection = connect(path)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

/// A reader that sees one moment, however long it reads. Writers go on meanwhile; the log grows by what they write.
pub(crate) fn snapshot(path: &Path) -> rusqlite::Result<Connection> {
    let connection = reader(path)?;
    // The moment is that of the first read.
    connection.execute_batch("BEGIN; SELECT count(*) FROM sqlite_schema")?;
    Ok(connection)
}

/// Makes the file for the owner alone; SQLite gives the files beside it the same mode.
fn create_file(path: &Path) -> Result<(), StoreError> {
    // Closing any descriptor of a file drops the locks that this process holds on it (POSIX), also SQLite's. So an existing file
    // is not opened here, and no other thread opens a new one before it is closed.
    static CREATING: Mutex<()> = Mutex::new(());
    let _one_at_a_time = CREATING.lock().unwrap_or_else(PoisonError::into_inner);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(no_file(path, &error)),
        _ => Ok(()),
    }
}

pub(crate) fn no_file(path: &Path, error: &std::io::Error) -> StoreError {
    StoreError::Unavailable(format!("`{}`: {error}", path.display()))
}

pub(crate) fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    // On macOS a plain fsync leaves the data in the drive's cache; elsewhere these do nothing.
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "checkpoint_fullfsync", true)?;
    // A file that somebody else prepared runs no code of its own, and damage is noticed early.
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    Ok(connection)
}

/// Readers go on while a commit is written. The file remembers the mode.
fn write_ahead(connection: &Connection) -> Result<(), StoreError> {
    let until = Instant::now() + BUSY_TIMEOUT;
    loop {
        let mode: rusqlite::Result<String> =
            connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0));
        match mode {
            Ok(mode) if mode == "wal" => return Ok(()),
            Ok(mode) => {
                return Err(StoreError::Broken(format!(
                    "the file stays in journal mode `{mode}`, not `wal`"
                )));
            }
            // Where two connections change the mode at once, SQLite refuses one without waiting.
            Err(error)
                if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && Instant::now() < until =>
            {
                sleep(Duration::from_millis(10));
            }
            Err(error) => return Err(store_error(error)),
        }
    }
}
