//! Copies of a whole store: a backup of one that is in use, and a store out of a backup.

use crate::connection::{connect, no_file, snapshot};
use crate::error::store_error;
use crate::pool::on_a_thread;
use crate::schema;
use crate::store::SqliteStore;
use badgehouse::store::StoreError;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use std::fs::File;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// How many pages are copied before it is told how far that has come: a megabyte.
const PAGES_AT_ONCE: i32 = 256;

impl SqliteStore {
    /// Copies the store as it is at this moment into the new file `to`, while it is in use. `tell` hears how many pages are copied, and of how many. The copy is looked through
    /// and only then is `to` there, of mode 0600: never half, and never over another file.
    ///
    /// # Errors
    /// `Unavailable` when `to` is there already or cannot be written, `Broken` when the store is damaged.
    pub async fn backup(
        &self,
        to: impl AsRef<Path>,
        tell: impl FnMut(u32, u32) + Send + 'static,
    ) -> Result<(), StoreError> {
        let (from, to) = (self.path.clone(), to.as_ref().to_owned());
        on_a_thread(move || copy(&snapshot(&from).map_err(store_error)?, &to, tell)).await
    }

    /// What SQLite finds wrong with the file, a line each; nothing where all is well. It reads all of it.
    ///
    /// # Errors
    /// As [`Store::get`](badgehouse::store::Store::get).
    pub async fn damage(&self) -> Result<Vec<String>, StoreError> {
        self.readers.run(|connection| damage(connection)).await
    }

    /// Makes a store out of a backup, as [`backup`](Self::backup) makes it, or out of any file of a store. Nothing changes in `from`, which may lie where nobody can write.
    ///
    /// # Errors
    /// `Unavailable` when `from` cannot be read, or when `to` or a log of it is there already: a store is never replaced. `Broken` when `from` is no whole store,
    /// or is damaged.
    pub async fn restore(
        from: impl AsRef<Path>,
        to: impl AsRef<Path>,
        tell: impl FnMut(u32, u32) + Send + 'static,
    ) -> Result<(), StoreError> {
        let (from, to) = (from.as_ref().to_owned(), to.as_ref().to_owned());
        on_a_thread(move || {
            let named = from.canonicalize().map_err(|error| no_file(&from, &error))?;
            copy(&backup_file(&named).map_err(store_error)?, &to, tell)
        })
        .await
    }
}

/// One moment of a file that nobody may write to.
fn backup_file(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.execute_batch("BEGIN; SELECT count(*) FROM sqlite_schema")?;
    Ok(connection)
}

fn copy(from: &Connection, to: &Path, tell: impl FnMut(u32, u32)) -> Result<(), StoreError> {
    schema::is_whole(from)?;
    refuse_what_is_there(to)?;
    let folder = folder_of(to);
    let beside = tempfile::Builder::new().prefix(".badgehouse-copy-").tempfile_in(&folder);
    let beside = beside.map_err(|error| no_file(&folder, &error))?;
    copy_pages(from, beside.path(), tell).map_err(store_error)?;
    let damage = look_through(beside.path()).map_err(store_error)?;
    if !damage.is_empty() {
        return Err(StoreError::Broken(format!("it is damaged, and was not copied: {}", damage.join("; "))));
    }
    put_in_place(beside, to).map_err(|error| no_file(to, &error))
}

/// A log that lies beside would be taken for that of the new store, and change it.
fn refuse_what_is_there(to: &Path) -> Result<(), StoreError> {
    for end in ["", "-wal", "-shm", "-journal"] {
        let mut name = to.as_os_str().to_owned();
        name.push(end);
        let file = PathBuf::from(name);
        if file.symlink_metadata().is_ok() {
            let shown = file.display();
            return Err(StoreError::Unavailable(format!(
                "`{shown}` is there already, and nothing is replaced: name another file, or move it away"
            )));
        }
    }
    Ok(())
}

fn folder_of(file: &Path) -> PathBuf {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

fn copy_pages(from: &Connection, to: &Path, mut tell: impl FnMut(u32, u32)) -> rusqlite::Result<()> {
    let mut to = connect(to)?;
    // The source is in a transaction, without which each change by another connection would begin the copy anew.
    let copying = Backup::new(from, &mut to)?;
    loop {
        let step = copying.step(PAGES_AT_ONCE)?;
        let progress = copying.progress();
        let (of, left) = (progress.pagecount.unsigned_abs(), progress.remaining.unsigned_abs());
        tell(of.saturating_sub(left), of);
        if step == StepResult::Done {
            break;
        }
    }
    drop(copying);
    // One file, without a log beside it, that also opens where nobody can write.
    to.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))
}

/// What is wrong with the file.
fn look_through(path: &Path) -> rusqlite::Result<Vec<String>> {
    let connection = connect(path)?;
    let damage = damage(&connection)?;
    connection.close().map_err(|(_, error)| error)?;
    Ok(damage)
}

/// What SQLite finds wrong; nothing where all is well.
pub(crate) fn damage(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut check = connection.prepare("PRAGMA integrity_check")?;
    let said: Vec<String> = check.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(said.into_iter().filter(|line| line != "ok").collect())
}

fn put_in_place(file: NamedTempFile, to: &Path) -> std::io::Result<()> {
    file.as_file().sync_all()?;
    file.persist_noclobber(to).map_err(|error| error.error)?;
    // The name is there after a loss of power, too.
    #[cfg(unix)]
    File::open(folder_of(to))?.sync_all()?;
    Ok(())
}
