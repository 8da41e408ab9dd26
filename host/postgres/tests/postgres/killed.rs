//! The server is killed in the middle of commits, again and again, or a standby takes over: nothing that was answered is lost, and nothing is torn.
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

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_was_answered_is_lost_when_the_postmaster_is_killed() {
    let kills: u64 = std::env::var("BADGEHOUSE_KILLS").map_or(10, |kills| kills.parse().unwrap());
    // With the disk waited for, as it is in earnest.
    let mut server = Postgres::start(&[]);
    let writers = Writers::on(&database(&server).await).await;
    let mut unknown = 0;
    for kill in 0..kills {
        unknown += writers.write_until(120 + 37 * (kill % 7), || server.kill()).await;
        server.start_again();
        writers.check().await;
    }
    assert!(unknown > 0, "no commit was ever in the middle");
    println!("{kills} kills, {} commits, {unknown} of unknown outcome", writers.answered());
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_was_answered_is_lost_when_a_standby_takes_over() {
    let mut primary = Postgres::start(&[]);
    let url = database(&primary).await;
    let standby = primary.standby();
    let (one, other) = (format!("127.0.0.1:{}", primary.port()), format!("127.0.0.1:{}", standby.port()));
    let writers = Writers::on(&url.replace(&one, &format!("{one},{other}"))).await;
    writers.write_until(700, || primary.kill()).await;
    assert!(writers.answered() > 0);
    standby.promote();
    writers.check().await;
    // And it goes on there, by the same handles.
    let before = writers.answered();
    writers.write_until(300, || ()).await;
    writers.check().await;
    assert!(writers.answered() > before);
}

/// Two servers' connections, and pairs that are counted by them.
struct Writers {
    stores: [PostgresStore; 2],
    pairs: Vec<Arc<Pair>>,
}

impl Writers {
    async fn on(url: &str) -> Self {
        let stores = [PostgresStore::open(url).await.unwrap(), PostgresStore::open(url).await.unwrap()];
        Self { stores, pairs: (0..WRITERS).map(|writer| Arc::new(Pair::new(writer))).collect() }
    }

    /// Lets all write for so many milliseconds, then ends it; answers how many commits ended unknown.
    async fn write_until(&self, milliseconds: u64, end: impl FnOnce()) -> u64 {
        let over = Arc::new(AtomicBool::new(false));
        let start = |(writer, pair): (usize, &Arc<Pair>)| {
            let (store, pair, over) = (self.stores[writer % 2].clone(), Arc::clone(pair), Arc::clone(&over));
            tokio::spawn(async move { pair.write_until(&store, &over).await })
        };
        let writing: Vec<_> = self.pairs.iter().enumerate().map(start).collect();
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
        end();
        over.store(true, Ordering::SeqCst);
        let mut unknown = 0;
        for writer in writing {
            unknown += writer.await.unwrap();
        }
        unknown
    }

    /// Each pair, by the connections that did not write it.
    async fn check(&self) {
        for (writer, pair) in self.pairs.iter().enumerate() {
            pair.check(&self.stores[(writer + 1) % 2]).await;
        }
    }

    fn answered(&self) -> u64 {
        self.pairs.iter().map(|pair| pair.answered.load(Ordering::SeqCst)).sum()
    }
}

/// Two keys that hold the same number, which counts a writer's commits.
struct Pair {
    keys: [Key; 2],
    /// The last number whose commit was answered.
    answered: AtomicU64,
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
