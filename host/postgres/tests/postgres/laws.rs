//! The store on PostgreSQL keeps the laws: by two handles with connections of their own, through PgBouncer, by several processes, and after a backup was
//! restored. By less isolation it does not.

use crate::common::database;
use badgehouse::store::{Action, Change, Commit, Entry, Expect, Key, Store};
use badgehouse_postgres::{Limits, PostgresStore};
use badgehouse_store_laws::{Law, check, check_law, check_restore};
use badgehouse_test_servers::{PgBouncer, Postgres};
use std::process::{Command, Stdio};

#[tokio::test(flavor = "multi_thread")]
async fn two_pools_on_one_database_keep_the_laws() {
    let server = Postgres::shared();
    let url = database(&server).await;
    check(async || PostgresStore::open(&url).await).await.assert_kept();
}

#[tokio::test(flavor = "multi_thread")]
async fn two_pools_through_pgbouncer_in_transaction_mode_keep_the_laws() {
    let server = Postgres::shared();
    let name = server.make_database();
    let bouncer = PgBouncer::start(&server);
    let url = bouncer.url(&server, &name);
    PostgresStore::migrate(&url).await.unwrap();
    check(async || PostgresStore::open(&url).await).await.assert_kept();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_backup_repeats_no_version() {
    let server = Postgres::shared();
    let (name, copy) = (server.make_database(), server.make_database());
    PostgresStore::migrate(&server.url(&name)).await.unwrap();
    let backup = async || {
        let dumped = server.client("pg_dump").arg(&name).output().unwrap();
        assert!(dumped.status.success(), "{}", String::from_utf8_lossy(&dumped.stderr));
        let file = server.data().join("dump.sql");
        std::fs::write(&file, dumped.stdout).unwrap();
        let mut psql = server.client("psql");
        psql.args(["--quiet", "--set", "ON_ERROR_STOP=1", "--dbname", &copy, "--file"]);
        assert!(psql.arg(file).stdout(Stdio::null()).status().unwrap().success());
        Ok(())
    };
    let restore = async || PostgresStore::open(&server.url(&copy)).await;
    let store = PostgresStore::open(&server.url(&name)).await.unwrap();
    check_restore(store, backup, restore).await.assert_kept();
}

#[tokio::test(flavor = "multi_thread")]
async fn two_commits_that_each_need_the_others_key_absent_both_go_through_at_repeatable_read() {
    let broken = broken_at("repeatable read", &[Law::OneInstant]).await;
    assert_eq!(broken, [Law::OneInstant], "no more and no less tells it from SERIALIZABLE");
}

#[tokio::test(flavor = "multi_thread")]
async fn updates_are_lost_at_read_committed() {
    let wanted = [Law::NoLostUpdate, Law::OneInstant];
    let broken = broken_at("read committed", &wanted).await;
    assert!(wanted.iter().all(|law| broken.contains(law)), "{broken:?}");
}

/// How often those are looked for that are wanted: a race is met by chance, and on a busy machine more rarely.
const TIMES: usize = 10;

/// The laws of races that an adapter breaks whose transactions are no better isolated than that.
async fn broken_at(isolation: &'static str, wanted: &[Law]) -> Vec<Law> {
    let server = Postgres::shared();
    let url = database(&server).await;
    let open = async || PostgresStore::open_at_isolation(&url, Limits::default(), isolation).await;
    let mut broken = Vec::new();
    for _ in 0..TIMES {
        for law in [Law::Expectations, Law::NoLostUpdate, Law::OneCreator, Law::OneInstant] {
            let is_broken = !broken.contains(&law) && !check_law(law, open).await.broken.is_empty();
            broken.extend(is_broken.then_some(law));
        }
        if wanted.iter().all(|law| broken.contains(law)) {
            break;
        }
    }
    broken
}

const PROCESSES: usize = 3;
const INCREMENTS: u64 = 100;
const URL: &str = "BADGEHOUSE_TEST_URL";

#[tokio::test]
async fn processes_that_share_a_database_lose_no_update() {
    let server = Postgres::shared();
    let url = database(&server).await;
    let program = std::env::current_exe().unwrap();
    let one_process = || {
        let mut command = Command::new(&program);
        command.args(["--exact", "laws::a_process_that_increments", "--ignored"]).env(URL, &url);
        command.stdout(Stdio::null()).spawn().unwrap()
    };
    let processes: Vec<_> = (0..PROCESSES).map(|_| one_process()).collect();
    for mut process in processes {
        assert!(process.wait().unwrap().success());
    }
    let store = PostgresStore::open(&url).await.unwrap();
    let (sum, _) = number(&store).await;
    assert_eq!(sum, PROCESSES as u64 * INCREMENTS);
}

/// Not a test of its own: the test above starts it, several times.
#[tokio::test]
#[ignore = "is one process of another test"]
async fn a_process_that_increments() {
    let Ok(url) = std::env::var(URL) else { return };
    let store = PostgresStore::open(&url).await.unwrap();
    for _ in 0..INCREMENTS {
        while increment(&store).await == Commit::Conflict {}
    }
}

async fn increment(store: &PostgresStore) -> Commit {
    let (sum, there) = number(store).await;
    let expect = there.map_or(Expect::Absent, |entry| Expect::Version(entry.version));
    let action = Action::Put { value: (sum + 1).to_string().into_bytes(), expires_at: None };
    store.commit(&[Change { key: key(), expect, action }]).await.unwrap()
}

async fn number(store: &PostgresStore) -> (u64, Option<Entry>) {
    let there = store.get(&[key()]).await.unwrap().remove(0);
    let sum = there.as_ref().map_or(0, |entry| String::from_utf8_lossy(&entry.value).parse().unwrap());
    (sum, there)
}

fn key() -> Key {
    Key::parse("company/number").unwrap()
}
