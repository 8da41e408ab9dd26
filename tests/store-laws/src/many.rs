//! The law of many at once: each task compares its partition with a model of it.

use crate::bench::{Bench, Handle, at_once};
use crate::report::{Finding, Verdict, same};
use badgehouse::store::{Action, Change, Commit, Entry, Expect, Key, MAX_LIST_LIMIT};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::collections::BTreeMap;
use tokio::task::yield_now;

const TASKS: u64 = 16;
const STEPS: usize = 40;

pub(crate) async fn tasks(bench: &Bench) -> Verdict {
    at_once((0..TASKS).map(|number| {
        let partition = format!("-task{number}");
        let keys = (0..6).map(|key| bench.key_in(&partition, &key.to_string())).collect();
        let task = Task {
            handles: [bench.first.clone(), bench.second.clone()],
            keys,
            model: BTreeMap::new(),
            random: ChaCha8Rng::seed_from_u64(number),
        };
        task.run()
    }))
    .await
    .map(drop)
}

struct Task {
    handles: [Handle; 2],
    keys: Vec<Key>,
    /// What must be there; nobody else writes here.
    model: BTreeMap<Key, Entry>,
    random: ChaCha8Rng,
}

impl Task {
    async fn run(mut self) -> Verdict {
        for step in 0..STEPS {
            let changes = self.changes();
            let expected = match changes.iter().all(|change| self.holds(change)) {
                true => Commit::Committed,
                false => Commit::Conflict,
            };
            let seen = self.handles[step % 2].commit(&changes).await?;
            same("the outcome of a commit by the only writer of its partition", &seen, &expected)?;
            yield_now().await;
            self.compare(&changes, expected).await?;
        }
        let listed: Vec<Key> = self.model.keys().cloned().collect();
        let prefix = format!("{}/", self.keys[0].partition());
        self.handles[0].settled_list(&prefix, None, MAX_LIST_LIMIT, &listed).await.map(drop)
    }

    /// Changes of some keys, most of which expect what is there.
    fn changes(&mut self) -> Vec<Change> {
        let mut keys = self.keys.clone();
        let mut changes = Vec::new();
        for _ in 0..=self.below(3) {
            let key = keys.remove(self.below(keys.len()));
            let there = self.model.get(&key).map(|entry| Expect::Version(entry.version.clone()));
            let expect = match self.below(10) {
                0 => Expect::Absent,
                1..4 => Expect::Any,
                _ => there.unwrap_or(Expect::Absent),
            };
            let action = match self.below(4) {
                0 => Action::Keep,
                1 => Action::Delete,
                _ => Action::Put { value: self.random.next_u64().to_string().into_bytes(), expires_at: None },
            };
            changes.push(Change { key, expect, action });
        }
        changes
    }

    fn holds(&self, change: &Change) -> bool {
        let found = self.model.get(&change.key);
        match &change.expect {
            Expect::Any => true,
            Expect::Absent => found.is_none(),
            Expect::Version(version) => found.is_some_and(|entry| entry.version == *version),
        }
    }

    /// Reads everything, compares it with the model, and takes over the versions that the commit made.
    async fn compare(&mut self, changes: &[Change], outcome: Commit) -> Verdict {
        let handle = self.handles[self.below(2)].clone();
        let found = handle.get(&self.keys).await?;
        let keys = self.keys.clone();
        for (key, found) in keys.into_iter().zip(found) {
            let change = changes.iter().find(|change| change.key == key && outcome == Commit::Committed);
            let before = self.model.remove(&key);
            match change.map(|change| &change.action) {
                None | Some(Action::Keep) => same("what no commit changed", &found, &before)?,
                Some(Action::Delete) => same("what was deleted", &found, &None)?,
                Some(Action::Put { value, .. }) => {
                    let seen = found.as_ref().map(|entry| &entry.value);
                    same("what was put", &seen, &Some(value))?;
                    new_version(found.as_ref(), before.as_ref())?;
                }
            }
            if let Some(found) = found {
                self.model.insert(key, found);
            }
        }
        Ok(())
    }

    fn below(&mut self, end: usize) -> usize {
        self.random.next_u32() as usize % end
    }
}

fn new_version(found: Option<&Entry>, before: Option<&Entry>) -> Verdict {
    match (found, before) {
        (Some(found), Some(before)) if found.version == before.version => {
            Err(Finding::new("a new version by a put", format!("{:?} again", found.version)))
        }
        _ => Ok(()),
    }
}
