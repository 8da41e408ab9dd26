//! Everything out of a store and into another, of one moment, and never half of it for a whole; and what has expired out of it.

use crate::common::{committed, key, made, names, put, put_until};
use badgehouse::store::{Commit, Key, Row, Store, StoreError};
use badgehouse_etcd::EtcdStore;
use badgehouse_test_servers::{Etcd, Way};
use std::net::SocketAddr;

/// All rows of one moment, in pages of two.
async fn all(store: &EtcdStore) -> Vec<Row> {
    let snapshot = store.snapshot().await.unwrap();
    let mut rows: Vec<Row> = Vec::new();
    loop {
        let after: Option<Key> = rows.last().map(|row| row.key.clone());
        let page = snapshot.rows(after.as_ref(), 2).await.unwrap();
        rows.extend(page.iter().cloned());
        if page.len() < 2 {
            assert_eq!(snapshot.count(), rows.len() as u64);
            return rows;
        }
    }
}

#[tokio::test]
async fn an_export_is_of_one_moment_and_says_where_etcd_has_forgotten_it() {
    let cluster = Etcd::start(1);
    let store = EtcdStore::open(&made(&cluster).await).await.unwrap();
    for name in ["a", "b", "c"] {
        committed(&store, name).await;
    }
    let snapshot = store.snapshot().await.unwrap();
    committed(&store, "0").await;
    committed(&store, "a").await;
    committed(&store, "d").await;
    let seen = snapshot.rows(None, 10).await.unwrap();
    assert_eq!(seen.iter().map(|row| row.key.clone()).collect::<Vec<_>>(), ["a", "b", "c"].map(key));
    assert_eq!(store.rows(Some(&key("a")), 10).await.unwrap().len(), 3);
    // The store's record and six commits: revision 1 is an empty etcd's.
    cluster.ctl(&["compact", "8"]);
    let forgotten = snapshot.rows(None, 10).await.unwrap_err();
    assert!(forgotten.to_string().contains("no longer kept"), "{forgotten}");
    assert_eq!(names(&store).await, ["0", "a", "b", "c", "d"]);
}

#[tokio::test]
async fn what_was_imported_is_what_was_exported_under_new_versions() {
    let cluster = Etcd::shared();
    let from = EtcdStore::open(&made(&cluster).await).await.unwrap();
    let changes = [put_until("b", Some(20)), put_until("Z", None), put_until("a", Some(u64::MAX))];
    from.commit(&changes).await.unwrap();
    let rows = all(&from).await;

    let url = cluster.url(&cluster.make_prefix());
    let into = EtcdStore::open_import(&url).await.unwrap();
    into.insert(rows[..2].to_vec()).await.unwrap();
    // Half a store is no store.
    for opened in [EtcdStore::open(&url).await.map(drop), EtcdStore::migrate(&url).await] {
        assert!(opened.unwrap_err().to_string().contains("go on with the import"));
    }
    // It was interrupted, and goes on.
    let into = EtcdStore::open_import(&url).await.unwrap();
    assert_eq!(into.rows(None, 10).await.unwrap(), rows[..2]);
    let twice = into.insert(rows[1..].to_vec()).await;
    assert!(matches!(twice, Err(StoreError::Broken(_))), "{twice:?}");
    into.insert(rows[2..].to_vec()).await.unwrap();
    into.finish_import().await.unwrap();

    let whole = EtcdStore::open(&url).await.unwrap();
    assert_eq!(all(&whole).await, rows);
    assert_eq!(names(&whole).await, ["Z", "a", "b"]);
    let versions = |store: EtcdStore| async move { store.get(&[key("a")]).await.unwrap() };
    assert_ne!(versions(whole.clone()).await, versions(from).await);
    // And is imported into no more, by whom ever.
    let late = into.insert(vec![Row { key: key("late"), value: Vec::new(), expires_at: None }]).await;
    assert!(matches!(late, Err(StoreError::Broken(_))), "{late:?}");
    let again = EtcdStore::open_import(&url).await.unwrap_err();
    assert!(again.to_string().contains("it is not empty"), "{again}");
    // What expired in the store that it came from expires here.
    assert_eq!(whole.purge_expired(20, 1000).await, Ok(1));
    assert_eq!(names(&whole).await, ["Z", "a"]);
}

/// The import would be called again, and be told that the store is not empty.
#[tokio::test]
async fn an_import_is_finished_where_the_answer_to_it_is_lost() {
    let cluster = Etcd::shared();
    let prefix = cluster.make_prefix();
    let node: SocketAddr = cluster.host(0).parse().unwrap();
    // The record of a store that is whole, as far as it tells it from one that is being filled.
    let whole = data_encoding::BASE64.encode(br#"{"version":1"#);
    let way = Way::losing_the_answer_to(&whole, node.port());
    let into = EtcdStore::open_import(&format!("etcd://127.0.0.1:{}/{prefix}", way.port())).await.unwrap();
    into.finish_import().await.unwrap();
    into.finish_import().await.unwrap();
    committed(&EtcdStore::open(&cluster.url(&prefix)).await.unwrap(), "a").await;
}

#[tokio::test]
async fn an_import_of_more_than_a_transaction_takes_goes_in_whole() {
    let cluster = Etcd::shared();
    let url = cluster.url(&cluster.make_prefix());
    let into = EtcdStore::open_import(&url).await.unwrap();
    let row = |number: u64| Row {
        key: key(&format!("{number:04}")),
        value: vec![7; 16 * 1024],
        expires_at: Some(number),
    };
    let rows: Vec<Row> = (0..200).map(row).collect();
    into.insert(rows.clone()).await.unwrap();
    into.finish_import().await.unwrap();
    assert_eq!(all(&EtcdStore::open(&url).await.unwrap()).await, rows);
}

#[tokio::test]
async fn what_has_expired_is_deleted_by_the_time_that_is_told_and_nothing_else() {
    let cluster = Etcd::shared();
    let store = EtcdStore::open(&made(&cluster).await).await.unwrap();
    let many: Vec<_> = (0..64).map(|number| put_until(&format!("m{number:03}"), Some(10))).collect();
    for changes in [
        many.as_slice(),
        &(64..100).map(|number| put_until(&format!("m{number:03}"), Some(10))).collect::<Vec<_>>(),
        &[
            put("stays"),
            put_until("later", Some(21)),
            put_until("due", Some(20)),
            put_until("again", Some(5)),
        ],
        // Its last put decides, whatever was said before.
        &[put_until("again", Some(6)), put_until("later", Some(22))],
        &[put_until("again", Some(7)), put_until("kept", Some(3))],
        &[put("kept"), put_until("later", Some(21))],
    ] {
        assert_eq!(store.commit(changes).await, Ok(Commit::Committed));
    }
    assert_eq!(store.purge_expired(2, 1000).await, Ok(0));
    assert_eq!(store.purge_expired(20, 70).await, Ok(70));
    assert_eq!(store.purge_expired(20, 1000).await, Ok(100 + 2 - 70));
    assert_eq!(names(&store).await, ["kept", "later", "stays"]);
    assert_eq!(store.purge_expired(20, 1000).await, Ok(0));
    assert_eq!(store.purge_expired(u64::MAX, 1000).await, Ok(1));
    assert_eq!(names(&store).await, ["kept", "stays"]);
}
