//! The store on SQLite keeps the laws: by one handle, by two on one file, by two processes, and after a backup was restored.

use badgehouse_sqlite::SqliteStore;
use badgehouse_store_laws::{check, check_crash, check_restore};
use badgehouse_test_servers::counting;
use std::path::Path;
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

#[tokio::test]
async fn processes_that_share_a_file_lose_no_update() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("badges.db");
    counting::count_by_processes("a_process_that_increments", &[&file; PROCESSES]);
    let store = SqliteStore::open(&file).await.unwrap();
    assert_eq!(counting::counted(&store).await, PROCESSES as u64 * INCREMENTS);
}

/// Not a test of its own: the test above starts it, several times.
#[tokio::test]
#[ignore = "is one process of another test"]
async fn a_process_that_increments() {
    let Some(file) = counting::store_of_this_process() else { return };
    counting::count_on(&SqliteStore::open(Path::new(&file)).await.unwrap(), INCREMENTS).await;
}
