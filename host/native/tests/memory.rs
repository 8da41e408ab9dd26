//! The memory store by a clock that the test sets.

use badgehouse::store::{Action, Change, Commit, Expect, Key, Store};
use badgehouse_native::MemoryStore;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

struct Clocked {
    store: MemoryStore,
    now: Arc<AtomicU64>,
}

impl Clocked {
    fn new() -> Self {
        let now = Arc::new(AtomicU64::new(1000));
        let clock = Arc::clone(&now);
        Self { store: MemoryStore::with_clock(move || clock.load(Ordering::SeqCst)), now }
    }

    async fn put(&self, expires_at: Option<u64>) -> Commit {
        self.put_if(Expect::Any, expires_at).await
    }

    async fn put_if(&self, expect: Expect, expires_at: Option<u64>) -> Commit {
        let action = Action::Put { value: b"value".to_vec(), expires_at };
        self.store.commit(&[Change { key: key(), expect, action }]).await.unwrap()
    }

    async fn is_there_at(&self, now: u64) -> bool {
        self.now.store(now, Ordering::SeqCst);
        let got = self.store.get(&[key()]).await.unwrap()[0].is_some();
        let listed = !self.store.list("company/", None, 10).await.unwrap().is_empty();
        assert_eq!(got, listed, "get and list differ");
        got
    }
}

fn key() -> Key {
    Key::parse("company/key").unwrap()
}

#[tokio::test]
async fn an_entry_is_there_until_the_second_it_expires_at() {
    let clocked = Clocked::new();
    clocked.put(Some(1500)).await;
    assert!(clocked.is_there_at(1499).await);
    assert!(!clocked.is_there_at(1500).await);
}

#[tokio::test]
async fn an_expired_entry_is_absent_to_a_commit_too() {
    let clocked = Clocked::new();
    clocked.put(Some(1500)).await;
    assert_eq!(clocked.put_if(Expect::Absent, None).await, Commit::Conflict);
    clocked.now.store(1500, Ordering::SeqCst);
    assert_eq!(clocked.put_if(Expect::Absent, None).await, Commit::Committed);
}

#[tokio::test]
async fn the_last_put_says_when_the_entry_expires() {
    let clocked = Clocked::new();
    clocked.put(Some(1500)).await;
    clocked.put(Some(3000)).await;
    assert!(clocked.is_there_at(2000).await);
    clocked.put(None).await;
    assert!(clocked.is_there_at(u64::MAX).await);
}

#[tokio::test]
async fn a_deleted_entry_takes_its_expiry_along() {
    let clocked = Clocked::new();
    clocked.put(Some(1500)).await;
    let delete = Change { key: key(), expect: Expect::Any, action: Action::Delete };
    clocked.store.commit(&[delete]).await.unwrap();
    clocked.put(None).await;
    assert!(clocked.is_there_at(1500).await);
}
