//! What a law works with: two handles on one store, partitions of its own, and short words for the port's calls.

use crate::report::{Finding, Verdict, ensure, same};
use badgehouse::store::{Action, Change, Commit, Entry, Expect, Key, Listed, Store, StoreError};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::Rng;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::{JoinSet, yield_now};

/// How often a list that lags is asked again, and after which pause.
const SETTLING: (u32, Duration) = (100, Duration::from_millis(50));

/// Two handles on the same data, and the name of a partition that nobody else uses.
pub(crate) struct Bench {
    pub(crate) first: Handle,
    pub(crate) second: Handle,
    partition: String,
}

impl Bench {
    pub(crate) fn new(first: Handle, second: Handle) -> Self {
        // Keys that no run before has used; what the laws do there is the same at each run.
        let partition = format!("laws-{:016x}", RandomState::new().build_hasher().finish());
        Self { first, second, partition }
    }

    /// A key of the partition.
    pub(crate) fn key(&self, name: &str) -> Key {
        self.key_in("", name)
    }

    /// A key of another partition, whose name begins with that of the first.
    pub(crate) fn key_in(&self, partition: &str, name: &str) -> Key {
        let text = format!("{}{partition}/{name}", self.partition);
        Key::parse(&text).unwrap_or_else(|_| panic!("the law uses `{text}`, which is no key"))
    }

    /// `count` keys of the partition.
    pub(crate) fn keys(&self, name: &str, count: usize) -> Vec<Key> {
        (0..count).map(|number| self.key(&format!("{name}{number:04}"))).collect()
    }

    /// The handles in turn.
    pub(crate) fn handle(&self, number: usize) -> &Handle {
        if number.is_multiple_of(2) { &self.first } else { &self.second }
    }

    /// What all keys of the partition that begin with `name` begin with.
    pub(crate) fn prefix(&self, name: &str) -> String {
        format!("{}/{name}", self.partition)
    }
}

/// A store, by words that answer findings.
#[derive(Clone)]
pub(crate) struct Handle(Arc<dyn Store>);

impl Handle {
    pub(crate) fn new(store: Arc<dyn Store>) -> Self {
        Self(store)
    }

    pub(crate) async fn get(&self, keys: &[Key]) -> Result<Vec<Option<Entry>>, Finding> {
        let found = self.0.get(keys).await?;
        same("the number of answers to a get", &found.len(), &keys.len())?;
        Ok(found)
    }

    pub(crate) async fn get_one(&self, key: &Key) -> Result<Option<Entry>, Finding> {
        let mut found = self.get(std::slice::from_ref(key)).await?;
        Ok(found.pop().flatten())
    }

    /// What is at a key that was put.
    pub(crate) async fn existing(&self, key: &Key) -> Result<Entry, Finding> {
        let found = self.get_one(key).await?;
        found.ok_or_else(|| Finding::new(format!("the entry that was put at `{key}`"), "nothing"))
    }

    pub(crate) async fn commit(&self, changes: &[Change]) -> Result<Commit, Finding> {
        Ok(self.0.commit(changes).await?)
    }

    /// A commit in a race, in which a store may also be too busy: then nobody knows what became of it.
    pub(crate) async fn try_commit(&self, changes: &[Change]) -> Result<Option<Commit>, Finding> {
        match self.0.commit(changes).await {
            Err(StoreError::Unavailable(_)) => Ok(None),
            answer => Ok(Some(answer?)),
        }
    }

    /// A commit that has nothing to conflict with.
    pub(crate) async fn must_commit(&self, changes: &[Change]) -> Verdict {
        let seen = self.commit(changes).await?;
        same("a commit whose expectations hold", &seen, &Commit::Committed)
    }

    pub(crate) async fn put(&self, key: &Key, value: &[u8]) -> Verdict {
        self.must_commit(&[put(key, Expect::Any, value)]).await
    }

    pub(crate) async fn delete(&self, key: &Key) -> Verdict {
        self.must_commit(&[delete(key, Expect::Any)]).await
    }

    /// Each key with its own text as the value, 50 in a commit.
    pub(crate) async fn put_all(&self, keys: &[Key]) -> Verdict {
        for keys in keys.chunks(50) {
            let puts: Vec<Change> =
                keys.iter().map(|key| put(key, Expect::Any, key.as_str().as_bytes())).collect();
            self.must_commit(&puts).await?;
        }
        Ok(())
    }

