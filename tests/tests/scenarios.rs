//! Every scenario on every face that runs in this process.

use badgehouse::settings::Settings;
use badgehouse_postgres::PostgresStore;
use badgehouse_test_servers::Postgres;
use badgehouse_tests::engines::{self, InProcess};
use badgehouse_tests::face::Face;
use badgehouse_tests::server::Server;
use badgehouse_tests::{runner, scenario};

#[tokio::test(flavor = "multi_thread")]
async fn every_scenario_holds_on_the_native_core() {
    all_hold(async |settings| InProcess::native_with(settings)).await;
}

/// One after the other in one database, which is emptied before each.
#[tokio::test(flavor = "multi_thread")]
async fn every_scenario_holds_on_postgresql() {
    let server = Postgres::shared();
    let database = server.make_database();
    let url = server.url(&database);
    PostgresStore::migrate(&url).await.expect("the tables");
    let store = PostgresStore::open(&url).await.expect("the store");
    all_hold(async |settings| {
        server.sql(&database, "truncate badgehouse_entries");
        InProcess::native_on(settings, store.clone())
    })
    .await;
}

#[cfg(feature = "component")]
#[tokio::test(flavor = "multi_thread")]
async fn every_scenario_holds_on_the_component_in_wasmtime() {
    let program = engines::program();
    all_hold(async |settings| InProcess::component(&program, settings)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_scenario_holds_on_a_server_over_http() {
    all_hold(Server::start).await;
}

async fn all_hold<F: Face>(face: impl AsyncFn(Settings) -> F) {
    let mut failures = Vec::new();
    let scenarios = scenario::all();
    assert!(scenarios.len() >= 20, "the scenarios are not where they are looked for");
    for (name, scenario) in &scenarios {
        if let Err(why) = runner::run(scenario, &face(engines::settings_of(scenario)).await).await {
            failures.push(format!("{name}: {why}"));
        }
    }
    assert!(failures.is_empty(), "{} of {} failed\n{}", failures.len(), scenarios.len(), failures.join("\n"));
}
