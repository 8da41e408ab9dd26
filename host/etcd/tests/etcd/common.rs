//! Short words of the tests.
use badgehouse::store::{Action, Change, Commit, Expect, Key, Store};
use badgehouse_etcd::EtcdStore;
use badgehouse_test_servers::Etcd;

/// The name of a new store.
pub(crate) async fn prefix(cluster: &Etcd) -> String {
    let prefix = cluster.make_prefix();
    EtcdStore::migrate(&cluster.url(&prefix)).await.unwrap();
    prefix
}

/// A new store: its URL.
pub(crate) async fn made(cluster: &Etcd) -> String {
    cluster.url(&prefix(cluster).await)
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

/// Commits a put, which nothing is in the way of.
pub(crate) async fn committed(store: &EtcdStore, name: &str) {
    assert_eq!(store.commit(&[put(name)]).await, Ok(Commit::Committed));
}

pub(crate) async fn names(store: &EtcdStore) -> Vec<String> {
    let listed = store.list("company/", None, 1000).await.unwrap();
    listed.iter().map(|listed| listed.key.as_str().replace("company/", "")).collect()
}
