//! Stores with one fault each, on the sound one in memory.

use badgehouse::store::{Action, Change, Commit, Entry, Expect, Key, Listed, Reply, Store, StoreError};
use badgehouse_native::MemoryStore;
use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::task::yield_now;

/// What is wrong with a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing.
    None,
    /// Every fourth get is of a moment that is over, and whole.
    Stale,
    /// A get reads key by key, and others write between.
    Torn,
    /// Every twentieth commit is answered as done and forgotten.
    Forgets,
    /// No commit looks at what it expects.
    Unchecked,
    /// No commit looks at what it only keeps.
    UncheckedKeeps,
    /// A commit that is answered as refused has happened all the same, now and then.
    DoesWhatItRefuses,
    /// A commit of which nobody knows the outcome happens twice, the second time after others.
    Repeats,
    /// Of a commit the first change alone happens, now and then.
    Halves,
}

impl Fault {
    pub(crate) const ALL: [Self; 8] = [
        Self::Stale,
        Self::Torn,
        Self::Forgets,
        Self::Unchecked,
        Self::UncheckedKeeps,
        Self::DoesWhatItRefuses,
        Self::Repeats,
        Self::Halves,
    ];
}

/// How many moments a stale get may be behind.
const BEHIND: usize = 4;

type Moment = BTreeMap<Key, Option<Entry>>;

#[derive(Clone)]
pub(crate) struct Faulty {
    fault: Fault,
    sound: MemoryStore,
    calls: Arc<AtomicUsize>,
    /// What lay there after each of the last commits.
    moments: Arc<Mutex<VecDeque<Moment>>>,
    /// A commit that happens again.
    again: Arc<Mutex<Option<Vec<Change>>>>,
}

impl Faulty {
    pub(crate) fn new(fault: Fault) -> Self {
        let (sound, calls) = (MemoryStore::new(), Arc::default());
        Self { fault, sound, calls, moments: Arc::default(), again: Arc::default() }
    }

    /// Whether this call is one of so many.
    fn once_in(&self, many: usize) -> bool {
        self.calls.fetch_add(1, Ordering::SeqCst) % many == many - 1
    }

    async fn read(&self, keys: &[Key]) -> Result<Vec<Option<Entry>>, StoreError> {
        match self.fault {
            Fault::Stale if self.once_in(4) => Ok(self.stale(keys)),
            Fault::Torn => {
                let mut found = Vec::new();
                for key in keys {
                    found.extend(self.sound.get(std::slice::from_ref(key)).await?);
                    yield_now().await;
                }
                Ok(found)
            }
            _ => self.sound.get(keys).await,
        }
    }

    fn stale(&self, keys: &[Key]) -> Vec<Option<Entry>> {
        let moments = self.moments.lock().unwrap();
        let moment = moments.front();
        keys.iter().map(|key| moment.and_then(|moment| moment.get(key).cloned().flatten())).collect()
    }

    async fn change(&self, changes: &[Change]) -> Result<Commit, StoreError> {
        match self.fault {
            Fault::Stale => {
                // In one go, so that each moment is one that was.
                let mut moments = self.moments.lock().unwrap();
                let outcome = now(self.sound.commit(changes))?;
                let mut moment = moments.back().cloned().unwrap_or_default();
                for change in changes {
                    let found = now(self.sound.get(std::slice::from_ref(&change.key)))?.remove(0);
                    moment.insert(change.key.clone(), found);
                }
                moments.push_back(moment);
                let over = moments.len().saturating_sub(BEHIND);
                moments.drain(..over);
                Ok(outcome)
            }
            Fault::Forgets if self.once_in(20) => Ok(Commit::Committed),
            Fault::Unchecked => self.sound.commit(&unchecked(changes, |_| true)).await,
            Fault::UncheckedKeeps => {
                self.sound.commit(&unchecked(changes, |change| change.action == Action::Keep)).await
            }
            Fault::DoesWhatItRefuses if self.once_in(10) => {
                self.sound.commit(changes).await?;
                Ok(Commit::Conflict)
            }
            Fault::Repeats => self.repeating(changes).await,
            Fault::Halves if self.once_in(10) => {
                let held = self.sound.commit(&keeping(changes)).await?;
                let half = &changes[..changes.len().div_ceil(2)];
                if held == Commit::Committed { self.sound.commit(half).await } else { Ok(held) }
            }
            _ => self.sound.commit(changes).await,
        }
    }

    async fn repeating(&self, changes: &[Change]) -> Result<Commit, StoreError> {
        if self.once_in(10)
            && let Some(again) = self.again.lock().unwrap().take()
        {
            let _ = now(self.sound.commit(&again))?;
        }
        let outcome = self.sound.commit(changes).await?;
        if outcome == Commit::Committed && self.once_in(7) {
            *self.again.lock().unwrap() = Some(unchecked(changes, |_| true));
            return Err(StoreError::Unavailable("the connection was torn".into()));
        }
        Ok(outcome)
    }
}

impl Store for Faulty {
    fn get<'a>(&'a self, keys: &'a [Key]) -> Reply<'a, Result<Vec<Option<Entry>>, StoreError>> {
        Box::pin(self.read(keys))
    }

    fn list<'a>(
        &'a self,
        prefix: &'a str,
        after: Option<&'a Key>,
        limit: u32,
    ) -> Reply<'a, Result<Vec<Listed>, StoreError>> {
        self.sound.list(prefix, after, limit)
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Result<Commit, StoreError>> {
        Box::pin(self.change(changes))
    }
}

/// The store in memory answers at once.
fn now<T>(reply: Reply<'_, T>) -> T {
    let mut reply = reply;
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match reply.as_mut().poll(&mut context) {
        std::task::Poll::Ready(answer) => answer,
        std::task::Poll::Pending => panic!("it does not answer at once"),
    }
}

fn unchecked(changes: &[Change], which: impl Fn(&Change) -> bool) -> Vec<Change> {
    let expect = |change: &Change| if which(change) { Expect::Any } else { change.expect.clone() };
    changes.iter().map(|change| Change { expect: expect(change), ..change.clone() }).collect()
}

fn keeping(changes: &[Change]) -> Vec<Change> {
    changes.iter().map(|change| Change { action: Action::Keep, ..change.clone() }).collect()
}
