//! Connections to the file: how it is made and what each connection is set to.

use crate::error::store_error;
use crate::schema::migrate;
use badgehouse::store::StoreError;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long a connection waits for the lock of another.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// A connection that writes and `readers` that only read. The file and its tables are made if they are not there.
pub(crate) fn open(path: &Path, readers: usize) -> Result<(Connection, Vec<Connection>), StoreError> {
    create_file(path)?;
    // SQLite takes some relative names for something else, such as `:memory:`.
    let path = path.canonicalize().map_err(|error| no_file(path, &error))?;
    let mut writer = connect(&path).map_err(store_error)?;
    write_ahead(&writer)?;
    migrate(&mut writer)?;
    let reader = || {
        let connection = connect(&path)?;
        connection.pragma_update(None, "query_only", true)?;
        Ok(connection)
    };
    let readers = (0..readers).map(|_| reader()).collect::<rusqlite::Result<_>>().map_err(store_error)?;
    Ok((writer, readers))
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

fn no_file(path: &Path, error: &std::io::Error) -> StoreError {
    StoreError::Unavailable(format!("`{}`: {error}", path.display()))
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
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
