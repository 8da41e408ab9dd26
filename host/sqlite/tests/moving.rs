//! Backups, exports and imports of a store, and what becomes of one whose files are moved away.

use badgehouse::store::{Action, Change, Commit, Expect, Key, Row, Store, StoreError};
use badgehouse_sqlite::SqliteStore;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use tempfile::TempDir;

fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("badges.db");
    (folder, file)
}

fn key(name: &str) -> Key {
    Key::parse(name).unwrap()
}

fn put(name: &str, value: &[u8], expires_at: Option<u64>) -> Change {
    Change { key: key(name), expect: Expect::Any, action: Action::Put { value: value.to_vec(), expires_at } }
}

fn row(name: &str, value: &[u8], expires_at: Option<u64>) -> Row {
    Row { key: key(name), value: value.to_vec(), expires_at }
}

fn broken(answer: Result<impl Sized, StoreError>) -> String {
    match answer.err() {
        Some(StoreError::Broken(why)) => why,
        other => panic!("{other:?}"),
    }
}

fn unavailable(answer: Result<impl Sized, StoreError>) -> String {
    match answer.err() {
        Some(StoreError::Unavailable(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn rows_are_of_all_partitions_in_the_order_of_bytes_with_their_expiry() {
    let (_folder, file) = folder();
    let store = SqliteStore::open(&file).await.unwrap();
    for change in [
        put("b/a", b"1", None),
        put("a/z", b"\0\xff", Some(7)),
        put("a/Z", b"", Some(u64::MAX)),
        put("a-/x", b"4", None),
    ] {
        store.commit(&[change]).await.unwrap();
    }
    let all = [
        row("a-/x", b"4", None),
        row("a/Z", b"", Some(i64::MAX as u64)),
        row("a/z", b"\0\xff", Some(7)),
        row("b/a", b"1", None),
    ];
    assert_eq!(store.rows(None, 10).await.unwrap(), all);
    assert_eq!(store.rows(Some(&all[1].key), 1).await.unwrap(), all[2..3]);
    assert_eq!(store.rows(Some(&all[3].key), 10).await.unwrap(), []);
    assert_eq!(store.snapshot().await.unwrap().count().await, Ok(4));
}

#[tokio::test]
async fn a_snapshot_sees_nothing_that_came_after_it() {
    let (_folder, file) = folder();
    let store = SqliteStore::open(&file).await.unwrap();
    store.commit(&[put("a/1", b"before", None)]).await.unwrap();
    let snapshot = store.snapshot().await.unwrap();
    store.commit(&[put("a/1", b"after", None), put("a/2", b"after", None)]).await.unwrap();
    assert_eq!(snapshot.rows(None, 10).await.unwrap(), [row("a/1", b"before", None)]);
    assert_eq!(store.rows(None, 10).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_store_that_is_being_imported_is_opened_by_nobody_until_it_is_whole() {
    let (_folder, file) = folder();
    let import = SqliteStore::open_import(&file).await.unwrap();
    import.insert(vec![row("a/1", b"one", Some(5))]).await.unwrap();
    assert!(broken(SqliteStore::open(&file).await).contains("an import into it was begun"));
    assert!(broken(SqliteStore::migrate(&file).await).contains("an import into it was begun"));
    drop(import);
    // It goes on where it was, and inserts nothing twice, nor half.
    let import = SqliteStore::open_import(&file).await.unwrap();
    assert_eq!(import.rows(None, 10).await.unwrap(), [row("a/1", b"one", Some(5))]);
    broken(import.insert(vec![row("a/2", b"two", None), row("a/1", b"other", None)]).await);
    assert_eq!(import.rows(None, 10).await.unwrap().len(), 1);
    import.insert(vec![row("a/2", b"two", None)]).await.unwrap();
    import.finish_import().await.unwrap();
    let log = file.with_extension("db-wal");
    assert_eq!(std::fs::metadata(log).unwrap().len(), 0, "the file by itself is the whole store");
    let store = SqliteStore::open(&file).await.unwrap();
    let found = store.get(&[key("a/1"), key("a/2")]).await.unwrap();
    let versions: Vec<_> = found.iter().flatten().map(|entry| entry.version.0.len()).collect();
    assert_eq!(versions, [22, 22]);
    assert!(broken(import.insert(vec![row("a/3", b"", None)]).await).contains("no import is under way"));
    assert!(broken(store.insert(vec![row("a/3", b"", None)]).await).contains("no import is under way"));
    assert!(broken(SqliteStore::open_import(&file).await).contains("it is not empty"));
    assert_eq!(store.purge_expired(5, 10).await, Ok(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_under_writes_comes_to_its_end_and_is_of_one_moment() {
    let (folder, file) = folder();
    let store = SqliteStore::open(&file).await.unwrap();
    let big = vec![7; 30_000];
    for number in 0..60 {
        store.commit(&[put(&format!("a/{number:03}"), &big, None)]).await.unwrap();
    }
    let over = AtomicBool::new(false);
    let (over, writer) = (std::sync::Arc::new(over), store.clone());
    let stop = std::sync::Arc::clone(&over);
    // By another connection, which would begin the copy anew each time if it were not of a snapshot. Both keys always say the same.
    let writing = tokio::spawn(async move {
        for number in 0_u32.. {
            if stop.load(Ordering::SeqCst) {
                break;
            }
            let value = number.to_string().into_bytes();
            let both = [put("a/first", &value, None), put("a/second", &value, None)];
            assert_eq!(writer.commit(&both).await, Ok(Commit::Committed));
        }
    });
    for number in 0..5 {
        let to = folder.path().join(format!("copy{number}.db"));
        let (told, hear) = std::sync::mpsc::channel();
        store.backup(&to, move |pages, of| told.send((pages, of)).unwrap()).await.unwrap();
        let steps: Vec<(u32, u32)> = hear.iter().collect();
        assert!(steps.len() > 1 && steps.last().is_some_and(|(pages, of)| pages == of), "{steps:?}");
        assert!(steps.is_sorted(), "it was begun anew: {steps:?}");
        let copy = SqliteStore::open(&to).await.unwrap();
        let both = copy.get(&[key("a/first"), key("a/second")]).await.unwrap();
        assert_eq!(both[0].as_ref().map(|entry| &entry.value), both[1].as_ref().map(|entry| &entry.value));
        assert_eq!(copy.damage().await.unwrap(), Vec::<String>::new());
    }
    over.store(true, Ordering::SeqCst);
    writing.await.unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn a_backup_is_one_file_that_opens_where_nobody_can_write() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, file) = folder();
    let store = SqliteStore::open(&file).await.unwrap();
    store.commit(&[put("a/1", b"one", None)]).await.unwrap();
    let vault = folder.path().join("vault");
    std::fs::create_dir(&vault).unwrap();
    let backup = vault.join("backup.db");
    store.backup(&backup, |_, _| ()).await.unwrap();
    let names: Vec<_> = std::fs::read_dir(&vault).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["backup.db"]);
    assert_eq!(backup.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    std::fs::set_permissions(&vault, std::fs::Permissions::from_mode(0o500)).unwrap();
    let restored = folder.path().join("restored.db");
    SqliteStore::restore(&backup, &restored, |_, _| ()).await.unwrap();
    std::fs::set_permissions(&vault, std::fs::Permissions::from_mode(0o700)).unwrap();
    assert_eq!(SqliteStore::open(&restored).await.unwrap().rows(None, 5).await.unwrap().len(), 1);
    assert!(
        unavailable(SqliteStore::restore(&backup, &restored, |_, _| ()).await).contains("is there already")
    );
    assert!(unavailable(store.backup(&restored, |_, _| ()).await).contains("is there already"));
}

/// What SQLite itself does not notice, on any of its files, and whichever call comes next.
#[cfg(unix)]
#[tokio::test]
async fn nothing_is_answered_once_a_file_is_not_at_its_place_and_all_is_once_it_is_back() {
    let away = |file: &Path| PathBuf::from(format!("{}.away", file.display()));
    for end in ["", "-wal", "-shm"] {
        let (_folder, file) = folder();
        let store = SqliteStore::open(&file).await.unwrap();
        store.commit(&[put("a/1", b"before", None)]).await.unwrap();
        let snapshot = store.snapshot().await.unwrap();
        let part = PathBuf::from(format!("{}{end}", file.display()));
        std::fs::rename(&part, away(&part)).unwrap();
        for replaced in [false, true] {
            if replaced {
                std::fs::copy(away(&part), &part).unwrap();
            }
            assert!(
                unavailable(store.commit(&[put("a/1", b"lost", None)]).await)
                    .contains("moved, replaced or removed")
            );
            unavailable(store.get(&[key("a/1")]).await);
            unavailable(store.list("a/", None, 10).await);
            unavailable(store.rows(None, 10).await);
            unavailable(snapshot.rows(None, 10).await);
            unavailable(store.purge_expired(1, 10).await);
        }
        std::fs::rename(away(&part), &part).unwrap();
        let found = store.get(&[key("a/1")]).await.unwrap().remove(0).unwrap();
        assert_eq!(found.value, b"before", "{end}");
        assert_eq!(store.commit(&[put("a/1", b"after", None)]).await, Ok(Commit::Committed));
    }
}

#[tokio::test]
async fn a_store_of_a_later_version_is_not_touched_by_an_import() {
    let (_folder, file) = folder();
    let other = rusqlite::Connection::open(&file).unwrap();
    other.execute_batch("CREATE TABLE badgehouse_schema (one INTEGER PRIMARY KEY, version INTEGER NOT NULL); INSERT INTO badgehouse_schema VALUES (1, 2)").unwrap();
    drop(other);
    assert!(broken(SqliteStore::open_import(&file).await).contains("version 2 of the schema"));
    let other = rusqlite::Connection::open(&file).unwrap();
    let tables: i64 = other.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap();
    assert_eq!(tables, 1);
}
