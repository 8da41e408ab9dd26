//! The store and its file: how it is made, kept, shared, locked, damaged and closed.

use badgehouse::store::{Action, Change, Commit, Expect, Key, Store, StoreError};
use badgehouse_sqlite::{SCHEMA, SqliteStore};
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self) -> PathBuf {
        self.0.path().join("badges.db")
    }

    async fn store(&self) -> SqliteStore {
        SqliteStore::open(self.file()).await.unwrap()
    }
}

fn key(name: &str) -> Key {
    Key::parse(format!("company/{name}")).unwrap()
}

fn put(name: &str, expires_at: Option<u64>) -> Change {
    Change {
        key: key(name),
        expect: Expect::Any,
        action: Action::Put { value: b"value".to_vec(), expires_at },
    }
}

async fn names(store: &SqliteStore) -> Vec<String> {
    let listed = store.list("company/", None, 1000).await.unwrap();
    listed.iter().map(|listed| listed.key.as_str().replace("company/", "")).collect()
}

#[tokio::test]
async fn what_was_committed_is_there_when_the_file_is_opened_again() {
    let folder = Folder::new();
    let store = folder.store().await;
    assert_eq!(store.commit(&[put("a", None)]).await, Ok(Commit::Committed));
    let before = store.get(&[key("a")]).await.unwrap();
    drop(store);
    assert_eq!(folder.store().await.get(&[key("a")]).await.unwrap(), before);
}

#[tokio::test]
async fn a_store_prints_its_path_and_nothing_that_is_in_it() {
    let folder = Folder::new();
    let store = folder.store().await;
    store.commit(&[put("a", None)]).await.unwrap();
    assert_eq!(format!("{store:?}"), format!("SqliteStore({})", folder.file().display()));
}

#[cfg(unix)]
#[tokio::test]
async fn the_file_and_those_beside_it_are_for_the_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let store = folder.store().await;
    store.commit(&[put("a", None)]).await.unwrap();
    for end in ["", "-wal", "-shm"] {
        let file = format!("{}{end}", folder.file().display());
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
}

