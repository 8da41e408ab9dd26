//! Everything out of a store and into another, of one moment, and never half of it for a whole.

use crate::common::{committed, database, key, names, put_until};
use badgehouse::store::{Key, Row, Store, StoreError};
use badgehouse_postgres::PostgresStore;
use badgehouse_test_servers::{Postgres, Way};

/// All rows of one moment, in pages of two.
async fn all(store: &PostgresStore) -> Vec<Row> {
    let snapshot = store.snapshot().await.unwrap();
    let mut rows: Vec<Row> = Vec::new();
    loop {
        let after: Option<Key> = rows.last().map(|row| row.key.clone());
        let page = snapshot.rows(after.as_ref(), 2).await.unwrap();
        rows.extend(page.iter().cloned());
        if page.len() < 2 {
            assert_eq!(snapshot.count().await, Ok(rows.len() as u64));
            return rows;
        }
    }
}

#[tokio::test]
async fn an_export_is_of_one_moment() {
    let server = Postgres::shared();
    let store = PostgresStore::open(&database(&server).await).await.unwrap();
    for name in ["a", "b", "c"] {
        committed(&store, name).await;
    }
    let snapshot = store.snapshot().await.unwrap();
    assert_eq!(snapshot.count().await, Ok(3));
    committed(&store, "0").await;
    committed(&store, "d").await;
    let seen = snapshot.rows(None, 10).await.unwrap();
    assert_eq!(seen.iter().map(|row| row.key.clone()).collect::<Vec<_>>(), ["a", "b", "c"].map(key));
    assert_eq!(store.rows(Some(&key("a")), 10).await.unwrap().len(), 3);
}

#[tokio::test]
async fn what_was_imported_is_what_was_exported_under_new_versions() {
    let server = Postgres::shared();
    let from = PostgresStore::open(&database(&server).await).await.unwrap();
    let changes = [put_until("b", Some(20)), put_until("Z", None), put_until("a", Some(i64::MAX as u64))];
    from.commit(&changes).await.unwrap();
    let rows = all(&from).await;

    let url = server.url(&server.make_database());
    let into = PostgresStore::open_import(&url).await.unwrap();
    into.insert(rows[..2].to_vec()).await.unwrap();
    // Half a store is no store.
    for opened in [PostgresStore::open(&url).await.map(drop), PostgresStore::migrate(&url).await] {
        assert!(opened.unwrap_err().to_string().contains("go on with the import"));
    }
    // It was interrupted, and goes on.
    let into = PostgresStore::open_import(&url).await.unwrap();
    assert_eq!(into.rows(None, 10).await.unwrap(), rows[..2]);
    let twice = into.insert(rows[1..].to_vec()).await;
    assert!(matches!(twice, Err(StoreError::Broken(_))), "{twice:?}");
    into.insert(rows[2..].to_vec()).await.unwrap();
    into.finish_import().await.unwrap();

    let whole = PostgresStore::open(&url).await.unwrap();
    assert_eq!(all(&whole).await, rows);
    assert_eq!(names(&whole).await, ["Z", "a", "b"]);
    let versions = |store: PostgresStore| async move { store.get(&[key("a")]).await.unwrap() };
    assert_ne!(versions(whole.clone()).await, versions(from).await);
    // And is imported into no more.
    let late = whole.insert(vec![Row { key: key("late"), value: Vec::new(), expires_at: None }]).await;
    assert_eq!(late, Err(StoreError::Broken("no import is under way".into())));
    let again = PostgresStore::open_import(&url).await.unwrap_err();
    assert!(again.to_string().contains("it is not empty"), "{again}");
}

/// The import would be called again, and be told that the database is not empty.
#[tokio::test]
async fn an_import_is_finished_where_the_answer_to_it_is_lost() {
    let server = Postgres::shared();
    let url = server.url(&server.make_database());
    let way = Way::losing_the_answer_to("update badgehouse_schema set version = 1", server.port());
    let by = url.replace(&format!(":{}", server.port()), &format!(":{}", way.port()));
    let into = PostgresStore::open_import(&by).await.unwrap();
    into.finish_import().await.unwrap();
    into.finish_import().await.unwrap();
    committed(&PostgresStore::open(&url).await.unwrap(), "a").await;
}
