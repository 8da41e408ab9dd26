//! Nodes are killed under load, one that follows and the one that leads in turn: nothing that was answered is lost, nothing is torn, and it goes on with the two that are left.
//!
//! Four times, or as often as `BADGEHOUSE_KILLS` says.

use crate::common::{key, prefix};
use badgehouse::store::{Action, Change, Commit, Entry, Expect, Key, Store, StoreError};
use badgehouse_etcd::EtcdStore;
use badgehouse_test_servers::Etcd;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

const WRITERS: usize = 6;

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_was_answered_is_lost_when_nodes_are_killed() {
    let kills: usize = std::env::var("BADGEHOUSE_KILLS").map_or(4, |kills| kills.parse().unwrap());
    // With the disk waited for, as it is in earnest.
    let mut cluster = Etcd::start(3);
    let name = prefix(&cluster).await;
    let urls: Vec<String> = (0..3).map(|node| cluster.url_from(node, &name)).collect();
    let writers = Writers::on(&urls).await;
    let mut longest = Duration::ZERO;
    for kill in 0..kills {
        let leader = cluster.leader(&[0, 1, 2]);
        let node = if kill % 2 == 0 { (leader + 1 + kill / 2 % 2) % 3 } else { leader };
        let (over, writing) = writers.start();
        tokio::time::sleep(Duration::from_millis(150 + 37 * (kill as u64 % 7))).await;
        cluster.kill(node);
        longest = longest.max(writers.each_goes_on().await);
        over.store(true, Ordering::SeqCst);
        for writer in writing {
            writer.await.unwrap();
        }
        // By the two that are left, and by the third when it is back.
        writers.check().await;
        cluster.start_again(&[node]);
        writers.check().await;
    }
    let [answered, unknown] = writers.counted();
    assert!(unknown > 0, "no commit was ever in the middle");
    println!(
        "{kills} kills, {answered} commits, {unknown} of unknown outcome; after a kill the last writer went on in {longest:?} at most"
    );
}

/// Three servers' connections, and pairs that are counted by them.
struct Writers {
    stores: Vec<EtcdStore>,
    pairs: Vec<Arc<Pair>>,
}

impl Writers {
    async fn on(urls: &[String]) -> Self {
        let mut stores = Vec::new();
        for url in urls {
            stores.push(EtcdStore::open(url).await.unwrap());
        }
        Self { stores, pairs: (0..WRITERS).map(|writer| Arc::new(Pair::new(writer))).collect() }
    }

    /// Lets all write until that is set.
    fn start(&self) -> (Arc<AtomicBool>, Vec<tokio::task::JoinHandle<()>>) {
        let over = Arc::new(AtomicBool::new(false));
        let start = |(writer, pair): (usize, &Arc<Pair>)| {
            let store = self.stores[writer % self.stores.len()].clone();
            let (pair, over) = (Arc::clone(pair), Arc::clone(&over));
            tokio::spawn(async move { pair.write_until(&store, &over).await })
        };
        (Arc::clone(&over), self.pairs.iter().enumerate().map(start).collect())
    }

    /// How long it takes until each is answered three times more.
    async fn each_goes_on(&self) -> Duration {
        let answers = || self.pairs.iter().map(|pair| pair.answers.load(Ordering::SeqCst));
        let (before, begin): (Vec<u64>, _) = (answers().collect(), Instant::now());
        while answers().zip(&before).any(|(now, before)| now < before + 3) {
            assert!(begin.elapsed() < Duration::from_secs(60), "it does not go on with two nodes");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        begin.elapsed()
    }

    /// Each pair, by a handle that did not write it.
    async fn check(&self) {
        for (writer, pair) in self.pairs.iter().enumerate() {
            pair.check(&self.stores[(writer + 1) % self.stores.len()]).await;
        }
    }

    /// How many commits were answered, and how many not.
    fn counted(&self) -> [u64; 2] {
        let sum =
            |of: fn(&Pair) -> &AtomicU64| self.pairs.iter().map(|pair| of(pair).load(Ordering::SeqCst)).sum();
        [sum(|pair| &pair.answers), sum(|pair| &pair.unknown)]
    }
}

/// Two keys that hold the same number, which counts a writer's commits.
struct Pair {
    keys: [Key; 2],
    /// The last number whose commit was answered.
    answered: AtomicU64,
    answers: AtomicU64,
    unknown: AtomicU64,
}

impl Pair {
    fn new(writer: usize) -> Self {
        let keys = ["one", "other"].map(|name| key(&format!("{name}-{writer}")));
        let [answered, answers, unknown] = [0; 3].map(AtomicU64::new);
        Self { keys, answered, answers, unknown }
    }

    async fn write_until(&self, store: &EtcdStore, over: &AtomicBool) {
        // What nobody knows the outcome of may come through later still.
        let mut doubtful = false;
        while !over.load(Ordering::SeqCst) {
            let Ok(found) = store.get(&self.keys).await else { continue };
            let number = self.number(&found) + 1;
            let answered = self.answered.load(Ordering::SeqCst);
            assert!(number > answered, "{answered} was answered, {} is there", number - 1);
            let changes = [0, 1].map(|at| Change {
                key: self.keys[at].clone(),
                expect: found[at]
                    .as_ref()
                    .map_or(Expect::Absent, |entry| Expect::Version(entry.version.clone())),
                action: Action::Put { value: number.to_string().into_bytes(), expires_at: None },
            });
            match store.commit(&changes).await {
                Ok(Commit::Committed) => {
                    self.answered.store(number, Ordering::SeqCst);
                    self.answers.fetch_add(1, Ordering::SeqCst);
                    doubtful = false;
                }
                Ok(Commit::Conflict) => assert!(doubtful, "nobody else writes here"),
                Err(StoreError::Unavailable(_)) => {
                    self.unknown.fetch_add(1, Ordering::SeqCst);
                    doubtful = true;
                }
                Err(StoreError::Broken(why)) => panic!("{why}"),
            }
        }
    }

    async fn check(&self, store: &EtcdStore) {
        let number = self.number(&store.get(&self.keys).await.unwrap());
        let answered = self.answered.load(Ordering::SeqCst);
        assert!(number >= answered, "{answered} was answered, {number} is there");
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
