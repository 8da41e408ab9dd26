//! The store on SQLite keeps the laws: by one handle, by two on one file, by two processes, and after a backup was restored.

use badgehouse::store::{Action, Change, Commit, Entry, Expect, Key, Store};
use badgehouse_sqlite::SqliteStore;
use badgehouse_store_laws::{check, check_crash, check_restore};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

#[tokio::test(flavor = "multi_thread")]
async fn clones_of_a_handle_keep_the_laws() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path().join("badges.db")).await.unwrap();
    check(async || Ok(store.clone())).await.assert_kept();
}

#[tokio::test(flavor = "multi_thread")]
async fn two_handles_on_one_file_keep_the_laws() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("badges.db");
    check(async || SqliteStore::open(&file).await).await.assert_kept();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_backup_repeats_no_version() {
    let folder = tempfile::tempdir().unwrap();
    let (copy, restored) = (folder.path().join("copy.db"), folder.path().join("restored.db"));
    let store = SqliteStore::open(folder.path().join("badges.db")).await.unwrap();
    let copied = store.clone();
    let backup = async || copied.backup(&copy, |_, _| ()).await;
    let restore = async || {
        SqliteStore::restore(&copy, &restored, |_, _| ()).await?;
        SqliteStore::open(&restored).await
    };
    check_restore(store, backup, restore).await.assert_kept();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_was_exported_and_imported_repeats_no_version() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path().join("badges.db")).await.unwrap();
    let exported = store.clone();
    let imported = folder.path().join("imported.db");
    let backup = async || {
        let target = SqliteStore::open_import(&imported).await?;
        target.insert(exported.snapshot().await?.rows(None, 1000).await?).await?;
        target.finish_import().await
    };
    let restore = async || SqliteStore::open(&imported).await;
    check_restore(store, backup, restore).await.assert_kept();
}

/// A crash leaves the file and its log as they are at that moment; here they are copied, since this process goes on.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_survives_a_crash() {
    let folder = tempfile::tempdir().unwrap();
    let crashes = AtomicUsize::new(0);
    let file = |number: usize| folder.path().join(format!("badges{number}.db"));
    let open = async || SqliteStore::open(file(crashes.load(Ordering::SeqCst))).await;
    let crash = async || {
        let (before, after) =
            (file(crashes.load(Ordering::SeqCst)), file(crashes.load(Ordering::SeqCst) + 1));
        // The log first: what is in it by then is not in the file yet, or in both.
        for end in ["-wal", ""] {
            let name = |file: &Path| format!("{}{end}", file.display());
            std::fs::copy(name(&before), name(&after)).unwrap();
        }
        crashes.fetch_add(1, Ordering::SeqCst);
        Ok(())
    };
    check_crash(open, crash).await.assert_kept();
}

const PROCESSES: usize = 3;
const INCREMENTS: u64 = 300;
const FILE: &str = "BADGEHOUSE_TEST_FILE";

#[tokio::test]
async fn processes_that_share_a_file_lose_no_update() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("badges.db");
    let program = std::env::current_exe().unwrap();
    let one_process = || {
        let mut command = Command::new(&program);
        command.args(["--exact", "a_process_that_increments", "--ignored"]).env(FILE, &file);
        command.stdout(Stdio::null()).spawn().unwrap()
    };
    let processes: Vec<_> = (0..PROCESSES).map(|_| one_process()).collect();
    for mut process in processes {
        assert!(process.wait().unwrap().success());
    }
    let store = SqliteStore::open(&file).await.unwrap();
    let (sum, _) = number(&store).await;
    assert_eq!(sum, PROCESSES as u64 * INCREMENTS);
}

/// Not a test of its own: the test above starts it, several times.
#[tokio::test]
#[ignore = "is one process of another test"]
async fn a_process_that_increments() {
    let Some(file) = std::env::var_os(FILE) else { return };
    let store = SqliteStore::open(Path::new(&file)).await.unwrap();
    for _ in 0..INCREMENTS {
        while increment(&store).await == Commit::Conflict {}
    }
}

async fn increment(store: &SqliteStore) -> Commit {
    let (sum, there) = number(store).await;
    let expect = there.map_or(Expect::Absent, |entry| Expect::Version(entry.version));
    let action = Action::Put { value: (sum + 1).to_string().into_bytes(), expires_at: None };
    store.commit(&[Change { key: key(), expect, action }]).await.unwrap()
}

async fn number(store: &SqliteStore) -> (u64, Option<Entry>) {
    let there = store.get(&[key()]).await.unwrap().remove(0);
    let sum = there.as_ref().map_or(0, |entry| String::from_utf8_lossy(&entry.value).parse().unwrap());
    (sum, there)
}

fn key() -> Key {
    Key::parse("company/number").unwrap()
}
