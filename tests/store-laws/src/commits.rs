//! Laws of a commit: its expectations, and all or nothing.

use crate::bench::{Bench, delete, keep, put, version_of};
use crate::report::{Finding, Verdict, same};
use badgehouse::store::{Action, Change, Commit, Entry, Expect, Key, MAX_CHANGES};

pub(crate) async fn expectations(bench: &Bench) -> Verdict {
    for case in cases() {
        for action in ["put", "delete"] {
            let key = bench.key(&format!("{action}-{}", case.name));
            let (before, expect) = case.prepare(bench, &key).await?;
            let change = match action {
                "put" => put(&key, expect, b"new"),
                _ => delete(&key, expect),
            };
            let seen = bench.first.commit(&[change]).await?;
            let what = format!("a {action} that expects {}", case.text());
            same(&what, &seen, &case.outcome())?;
            let after = bench.first.get_one(&key).await?;
            if !case.holds {
                same(&format!("the entry after the conflict of {what}"), &after, &before)?;
                continue;
            }
            let value = after.as_ref().map(|entry| entry.value.as_slice());
            same(
                &format!("the value after {what}"),
                &value,
                &(action == "put").then_some(b"new".as_slice()),
            )?;
        }
    }
    Ok(())
}

pub(crate) async fn keep_only_checks(bench: &Bench) -> Verdict {
    for case in cases() {
        let key = bench.key(&format!("keep-{}", case.name));
        let beside = bench.key(&format!("beside-{}", case.name));
        let (before, expect) = case.prepare(bench, &key).await?;
        let what = format!("a keep that expects {}", case.text());

        let alone = bench.first.commit(&[keep(&key, expect.clone())]).await?;
        same(&what, &alone, &case.outcome())?;
        same(&format!("the entry after {what}"), &bench.first.get_one(&key).await?, &before)?;

        let changes = [put(&beside, Expect::Any, b"beside"), keep(&key, expect)];
        same(&format!("{what}, beside a put"), &bench.first.commit(&changes).await?, &case.outcome())?;
        same(&format!("the entry after {what}"), &bench.first.get_one(&key).await?, &before)?;
        let put_beside = bench.first.get_one(&beside).await?.is_some();
        same(&format!("whether the put beside {what} took effect"), &put_beside, &case.holds)?;
    }
    Ok(())
}

/// What may be at a key, and what a change may expect there.
struct Case {
    name: &'static str,
    state: State,
    expect: Expected,
    holds: bool,
}

#[derive(Clone, Copy)]
enum State {
    NeverThere,
    Deleted,
    There,
}

#[derive(Clone, Copy)]
enum Expected {
    Any,
    Absent,
    /// The version that is there, or that was there last.
    Last,
    /// One before that.
    Earlier,
}

fn cases() -> Vec<Case> {
    let case = |name, state, expect, holds| Case { name, state, expect, holds };
    vec![
        case("never-any", State::NeverThere, Expected::Any, true),
        case("never-absent", State::NeverThere, Expected::Absent, true),
        case("deleted-any", State::Deleted, Expected::Any, true),
        case("deleted-absent", State::Deleted, Expected::Absent, true),
        case("deleted-last", State::Deleted, Expected::Last, false),
        case("deleted-earlier", State::Deleted, Expected::Earlier, false),
        case("there-any", State::There, Expected::Any, true),
        case("there-absent", State::There, Expected::Absent, false),
        case("there-last", State::There, Expected::Last, true),
        case("there-earlier", State::There, Expected::Earlier, false),
    ]
}

impl Case {
    /// Brings the key into the state: what is there then, and the expectation.
    async fn prepare(&self, bench: &Bench, key: &Key) -> Result<(Option<Entry>, Expect), Finding> {
        let mut versions = Vec::new();
        if !matches!(self.state, State::NeverThere) {
            for _ in 0..2 {
                bench.first.put(key, b"old").await?;
                versions.push(version_of(&bench.first.existing(key).await?));
            }
        }
        if matches!(self.state, State::Deleted) {
            bench.first.delete(key).await?;
        }
        let expect = match self.expect {
            Expected::Any => Expect::Any,
            Expected::Absent => Expect::Absent,
            Expected::Last => versions[1].clone(),
            Expected::Earlier => versions[0].clone(),
        };
        Ok((bench.first.get_one(key).await?, expect))
    }

    fn outcome(&self) -> Commit {
        if self.holds { Commit::Committed } else { Commit::Conflict }
    }

    fn text(&self) -> String {
        let expect = match self.expect {
            Expected::Any => "anything",
            Expected::Absent => "nothing",
            Expected::Last => "the last version",
            Expected::Earlier => "an earlier version",
        };
        let state = match self.state {
            State::NeverThere => "nothing ever was",
            State::Deleted => "an entry was deleted",
            State::There => "an entry is",
        };
        format!("{expect} where {state}")
    }
}

/// Commits of the most changes, with one expectation that does not hold: at each end, in the middle, of each kind.
pub(crate) async fn all_or_nothing(bench: &Bench) -> Verdict {
    let keys = bench.keys("whole", MAX_CHANGES);
    let there: Vec<Key> = keys.iter().step_by(2).cloned().collect();
    bench.first.put_all(&there).await?;
    for place in [0, 1, MAX_CHANGES / 2, MAX_CHANGES - 2, MAX_CHANGES - 1] {
        let before = bench.first.get(&keys).await?;
        for (kind, unfit) in unfit(&before[place], &before[0]) {
            let mut changes: Vec<Change> =
                keys.iter().zip(&before).enumerate().map(|(at, (key, found))| fit(at, key, found)).collect();
            changes[place].expect = unfit;
            let what = format!("a commit whose change {place} of {MAX_CHANGES} {kind}");
            same(&what, &bench.first.commit(&changes).await?, &Commit::Conflict)?;
            let after = bench.second.get(&keys).await?;
            let changed =
                keys.iter().zip(before.iter().zip(&after)).find(|(_, (before, after))| before != after);
            let seen = changed.map(|(key, (before, after))| format!("`{key}` was {before:?}, is {after:?}"));
            same(&format!("what changed by {what}"), &seen, &None)?;
        }
    }
    Ok(())
}

/// A change whose expectation holds; of all kinds in turn.
fn fit(at: usize, key: &Key, found: &Option<Entry>) -> Change {
    let expect = match (at % 3, found) {
        (0, _) => Expect::Any,
        (_, None) => Expect::Absent,
        (_, Some(entry)) => version_of(entry),
    };
    let action = match at % 5 {
        0 => Action::Delete,
        1 => Action::Keep,
        _ => Action::Put { value: b"new".to_vec(), expires_at: None },
    };
    Change { key: key.clone(), expect, action }
}

/// Expectations that do not hold where `found` is.
fn unfit(found: &Option<Entry>, other: &Option<Entry>) -> Vec<(&'static str, Expect)> {
    match (found, other) {
        (Some(_), _) => vec![("expects nothing where an entry is", Expect::Absent)],
        (None, Some(other)) => vec![("expects an entry where nothing is", version_of(other))],
        (None, None) => vec![],
    }
}
