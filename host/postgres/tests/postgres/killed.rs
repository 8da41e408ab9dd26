//! The postmaster is killed in the middle of commits, again and again: nothing that was answered is lost, and nothing is torn.
//!
//! Ten times, or as often as `BADGEHOUSE_KILLS` says.

use crate::common::{database, key};
use badgehouse::store::{Action, Change, Commit, Entry, Expect, Key, Store, StoreError};
use badgehouse_postgres::PostgresStore;
use badgehouse_test_servers::Postgres;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

const WRITERS: usize = 6;

/// Two keys that hold the same number, which counts a writer's commits.
struct Pair {
    keys: [Key; 2],
    /// The last number whose commit was answered.
    answered: AtomicU64,
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_was_answered_is_lost_when_the_postmaster_is_killed() {
    let kills: u64 = std::env::var("BADGEHOUSE_KILLS").map_or(10, |kills| kills.parse().unwrap());
    // With the disk waited for, as it is in earnest.
    let mut server = Postgres::start(&[]);
    let url = database(&server).await;
    // Each of two servers has its own connections.
    let stores = [PostgresStore::open(&url).await.unwrap(), PostgresStore::open(&url).await.unwrap()];
    let pairs: Vec<_> = (0..WRITERS).map(|writer| Arc::new(Pair::new(writer))).collect();
    let mut unknown = 0;
    for kill in 0..kills {
        let over = Arc::new(AtomicBool::new(false));
        let writers: Vec<_> = pairs
            .iter()
            .enumerate()
            .map(|(writer, pair)| {
                let (store, pair, over) = (stores[writer % 2].clone(), Arc::clone(pair), Arc::clone(&over));
                tokio::spawn(async move { pair.write_until(&store, &over).await })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(120 + 37 * (kill % 7))).await;
        server.kill();
        over.store(true, Ordering::SeqCst);
        for writer in writers {
            unknown += writer.await.unwrap();
        }
        server.start_again();
        for (writer, pair) in pairs.iter().enumerate() {
            pair.check(&stores[(writer + 1) % 2]).await;
        }
    }
    let answered: u64 = pairs.iter().map(|pair| pair.answered.load(Ordering::SeqCst)).sum();
    assert!(unknown > 0, "no commit was ever in the middle");
    println!("{kills} kills, {answered} commits, {unknown} of unknown outcome");
}

impl Pair {
    fn new(writer: usize) -> Self {
        let keys = ["one", "other"].map(|name| key(&format!("{name}-{writer}")));
        Self { keys, answered: AtomicU64::new(0) }
    }

    /// Counts on until the server is gone; answers how many commits ended unknown.
    async fn write_until(&self, store: &PostgresStore, over: &AtomicBool) -> u64 {
        let mut unknown = 0;
        while !over.load(Ordering::SeqCst) {
            let Ok(found) = store.get(&self.keys).await else { continue };
            let number = self.number(&found) + 1;
            let changes = [0, 1].map(|at| Change {
                key: self.keys[at].clone(),
                expect: found[at]
                    .as_ref()
                    .map_or(Expect::Absent, |entry| Expect::Version(entry.version.clone())),
                action: Action::Put { value: number.to_string().into_bytes(), expires_at: None },
            });
            match store.commit(&changes).await {
                Ok(Commit::Committed) => self.answered.store(number, Ordering::SeqCst),
                Ok(Commit::Conflict) => panic!("nobody else writes here"),
                Err(StoreError::Unavailable(_)) => unknown += 1,
                Err(StoreError::Broken(why)) => panic!("{why}"),
            }
        }
        unknown
    }

    async fn check(&self, store: &PostgresStore) {
        let number = self.number(&store.get(&self.keys).await.unwrap());
        let answered = self.answered.load(Ordering::SeqCst);
        assert!(number >= answered, "{answered} was answered, {number} is there");
        // One whose outcome was unknown may have gone through; more were not tried.
        self.answered.store(number, Ordering::SeqCst);
    }

    /// What both keys hold.
    fn number(&self, found: &[Option<Entry>]) -> u64 {
        let numbers = [&found[0], &found[1]].map(|found| {
            found.as_ref().map_or(0, |entry| String::from_utf8_lossy(&entry.value).parse().unwrap())
        });
        assert_eq!(numbers[0], numbers[1], "a commit is torn");
        numbers[0]
    }
}
