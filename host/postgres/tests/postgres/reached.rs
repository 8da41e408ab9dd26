//! The store and its server: how it is reached, shared, locked, restarted, and what is said where it is not.

use crate::common::{committed, database, keep_absent, key, names, put, put_until};
use badgehouse::store::{Commit, Store, StoreError};
use badgehouse_postgres::{Limits, PostgresStore, SCHEMA};
use badgehouse_test_servers::Postgres;
use std::process::{Child, Stdio};
use std::sync::Arc;
use std::time::Duration;

/// Bounds that a test can wait for.
const SHORT: Limits = Limits {
    connections: 1,
    wait: Duration::from_millis(700),
    connect: Duration::from_secs(20),
    answer: Duration::from_millis(1500),
};

/// What is said where a database is not opened; no part of it is secret.
async fn refusal(url: &str) -> StoreError {
    let error = PostgresStore::open(url).await.expect_err("a refusal");
    let text = error.to_string();
    for secret in ["se%2Fcr", "se/cr", "cr@t", "p?ss", "badgehouse:"] {
        assert!(!text.contains(secret), "{text}");
    }
    error
}

#[track_caller]
fn says(error: &StoreError, broken: bool, parts: &[&str]) {
    assert_eq!(matches!(error, StoreError::Broken(_)), broken, "{error:?}");
    for part in parts {
        assert!(error.to_string().contains(part), "`{part}` in: {error}");
    }
}

#[tokio::test]
async fn what_was_committed_is_there_when_the_database_is_opened_again() {
    let server = Postgres::shared();
    let url = database(&server).await;
    let store = PostgresStore::open(&url).await.unwrap();
    committed(&store, "a").await;
    let before = store.get(&[key("a")]).await.unwrap();
    drop(store);
    assert_eq!(PostgresStore::open(&url).await.unwrap().get(&[key("a")]).await.unwrap(), before);
}

#[tokio::test]
async fn a_store_takes_no_more_connections_than_its_url_says() {
    let server = Postgres::shared();
    let url = database(&server).await;
    let store = PostgresStore::open(&format!("{url}?connections=3&application_name=counted")).await.unwrap();
    let all: Vec<_> = (0..30)
        .map(|number| {
            let store = store.clone();
            tokio::spawn(async move { committed(&store, &number.to_string()).await })
        })
        .collect();
    for one in all {
        one.await.unwrap();
    }
    let counted = "select count(*) from pg_stat_activity where application_name = 'counted'";
    assert_eq!(server.sql("postgres", counted), "3");
}

#[tokio::test]
async fn a_store_prints_where_it_is_and_nothing_that_is_secret() {
    let server = Postgres::shared();
    let url = database(&server).await;
    let store = PostgresStore::open(&url).await.unwrap();
    let name = url.rsplit('/').next().unwrap();
    assert_eq!(format!("{store:?}"), format!("PostgresStore(127.0.0.1:{}/{name})", server.port()));
}