#[tokio::test]
async fn dropping_the_last_handle_closes_the_file() {
    let folder = Folder::new();
    let wal = folder.0.path().join("badges.db-wal");
    let store = folder.store().await;
    let clone = store.clone();
    store.commit(&[put("a", None)]).await.unwrap();
    drop(store);
    assert!(wal.exists());
    assert!(clone.get(&[key("a")]).await.unwrap()[0].is_some());
    drop(clone);
    // The last connection to close takes the log along.
    for _ in 0..4000 {
        if !wal.exists() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("the log is still there");
}

#[test]
fn the_store_works_without_any_runtime() {
    let folder = Folder::new();
    block_on(async {
        let store = folder.store().await;
        store.commit(&[put("a", None)]).await.unwrap();
        assert_eq!(names(&store).await, ["a"]);
    });
}

#[tokio::test]
async fn many_may_open_a_new_file_at_once() {
    let folder = Folder::new();
    let opened: Vec<_> = (0..24).map(|_| tokio::spawn(SqliteStore::open(folder.file()))).collect();
    let mut stores = Vec::new();
    for opened in opened {
        stores.push(opened.await.unwrap().unwrap());
    }
    for (number, store) in stores.iter().enumerate() {
        store.commit(&[put(&number.to_string(), None)]).await.unwrap();
    }
    assert_eq!(names(&stores[0]).await.len(), stores.len());
}

#[tokio::test]
async fn reads_go_on_while_another_writes_and_a_commit_gives_up_in_the_end() {
    let folder = Folder::new();
    let store = folder.store().await;
    store.commit(&[put("a", None)]).await.unwrap();
    let other = Connection::open(folder.file()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE; DELETE FROM badgehouse_entries").unwrap();
    assert_eq!(names(&store).await, ["a"]);
    assert!(store.get(&[key("a")]).await.unwrap()[0].is_some());
    assert!(matches!(store.commit(&[put("b", None)]).await, Err(StoreError::Unavailable(_))));
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(store.commit(&[put("b", None)]).await, Ok(Commit::Committed));
}

#[tokio::test]
async fn a_commit_waits_for_the_lock_of_another() {
    let folder = Folder::new();
    let store = folder.store().await;
    let other = Connection::open(folder.file()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let changes = [put("a", None)];
    let commit = store.commit(&changes);
    let release = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        other.execute_batch("COMMIT").unwrap();
    };
    assert_eq!(tokio::join!(commit, release).0, Ok(Commit::Committed));
}

#[tokio::test]
async fn only_what_has_expired_is_purged_and_only_when_asked() {
    let folder = Folder::new();
    let store = folder.store().await;
    let changes = [
        put("a", Some(10)),
        put("b", Some(20)),
        put("c", Some(30)),
        put("d", None),
        put("e", Some(u64::MAX)),
    ];
    store.commit(&changes).await.unwrap();
    assert_eq!(names(&store).await.len(), changes.len());
    assert_eq!(store.purge_expired(9, 100).await, Ok(0));
    assert_eq!(store.purge_expired(20, 1).await, Ok(1));
    assert_eq!(store.purge_expired(20, 100).await, Ok(1));
    assert_eq!(names(&store).await, ["c", "d", "e"]);
    store.commit(&[put("c", None)]).await.unwrap();
    assert_eq!(store.purge_expired(i64::MAX as u64 - 1, 100).await, Ok(0));
    assert_eq!(names(&store).await, ["c", "d", "e"]);
}

#[tokio::test]
async fn migrating_twice_or_by_plain_sql_is_the_same() {
    let folder = Folder::new();
    SqliteStore::migrate(folder.file()).await.unwrap();
    SqliteStore::migrate(folder.file()).await.unwrap();
    let by_hand = folder.0.path().join("by-hand.db");
    Connection::open(&by_hand).unwrap().execute_batch(SCHEMA).unwrap();
    assert_eq!(tables(&folder.file()), tables(&by_hand));
    let store = SqliteStore::open(by_hand).await.unwrap();
    assert_eq!(store.commit(&[put("a", None)]).await, Ok(Commit::Committed));
}

fn tables(file: &Path) -> Vec<String> {
    let connection = Connection::open(file).unwrap();
    let mut select =
        connection.prepare("SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY name").unwrap();
    select.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

#[tokio::test]
async fn a_schema_that_is_not_known_is_refused() {
    let folder = Folder::new();
    SqliteStore::migrate(folder.file()).await.unwrap();
    let other = Connection::open(folder.file()).unwrap();
    other.execute_batch("UPDATE badgehouse_schema SET version = 2").unwrap();
    assert!(matches!(SqliteStore::open(folder.file()).await, Err(StoreError::Broken(_))));
}

#[tokio::test]
async fn a_file_that_is_no_database_or_was_damaged_is_broken() {
    let folder = Folder::new();
    std::fs::write(folder.file(), [b'x'; 8192]).unwrap();
    assert!(matches!(SqliteStore::open(folder.file()).await, Err(StoreError::Broken(_))));

    let folder = Folder::new();
    let store = folder.store().await;
    Connection::open(folder.file()).unwrap().execute_batch("DROP TABLE badgehouse_entries").unwrap();
    assert!(matches!(store.get(&[key("a")]).await, Err(StoreError::Broken(_))));
    assert!(matches!(store.commit(&[put("a", None)]).await, Err(StoreError::Broken(_))));
}

#[tokio::test]
async fn a_key_that_somebody_else_wrote_wrongly_is_broken() {
    let folder = Folder::new();
    let store = folder.store().await;
    let other = Connection::open(folder.file()).unwrap();
    let insert = "INSERT INTO badgehouse_entries VALUES ('company/with space', x'00', 'version', NULL)";
    other.execute_batch(insert).unwrap();
    assert!(matches!(store.list("company/", None, 10).await, Err(StoreError::Broken(_))));
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_unavailable() {
    let folder = Folder::new();
    let nowhere = folder.0.path().join("nowhere/badges.db");
    assert!(matches!(SqliteStore::open(nowhere).await, Err(StoreError::Unavailable(_))));
}

/// Polls on this thread, parked in between.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    struct Unpark(std::thread::Thread);
    impl std::task::Wake for Unpark {
        fn wake(self: std::sync::Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = std::sync::Arc::new(Unpark(std::thread::current())).into();
    let mut context = std::task::Context::from_waker(&waker);
    let mut future = std::pin::pin!(future);
    loop {
        if let std::task::Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
        std::thread::park();
    }
}
