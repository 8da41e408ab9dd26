//! Processes that count on one number in a store: no update is lost.

use badgehouse::store::{Action, Change, Commit, Entry, Expect, Key, Store};
use std::ffi::{OsStr, OsString};
use std::process::{Command, Stdio};

/// Tells a process where its store is.
const STORE: &str = "BADGEHOUSE_TEST_STORE";

/// Starts this test program once for each of the stores, with nothing but its ignored test of that name, which counts on by [`count_on`] in the store that
/// [`store_of_this_process`] tells; and waits for all of them.
pub fn count_by_processes(test: &str, stores: &[impl AsRef<OsStr>]) {
    let program = std::env::current_exe().expect("this program");
    let start = |store: &dyn AsRef<OsStr>| {
        let mut command = Command::new(&program);
        command.args(["--exact", test, "--ignored"]).env(STORE, store);
        command.stdout(Stdio::null()).spawn().expect("a process")
    };
    let processes: Vec<_> = stores.iter().map(|store| start(store)).collect();
    for mut process in processes {
        assert!(process.wait().expect("its end").success(), "a process has failed");
    }
}

/// Where the store is in which this process is to count; nothing where no other test has started it.
pub fn store_of_this_process() -> Option<OsString> {
    std::env::var_os(STORE)
}

/// Adds so often one to the number, with all that others add meanwhile.
pub async fn count_on(store: &impl Store, times: u64) {
    for _ in 0..times {
        while add_one(store).await == Commit::Conflict {}
    }
}

/// How far all have counted.
pub async fn counted(store: &impl Store) -> u64 {
    number(found(store).await.as_ref())
}

async fn add_one(store: &impl Store) -> Commit {
    let found = found(store).await;
    let value = (number(found.as_ref()) + 1).to_string().into_bytes();
    let expect = found.map_or(Expect::Absent, |entry| Expect::Version(entry.version));
    let action = Action::Put { value, expires_at: None };
    store.commit(&[Change { key: key(), expect, action }]).await.expect("an answer")
}

async fn found(store: &impl Store) -> Option<Entry> {
    store.get(&[key()]).await.expect("an answer").remove(0)
}

fn key() -> Key {
    Key::parse("company/number").expect("a key")
}

/// The number that an entry holds; nought where there is none.
pub(crate) fn number(found: Option<&Entry>) -> u64 {
    found.map_or(0, |entry| String::from_utf8_lossy(&entry.value).parse().expect("a number"))
}
