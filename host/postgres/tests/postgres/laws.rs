//! The store on PostgreSQL keeps the laws: by two handles with connections of their own, through PgBouncer, by several processes, and after a backup was
//! restored. By less isolation it does not.

use crate::common::database;
use badgehouse_postgres::{Limits, PostgresStore};
use badgehouse_store_laws::{Law, check, check_law, check_restore};
use badgehouse_test_servers::{PgBouncer, Postgres, counting};
use std::process::Stdio;

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
    let expected = [Law::NoLostUpdate, Law::OneInstant];
    let broken = broken_at("read committed", &expected).await;
    assert!(expected.iter().all(|law| broken.contains(law)), "{broken:?}");
}

/// The laws of races that an adapter breaks whose transactions are no better isolated than that: tried so often until those that are expected were seen, since a race may be missed.
async fn broken_at(isolation: &'static str, expected: &[Law]) -> Vec<Law> {
    let server = Postgres::shared();
    let url = database(&server).await;
    let open = async || PostgresStore::open_at_isolation(&url, Limits::default(), isolation).await;
    let mut broken = Vec::new();
    for _ in 0..20 {
        for law in [Law::Expectations, Law::NoLostUpdate, Law::OneCreator, Law::OneInstant] {
            let seen = check_law(law, open).await.broken.into_iter().map(|breach| breach.law);
            broken.extend(seen.filter(|law| !broken.contains(law)).collect::<Vec<_>>());
        }
        if expected.iter().all(|law| broken.contains(law)) {
            break;
        }
    }
    broken
}

const PROCESSES: usize = 3;
const INCREMENTS: u64 = 100;

#[tokio::test]
async fn processes_that_share_a_database_lose_no_update() {
    let server = Postgres::shared();
    let url = database(&server).await;
    counting::count_by_processes("laws::a_process_that_increments", &[&url; PROCESSES]);
    let store = PostgresStore::open(&url).await.unwrap();
    assert_eq!(counting::counted(&store).await, PROCESSES as u64 * INCREMENTS);
}

/// Not a test of its own: the test above starts it, several times.
#[tokio::test]
#[ignore = "is one process of another test"]
async fn a_process_that_increments() {
    let Some(url) = counting::store_of_this_process() else { return };
    let store = PostgresStore::open(url.to_str().unwrap()).await.unwrap();
    counting::count_on(&store, INCREMENTS).await;
}