#[tokio::test]
async fn a_url_that_is_wrong_is_refused_and_no_part_of_it_repeated() {
    let wrong = [
        "mysql://badgehouse:se%2Fcr%40t@127.0.0.1/badges",
        "badgehouse:se%2Fcr%40t@127.0.0.1/badges",
        "postgres://badgehouse:se/cr@t:p?ss@127.0.0.1/badges",
        "postgres://badgehouse:se%2Fcr%40t@127.0.0.1:port/badges",
        "postgres://badgehouse:se%2Fcr%40t@127.0.0.1/badges?cr@t=1",
        "postgres://badgehouse:se%2Fcr%40t@127.0.0.1/badges?sslmode=cr@t",
        "postgres://badgehouse:se%2Fcr@t%3Ap@127.0.0.1:1/badges",
        "postgres://badgehouse:x@se/cr@127.0.0.1:1/badges",
        "postgres://badgehouse:se%2Fcr%40t@127.0.0.1/badges?connections=0",
        "postgres:///badges",
    ];
    for url in wrong {
        says(&refusal(url).await, true, &["write it as postgres://user:password@host:5432/database"]);
    }
    let prefer = "postgres://badgehouse:se%2Fcr%40t@127.0.0.1/badges?sslmode=prefer";
    says(&refusal(prefer).await, true, &["say verify-full, or disable"]);
    for (options, part) in [
        ("sslmode=disable&sslrootcert=cr@t.pem", "no TLS to verify by it"),
        ("sslrootcert=system&sslmode=disable", "no TLS to verify by it"),
        ("sslmode=verify-full&sslmode=disable", "one of its options twice"),
    ] {
        let url = format!("postgres://badgehouse:se%2Fcr%40t@127.0.0.1/badges?{options}");
        says(&refusal(&url).await, true, &[part]);
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_unavailable() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let nobody = format!("postgres://badgehouse:se%2Fcr%40t@127.0.0.1:{port}/badges");
    says(&refusal(&nobody).await, false, &[&format!("127.0.0.1:{port}/badges"), "Connection refused"]);
}

#[tokio::test]
async fn who_is_not_let_in_or_finds_no_database_or_no_tables_is_told_what_to_do() {
    let server = Postgres::shared();
    let empty = server.url(&server.make_database());
    says(&refusal(&empty).await, true, &["42P01", "badgehouse migrate"]);
    says(&refusal(&server.url("nowhere")).await, true, &["`createdb`"]);
    let stranger = empty.replace("p%3Fss", "cr@t".replace('@', "%40").as_str());
    says(&refusal(&stranger).await, true, &["28P01", "pg_hba.conf"]);
}

#[tokio::test]
async fn who_may_not_touch_the_tables_is_told_which_rights_it_takes() {
    let server = Postgres::shared();
    let name = server.make_database();
    PostgresStore::migrate(&server.url(&name)).await.unwrap();
    server.sql(&name, "create user bare password 'bare'");
    let bare = format!("postgres://bare:bare@127.0.0.1:{}/{name}", server.port());
    says(&refusal(&bare).await, true, &["42501", "grant the user select on badgehouse_schema"]);
    server.sql(&name, "grant select on badgehouse_schema to bare");
    server.sql(&name, "grant select, insert, update, delete on badgehouse_entries to bare");
    committed(&PostgresStore::open(&bare).await.unwrap(), "a").await;
}

#[tokio::test]
async fn migrating_twice_at_once_or_by_plain_sql_is_the_same() {
    let server = Postgres::shared();
    let (name, by_hand) = (server.make_database(), server.make_database());
    let url = server.url(&name);
    let all: Vec<_> = (0..8)
        .map(|_| {
            let url = url.clone();
            tokio::spawn(async move { PostgresStore::migrate(&url).await })
        })
        .collect();
    for one in all {
        one.await.unwrap().unwrap();
    }
    PostgresStore::migrate(&url).await.unwrap();
    server.sql(&by_hand, SCHEMA);
    server.sql(&by_hand, SCHEMA);
    let columns = "select table_name, column_name, data_type, collation_name, is_nullable from information_schema.columns where table_schema = 'public' order by 1, 2";
    let indexes = "select indexdef from pg_indexes where schemaname = 'public' order by 1";
    for asked in [columns, indexes] {
        assert_eq!(server.sql(&name, asked), server.sql(&by_hand, asked));
    }
    committed(&PostgresStore::open(&server.url(&by_hand)).await.unwrap(), "a").await;
}

#[tokio::test]
async fn a_schema_of_a_later_version_is_refused() {
    let server = Postgres::shared();
    let name = server.make_database();
    let url = server.url(&name);
    PostgresStore::migrate(&url).await.unwrap();
    server.sql(&name, "update badgehouse_schema set version = 2");
    says(&refusal(&url).await, true, &["version 2 of the schema", "version 1", "run a later one"]);
    assert!(matches!(PostgresStore::migrate(&url).await, Err(StoreError::Broken(_))));
}

/// Its tables may be others, and what this version makes none of them.
#[tokio::test]
async fn a_schema_of_a_later_version_is_not_touched() {
    let server = Postgres::shared();
    let name = server.make_database();
    let url = server.url(&name);
    server.sql(
        &name,
        "create table badgehouse_schema (one integer primary key, version integer); insert into badgehouse_schema values (1, 2)",
    );
    let made = [PostgresStore::migrate(&url).await, PostgresStore::open_import(&url).await.map(drop)];
    for made in made {
        says(&made.unwrap_err(), true, &["version 2 of the schema", "run a later one"]);
    }
    let tables = "select string_agg(tablename, ' ') from pg_tables where schemaname = 'public'";
    assert_eq!(server.sql(&name, tables), "badgehouse_schema");
    assert_eq!(server.sql(&name, "select version from badgehouse_schema"), "2");
}

#[tokio::test]
async fn bounds_beyond_all_measure_are_bounded() {
    let server = Postgres::shared();
    let [wait, connect, answer] = [Duration::MAX; 3];
    let limits = Limits { connections: usize::MAX, wait, connect, answer };
    let store = PostgresStore::open_with(&database(&server).await, limits).await.unwrap();
    committed(&store, "a").await;
    assert_eq!(names(&store).await, ["a"]);
}

#[tokio::test]
async fn commits_that_a_crash_would_lose_are_refused() {
    let server = Postgres::shared();
    let name = server.make_database();
    PostgresStore::migrate(&server.url(&name)).await.unwrap();
    server.sql(&name, &format!("alter database {name} set synchronous_commit = off"));
    says(&refusal(&server.url(&name)).await, true, &["synchronous_commit is off"]);
}

#[tokio::test]
async fn a_standby_is_refused() {
    let server = Postgres::shared();
    let name = server.make_database();
    PostgresStore::migrate(&server.url(&name)).await.unwrap();
    server.sql(&name, &format!("alter database {name} set default_transaction_read_only = on"));
    says(&refusal(&server.url(&name)).await, false, &["does not allow writes"]);
}

#[tokio::test]
async fn only_what_has_expired_is_purged_and_only_when_asked() {
    let server = Postgres::shared();
    let store = PostgresStore::open(&database(&server).await).await.unwrap();
    let changes = [
        put_until("a", Some(10)),
        put_until("b", Some(20)),
        put_until("c", Some(30)),
        put_until("d", None),
        put_until("e", Some(u64::MAX)),
    ];
    store.commit(&changes).await.unwrap();
    assert_eq!(names(&store).await.len(), changes.len());
    assert_eq!(store.purge_expired(9, 100).await, Ok(0));
    assert_eq!(store.purge_expired(20, 1).await, Ok(1));
    assert_eq!(store.purge_expired(20, 100).await, Ok(1));
    assert_eq!(names(&store).await, ["c", "d", "e"]);
    store.commit(&[put_until("c", None)]).await.unwrap();
    assert_eq!(store.purge_expired(i64::MAX as u64 - 1, 100).await, Ok(0));
    assert_eq!(names(&store).await, ["c", "d", "e"]);
}

#[tokio::test]
async fn a_commit_that_is_given_up_leaves_its_connection_as_good_as_new() {
    let server = Postgres::shared();
    let url = database(&server).await;
    let limits = Limits { connections: 1, ..Limits::default() };
    let store = PostgresStore::open_with(&url, limits).await.unwrap();
    for number in 0..20_u32 {
        let name = format!("given-up-{number}");
        let changes = [put(&name)];
        let mut commit = store.commit(&changes);
        for _ in 0..=number % 5 {
            let polled = std::future::poll_fn(|context| {
                std::task::Poll::Ready(commit.as_mut().poll(context).is_ready())
            });
            if polled.await {
                break;
            }
            tokio::task::yield_now().await;
        }
        drop(commit);
        committed(&store, &format!("after-{number}")).await;
        let open = "select count(*) from pg_stat_activity where datname = current_database() and state like 'idle in%'";
        assert_eq!(server.sql(url.rsplit('/').next().unwrap(), open), "0");
    }
}

/// A client that has locked the entries, and keeps them locked.
fn lock(server: &Postgres, name: &str) -> Child {
    let sql = "begin; lock table badgehouse_entries; select 'locked'; select pg_sleep(300)";
    let mut locker = server.client("psql");
    let locker = locker.args(["-d", name, "-c", sql]).stdout(Stdio::null()).spawn().unwrap();
    let locks = "select count(*) from pg_locks where relation = 'badgehouse_entries'::regclass and granted and mode = 'AccessExclusiveLock'";
    while server.sql(name, locks) != "1" {}
    locker
}

/// Ends the clients that keep them locked.
fn unlock(server: &Postgres, name: &str) {
    server.sql(name, "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'begin; lock%' and pid <> pg_backend_pid()");
}

#[tokio::test]
async fn a_lock_that_stays_ends_in_an_error_and_leaves_no_statement_behind() {
    let server = Postgres::shared();
    let url = database(&server).await;
    let name = url.rsplit('/').next().unwrap().to_owned();
    let store = PostgresStore::open_with(&url, SHORT).await.unwrap();
    let mut locker = lock(&server, &name);

    let keys = [key("a")];
    let changes = [put("a")];
    let commit = store.commit(&changes).await;
    says(&commit.unwrap_err(), false, &["127.0.0.1"]);
    let get = store.get(&keys).await;
    says(&get.unwrap_err(), false, &["there was no answer within 1.5s"]);
    let (one, other) = tokio::join!(store.get(&keys), store.get(&keys));
    let late = one.err().into_iter().chain(other.err()).map(|error| error.to_string()).collect::<String>();
    assert!(late.contains("each of the 1 connections was busy for 700ms"), "{late}");

    // Whoever waits at the server waits for nobody.
    let waiting = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    let mut left = String::new();
    for _ in 0..100 {
        left = server.sql(&name, waiting);
        if left == "0" {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(left, "0");
    unlock(&server, &name);
    let _ = locker.wait();
    committed(&store, "a").await;
}

/// A store whose bound is so short that a busy machine may not open it at once.
async fn opened(url: &str, limits: Limits) -> PostgresStore {
    for _ in 0..200 {
        match PostgresStore::open_with(url, limits).await {
            Ok(store) => return store,
            Err(error) => says(&error, false, &["there was no answer within"]),
        }
    }
    panic!("it does not open");
}

#[tokio::test]
async fn the_bound_is_told_whoever_kept_it_first() {
    let server = Postgres::shared();
    let url = database(&server).await;
    let name = url.rsplit('/').next().unwrap().to_owned();
    let limits = Limits { answer: Duration::from_millis(150), ..SHORT };
    let store = opened(&url, limits).await;
    let mut locker = lock(&server, &name);

    // The server stops a statement by the same bound, within a moment of the store's own clock.
    let keys = [key("a")];
    for _ in 0..40 {
        let get = store.get(&keys).await;
        says(&get.unwrap_err(), false, &["there was no answer within 150ms"]);
    }
    unlock(&server, &name);
    let _ = locker.wait();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storm_of_serialization_failures_is_absorbed() {
    let server = Postgres::shared();
    let url = database(&server).await;
    let name = url.rsplit('/').next().unwrap().to_owned();
    let store = Arc::new(PostgresStore::open(&url).await.unwrap());
    // All keep the same absent keys and write beside each other, on one page of the index.
    let writers: Vec<_> = (0..16)
        .map(|writer| {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                for round in 0..20 {
                    let changes = [keep_absent("nobody"), put(&format!("w{writer}-{round}"))];
                    assert_eq!(store.commit(&changes).await, Ok(Commit::Committed));
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(names(&store).await.len(), 16 * 20);
    // What a connection has counted is told when it ends.
    drop(store);
    let undone = "select xact_rollback > 0 from pg_stat_database where datname = current_database()";
    for _ in 0..200 {
        if server.sql(&name, undone) == "t" {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("nothing was undone, so that nothing was absorbed");
}

#[tokio::test]
async fn a_server_that_was_restarted_costs_no_read() {
    let mut server = Postgres::start(&["fsync=off"]);
    let url = database(&server).await;
    let store = PostgresStore::open(&url).await.unwrap();
    committed(&store, "a").await;
    server.stop();
    says(&store.get(&[key("a")]).await.unwrap_err(), false, &["127.0.0.1"]);
    server.start_again();
    assert!(store.get(&[key("a")]).await.unwrap()[0].is_some());
    committed(&store, "b").await;
}
