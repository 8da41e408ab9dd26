//! Short words of the tests.
use badgehouse::store::{Action, Change, Commit, Expect, Key, Store};
use badgehouse_postgres::PostgresStore;
use badgehouse_test_servers::Postgres;

/// A new database with the tables: its URL.
pub(crate) async fn database(server: &Postgres) -> String {
    let url = server.url(&server.make_database());
    PostgresStore::migrate(&url).await.unwrap();
    url
}

pub(crate) fn key(name: &str) -> Key {
    Key::parse(format!("company/{name}")).unwrap()
}

pub(crate) fn put(name: &str) -> Change {
    put_until(name, None)
}

pub(crate) fn put_until(name: &str, expires_at: Option<u64>) -> Change {
    Change {
        key: key(name),
        expect: Expect::Any,
        action: Action::Put { value: b"value".to_vec(), expires_at },
    }
}

pub(crate) fn keep_absent(name: &str) -> Change {
    Change { key: key(name), expect: Expect::Absent, action: Action::Keep }
}

/// Commits a put, which nothing is in the way of.
pub(crate) async fn committed(store: &PostgresStore, name: &str) {
    assert_eq!(store.commit(&[put(name)]).await, Ok(Commit::Committed));
}

pub(crate) async fn names(store: &PostgresStore) -> Vec<String> {
    let listed = store.list("company/", None, 1000).await.unwrap();
    listed.iter().map(|listed| listed.key.as_str().replace("company/", "")).collect()
}
