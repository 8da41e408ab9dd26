//! Writers that count while something is done to the server below them: what was answered is there, and nothing is torn.

use badgehouse::store::{Action, Change, Commit, Entry, Expect, Key, Store, StoreError};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

const WRITERS: usize = 6;

/// Several servers' connections, and pairs of keys that are counted by them.
pub struct Writers<S> {
    stores: Vec<S>,
    pairs: Vec<Arc<Pair>>,
}

impl<S: Store + Clone + Send + Sync + 'static> Writers<S> {
    /// On handles of one store, at least two.
    pub fn on(stores: Vec<S>) -> Self {
        Self { stores, pairs: (0..WRITERS).map(|writer| Arc::new(Pair::new(writer))).collect() }
    }

    /// Lets all write while that is done.
    pub async fn write_while<T>(&self, done: impl AsyncFnOnce() -> T) -> T {
        let over = Arc::new(AtomicBool::new(false));
        let start = |(writer, pair): (usize, &Arc<Pair>)| {
            let store = self.stores[writer % self.stores.len()].clone();
            let (pair, over) = (Arc::clone(pair), Arc::clone(&over));
            tokio::spawn(async move { pair.write_until(&store, &over).await })
        };
        let writing: Vec<_> = self.pairs.iter().enumerate().map(start).collect();
        let answer = done().await;
        over.store(true, Ordering::SeqCst);
        for writer in writing {
            writer.await.expect("a writer has found nothing wrong");
        }
        answer
    }

    /// Waits until each is answered three times more; how long that took.
    pub async fn each_goes_on(&self) -> Duration {
        let answers = || self.pairs.iter().map(|pair| pair.answers.load(Ordering::SeqCst));
        let (before, begin): (Vec<u64>, _) = (answers().collect(), Instant::now());
        while answers().zip(&before).any(|(now, before)| now < before + 3) {
            assert!(begin.elapsed() < Duration::from_secs(60), "it does not go on");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        begin.elapsed()
    }

    /// Looks at each pair, by a handle that did not write it.
    pub async fn check(&self) {
        for (writer, pair) in self.pairs.iter().enumerate() {
            pair.check(&self.stores[(writer + 1) % self.stores.len()]).await;
        }
    }

    /// How many commits were answered.
    pub fn answered(&self) -> u64 {
        self.pairs.iter().map(|pair| pair.answers.load(Ordering::SeqCst)).sum()
    }

    /// Of how many commits the outcome was unknown.
    pub fn unknown(&self) -> u64 {
        self.pairs.iter().map(|pair| pair.unknown.load(Ordering::SeqCst)).sum()
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
        let key = |name| Key::parse(format!("company/{name}-{writer}")).expect("a key");
        let [answered, answers, unknown] = [0; 3].map(AtomicU64::new);
        Self { keys: ["one", "other"].map(key), answered, answers, unknown }
    }

    async fn write_until(&self, store: &impl Store, over: &AtomicBool) {
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

    async fn check(&self, store: &impl Store) {
        let number = self.number(&store.get(&self.keys).await.expect("an answer"));
        let answered = self.answered.load(Ordering::SeqCst);
        assert!(number >= answered, "{answered} was answered, {number} is there");
    }

    /// What both keys hold.
    fn number(&self, found: &[Option<Entry>]) -> u64 {
        let numbers = [&found[0], &found[1]].map(|found| super::counting::number(found.as_ref()));
        assert_eq!(numbers[0], numbers[1], "a commit of {:?} is torn", self.keys);
        numbers[0]
    }
}
