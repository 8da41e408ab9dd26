//! Faults of committing.

use crate::planted::{Fault, Found, Outcome, hold, unchecked};
use badgehouse::store::{Action, Change, Commit, Expect, Key, Reply, Store, StoreError};
use badgehouse_native::MemoryStore;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Mutex;
use tokio::task::yield_now;

/// Writers take turns, readers do not wait for them.
#[derive(Default)]
pub(crate) struct Torn {
    store: MemoryStore,
    turn: Mutex<()>,
}

impl Fault for Torn {
    fn sound(&self) -> &MemoryStore {
        &self.store
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Outcome> {
        Box::pin(async move {
            let _turn = self.turn.lock().await;
            in_halves(&self.store, changes).await
        })
    }
}

/// Readers wait for the writer, so that they see half a commit only when the writer went away.
#[derive(Default)]
pub(crate) struct HalfWhenAbandoned {
    store: MemoryStore,
    turn: Mutex<()>,
}

impl Fault for HalfWhenAbandoned {
    fn sound(&self) -> &MemoryStore {
        &self.store
    }

    fn get<'a>(&'a self, keys: &'a [Key]) -> Reply<'a, Found> {
        Box::pin(async move {
            let _turn = self.turn.lock().await;
            self.store.get(keys).await
        })
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Outcome> {
        Box::pin(async move {
            let _turn = self.turn.lock().await;
            in_halves(&self.store, changes).await
        })
    }
}

async fn in_halves(store: &MemoryStore, changes: &[Change]) -> Outcome {
    if !hold(store, changes).await? {
        return Ok(Commit::Conflict);
    }
    let changes: Vec<Change> = changes.iter().map(unchecked).collect();
    let (one, other) = changes.split_at(changes.len() / 2);
    store.commit(one).await?;
    yield_now().await;
    store.commit(other).await
}

#[derive(Default)]
pub(crate) struct AbsentIsAny(MemoryStore);

impl Fault for AbsentIsAny {
    fn sound(&self) -> &MemoryStore {
        &self.0
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Outcome> {
        let lax = |change: &Change| if expects_absence(change) { unchecked(change) } else { change.clone() };
        let changes: Vec<Change> = changes.iter().map(lax).collect();
        Box::pin(async move { self.0.commit(&changes).await })
    }
}

/// As an `UPDATE ... WHERE version = ?` that counts no rows.
#[derive(Default)]
pub(crate) struct VersionFitsNothing(MemoryStore);

impl Fault for VersionFitsNothing {
    fn sound(&self) -> &MemoryStore {
        &self.0
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Outcome> {
        Box::pin(async move {
            let mut lax = Vec::new();
            for change in changes {
                let found = self.0.get(std::slice::from_ref(&change.key)).await?;
                lax.push(if found == [None] { unchecked(change) } else { change.clone() });
            }
            self.0.commit(&lax).await
        })
    }
}

#[derive(Default)]
pub(crate) struct DeleteNeedsEntry(MemoryStore);

impl Fault for DeleteNeedsEntry {
    fn sound(&self) -> &MemoryStore {
        &self.0
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Outcome> {
        Box::pin(async move {
            for change in changes.iter().filter(|change| change.action == Action::Delete) {
                if self.0.get(std::slice::from_ref(&change.key)).await? == [None] {
                    return Ok(Commit::Conflict);
                }
            }
            self.0.commit(changes).await
        })
    }
}

#[derive(Default)]
pub(crate) struct IgnoresKeep(MemoryStore);

impl Fault for IgnoresKeep {
    fn sound(&self) -> &MemoryStore {
        &self.0
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Outcome> {
        let changes = without_keeps(changes);
        Box::pin(async move { self.0.commit(&changes).await })
    }
}

/// More checks than that are refused, as statements with too many parameters are.
#[derive(Default)]
pub(crate) struct FewChecks(MemoryStore);

impl Fault for FewChecks {
    fn sound(&self) -> &MemoryStore {
        &self.0
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Outcome> {
        let checks = changes.iter().filter(|change| change.action == Action::Keep).count();
        if checks > 32 {
            return Box::pin(async { Err(StoreError::Broken("too many checks".into())) });
        }
        self.0.commit(changes)
    }
}

#[derive(Default)]
pub(crate) struct KeepTouches(MemoryStore);

impl Fault for KeepTouches {
    fn sound(&self) -> &MemoryStore {
        &self.0
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Outcome> {
        Box::pin(async move {
            let mut touching = Vec::new();
            for change in changes {
                let found = self.0.get(std::slice::from_ref(&change.key)).await?.remove(0);
                let action = match (&change.action, found) {
                    (Action::Keep, Some(entry)) => Action::Put { value: entry.value, expires_at: None },
                    (action, _) => action.clone(),
                };
                touching.push(Change { action, ..change.clone() });
            }
            self.0.commit(&touching).await
        })
    }
}

#[derive(Default)]
pub(crate) struct OneByOne(MemoryStore);

impl Fault for OneByOne {
    fn sound(&self) -> &MemoryStore {
        &self.0
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Outcome> {
        Box::pin(async move {
            for change in changes {
                if self.0.commit(std::slice::from_ref(change)).await? == Commit::Conflict {
                    return Ok(Commit::Conflict);
                }
            }
            Ok(Commit::Committed)
        })
    }
}

/// Reads, compares, and then writes whatever is there by now.
#[derive(Default)]
pub(crate) struct ChecksFirst(MemoryStore);

impl Fault for ChecksFirst {
    fn sound(&self) -> &MemoryStore {
        &self.0
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Outcome> {
        Box::pin(checks_first(&self.0, changes, |_| true, |changes| changes.iter().map(unchecked).collect()))
    }
}

#[derive(Default)]
pub(crate) struct ChecksAbsenceFirst(MemoryStore);

impl Fault for ChecksAbsenceFirst {
    fn sound(&self) -> &MemoryStore {
        &self.0
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Outcome> {
        let rest = |changes: &[Change]| {
            let lax =
                |change: &Change| if expects_absence(change) { unchecked(change) } else { change.clone() };
            changes.iter().map(lax).collect()
        };
        Box::pin(checks_first(&self.0, changes, expects_absence, rest))
    }
}

/// Snapshot isolation: only what is written is checked again.
#[derive(Default)]
pub(crate) struct ChecksKeepsFirst(MemoryStore);

impl Fault for ChecksKeepsFirst {
    fn sound(&self) -> &MemoryStore {
        &self.0
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Outcome> {
        Box::pin(checks_first(&self.0, changes, |change| change.action == Action::Keep, without_keeps))
    }
}

/// Checks the `early` ones, and commits the `rest` a moment later.
async fn checks_first(
    store: &MemoryStore,
    changes: &[Change],
    early: impl Fn(&Change) -> bool,
    rest: impl Fn(&[Change]) -> Vec<Change>,
) -> Result<Commit, StoreError> {
    let checked: Vec<Change> = changes.iter().filter(|change| early(change)).cloned().collect();
    if !hold(store, &checked).await? {
        return Ok(Commit::Conflict);
    }
    yield_now().await;
    store.commit(&rest(changes)).await
}

fn expects_absence(change: &Change) -> bool {
    change.expect == Expect::Absent
}

fn without_keeps(changes: &[Change]) -> Vec<Change> {
    changes.iter().filter(|change| change.action != Action::Keep).cloned().collect()
}

/// More than ten commits at once, and it says yes to those that it has no room for.
#[derive(Default)]
pub(crate) struct DropsUnderLoad {
    store: MemoryStore,
    under_way: AtomicUsize,
}

impl Fault for DropsUnderLoad {
    fn sound(&self) -> &MemoryStore {
        &self.store
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Outcome> {
        Box::pin(async move {
            let place = Place::take(&self.under_way);
            yield_now().await;
            if place.number >= 10 { Ok(Commit::Committed) } else { self.store.commit(changes).await }
        })
    }
}

/// Given back when the commit is over, or abandoned.
struct Place<'a> {
    taken: &'a AtomicUsize,
    number: usize,
}

impl<'a> Place<'a> {
    fn take(taken: &'a AtomicUsize) -> Self {
        Self { taken, number: taken.fetch_add(1, Ordering::SeqCst) }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.taken.fetch_sub(1, Ordering::SeqCst);
    }
}
