//! The stores of this project.

use crate::processes::{Place, of_two_processes};
use crate::{WORKLOADS, number, told};
use badgehouse_etcd::EtcdStore;
use badgehouse_histories::{Plan, judge, play};
use badgehouse_native::MemoryStore;
use badgehouse_postgres::PostgresStore;
use badgehouse_sqlite::SqliteStore;
use badgehouse_test_servers::{Etcd, Postgres};

/// In CI; more by `cargo xtask long histories`.
const TRANSACTIONS: usize = 3000;

#[tokio::test(flavor = "multi_thread")]
async fn no_history_of_the_store_in_memory_is_anything_but_strictly_serializable() {
    for workload in WORKLOADS {
        for round in 0..number("BADGEHOUSE_HISTORIES", 1) {
            let store = MemoryStore::new();
            let clients = Plan::default().clients;
            let transactions = number("BADGEHOUSE_TRANSACTIONS", TRANSACTIONS) / clients;
            let plan = Plan { workload, transactions, seed: round as u64, ..Plan::default() };
            let history = play(&plan, || store.clone()).await;
            told("memory", workload, judge(workload, history).unwrap());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_history_of_two_processes_on_sqlite_is_anything_but_strictly_serializable() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("badges.db");
    drop(SqliteStore::open(&file).await.unwrap());
    of_the_place(&Place::Sqlite(file)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_history_of_two_processes_on_postgresql_is_anything_but_strictly_serializable() {
    let server = Postgres::shared();
    let url = server.url(&server.make_database());
    PostgresStore::migrate(&url).await.unwrap();
    of_the_place(&Place::Postgres(url, "serializable")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_history_of_two_processes_on_etcd_is_anything_but_strictly_serializable() {
    let cluster = Etcd::shared();
    let url = cluster.url(&cluster.make_prefix());
    EtcdStore::migrate(&url).await.unwrap();
    of_the_place(&Place::Etcd(url)).await;
}

async fn of_the_place(place: &Place) {
    for workload in WORKLOADS {
        for round in 0..number("BADGEHOUSE_HISTORIES", 1) {
            let transactions = number("BADGEHOUSE_TRANSACTIONS", TRANSACTIONS);
            let history = of_two_processes(place, workload, transactions, round).await;
            told(place.name(), workload, judge(workload, history).unwrap());
        }
    }
}