    /// A list, of which everything is tested that holds even while it lags.
    pub(crate) async fn list(
        &self,
        prefix: &str,
        after: Option<&Key>,
        limit: u32,
    ) -> Result<Vec<Listed>, Finding> {
        let listed = self.0.list(prefix, after, limit).await?;
        ensure(listed.len() <= limit as usize, format!("at most {limit} entries"), listed.len().to_string())?;
        for entry in &listed {
            let key = entry.key.as_str();
            ensure(
                key.starts_with(prefix),
                format!("only keys that begin with `{prefix}`"),
                format!("`{key}`"),
            )?;
            if let Some(after) = after {
                ensure(entry.key > *after, format!("only keys after `{after}`"), format!("`{key}`"))?;
            }
        }
        for pair in listed.windows(2) {
            let (one, next) = (&pair[0].key, &pair[1].key);
            ensure(one < next, "ascending byte order", format!("`{next}` after `{one}`"))?;
        }
        Ok(listed)
    }

    /// The list once it has these keys: a list may lag, for a while.
    pub(crate) async fn settled_list(
        &self,
        prefix: &str,
        after: Option<&Key>,
        limit: u32,
        keys: &[Key],
    ) -> Result<Vec<Listed>, Finding> {
        let (times, pause) = SETTLING;
        let mut listed = self.list(prefix, after, limit).await?;
        for _ in 1..times {
            if listed.iter().map(|entry| &entry.key).eq(keys) {
                return Ok(listed);
            }
            tokio::time::sleep(pause).await;
            listed = self.list(prefix, after, limit).await?;
        }
        let seen: Vec<Key> = listed.iter().map(|entry| entry.key.clone()).collect();
        let after = after.map_or("the start", Key::as_str);
        same(&format!("a list of `{prefix}` after {after}, {limit} at most"), &names(&seen), &names(keys))?;
        Ok(listed)
    }

    /// The store itself, for a law that polls a call by hand.
    pub(crate) fn store(&self) -> &dyn Store {
        &*self.0
    }
}

/// Runs tasks at once, and answers when all are done or one has a finding.
pub(crate) async fn at_once<T: Send + 'static>(
    tasks: impl IntoIterator<Item = impl Future<Output = Result<T, Finding>> + Send + 'static>,
) -> Result<Vec<T>, Finding> {
    let mut running = JoinSet::new();
    for task in tasks {
        running.spawn(task);
    }
    let mut answers = Vec::new();
    while let Some(joined) = running.join_next().await {
        // Tasks are only cancelled by dropping the set, so that an error is a panic in the store.
        answers.push(joined.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))?);
    }
    Ok(answers)
}

/// Lets other tasks go on, for one to three turns: where all tasks take turns in step, some orders would never happen.
pub(crate) async fn give_way(random: &mut ChaCha8Rng) {
    for _ in 0..=random.next_u32() % 3 {
        yield_now().await;
    }
}

pub(crate) fn put(key: &Key, expect: Expect, value: &[u8]) -> Change {
    put_until(key, expect, value, None)
}

pub(crate) fn put_until(key: &Key, expect: Expect, value: &[u8], expires_at: Option<u64>) -> Change {
    Change { key: key.clone(), expect, action: Action::Put { value: value.to_vec(), expires_at } }
}

pub(crate) fn keep(key: &Key, expect: Expect) -> Change {
    Change { key: key.clone(), expect, action: Action::Keep }
}

pub(crate) fn delete(key: &Key, expect: Expect) -> Change {
    Change { key: key.clone(), expect, action: Action::Delete }
}

pub(crate) fn version_of(entry: &Entry) -> Expect {
    Expect::Version(entry.version.clone())
}

/// What must be there for a commit that was decided on what was read.
pub(crate) fn as_read(found: Option<&Entry>) -> Expect {
    found.map_or(Expect::Absent, version_of)
}

fn names(keys: &[Key]) -> Vec<&str> {
    keys.iter().map(|key| key.as_str().split_once('/').map_or("", |(_, name)| name)).collect()
}
