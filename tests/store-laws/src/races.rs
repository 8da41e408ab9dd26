//! Laws of commits at once.

use crate::bench::{Bench, Handle, as_read, at_once, give_way, keep, put, version_of};
use crate::report::{Finding, Verdict, ensure, same};
use badgehouse::store::{Commit, Expect, Key};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use tokio::task::yield_now;

const TASKS: usize = 8;
const INCREMENTS: u64 = 20;
/// Each conflict of a task is a success of another, so that this many mean that there is no way through.
const MOST_ATTEMPTS: u64 = 10_000;

pub(crate) async fn no_lost_update(bench: &Bench) -> Verdict {
    let key = bench.key("number");
    let task = |number| increment(number, bench.handle(number).clone(), key.clone());
    let unknown: u64 = at_once((0..TASKS).map(task)).await?.into_iter().sum();
    let sum = number_at(&bench.first, &key).await?.0;
    let answered = TASKS as u64 * INCREMENTS - unknown;
    ensure(
        (answered..=answered + unknown).contains(&sum),
        format!("{answered} increments that were committed, and up to {unknown} whose outcome is unknown"),
        format!("a sum of {sum}"),
    )
}

/// Increments until each increment is committed; answers how many ended unknown.
async fn increment(number: usize, store: Handle, key: Key) -> Result<u64, Finding> {
    let mut random = ChaCha8Rng::seed_from_u64(number as u64);
    let mut unknown = 0;
    for _ in 0..INCREMENTS {
        let mut attempts = 0;
        loop {
            let (number, expect) = number_at(&store, &key).await?;
            give_way(&mut random).await;
            let next = put(&key, expect, (number + 1).to_string().as_bytes());
            match store.try_commit(&[next]).await? {
                Some(Commit::Committed) => break,
                Some(Commit::Conflict) => attempts += 1,
                None => {
                    unknown += 1;
                    break;
                }
            }
            let expected = "a commit with the version that was just read to succeed in the end";
            ensure(attempts < MOST_ATTEMPTS, expected, format!("{attempts} conflicts"))?;
        }
    }
    Ok(unknown)
}

async fn number_at(store: &Handle, key: &Key) -> Result<(u64, Expect), Finding> {
    let found = store.get_one(key).await?;
    let expect = as_read(found.as_ref());
    let text = found.map_or("0".into(), |entry| String::from_utf8_lossy(&entry.value).into_owned());
    let number = text.parse().map_err(|_| Finding::new("the number that was put", format!("`{text}`")))?;
    Ok((number, expect))
}

pub(crate) async fn one_creator(bench: &Bench) -> Verdict {
    for key in bench.keys("created", 20) {
        let create = |number: usize| {
            let (store, key) = (bench.handle(number).clone(), key.clone());
            async move {
                let value = number.to_string();
                yield_now().await;
                let outcome = store.try_commit(&[put(&key, Expect::Absent, value.as_bytes())]).await?;
                Ok((outcome, value))
            }
        };
        let outcomes = at_once((0..TASKS).map(create)).await?;
        let sure = outcomes.iter().all(|(outcome, _)| outcome.is_some());
        let mut winners = outcomes.iter().filter(|(outcome, _)| *outcome == Some(Commit::Committed));
        let count = winners.clone().count();
        ensure(count == 1 || (count == 0 && !sure), "one creator", format!("{count} creators"))?;
        if let Some((_, winner)) = winners.next() {
            let value = bench.first.existing(&key).await?.value;
            same(
                "the value of the one creator",
                &String::from_utf8_lossy(&value).as_ref(),
                &winner.as_str(),
            )?;
        }
    }
    Ok(())
}

/// How often two commits are let loose on each other, of each kind. A store that only makes sure of what it writes lets about two of three such pairs through.
const PAIRS: usize = 40;

/// Two commits, each of which checks what the other changes: whichever comes second must conflict. Where both check that nothing is there, there is no row that a store
/// could hold for them; that alone tells a snapshot from one order of all.
pub(crate) async fn one_instant(bench: &Bench) -> Verdict {
    let keys = [bench.key("one"), bench.key("other")];
    for round in 0..PAIRS {
        bench.first.put_all(&keys).await?;
        let expects = [
            version_of(&bench.first.existing(&keys[0]).await?),
            version_of(&bench.second.existing(&keys[1]).await?),
        ];
        one_of_two(bench, "there", &keys, expects).await?;
        let fresh = bench.keys(&format!("pair{round:04}-"), 2);
        let fresh = [fresh[0].clone(), fresh[1].clone()];
        one_of_two(bench, "absent", &fresh, [Expect::Absent, Expect::Absent]).await?;
    }
    Ok(())
}

async fn one_of_two(bench: &Bench, state: &str, keys: &[Key; 2], expects: [Expect; 2]) -> Verdict {
    let outcomes = at_once(expects.into_iter().enumerate().map(|(number, expect)| {
        let store = bench.handle(number).clone();
        let changes = [keep(&keys[number], expect), put(&keys[1 - number], Expect::Any, b"changed")];
        async move {
            yield_now().await;
            store.try_commit(&changes).await
        }
    }))
    .await?;
    let committed = outcomes.iter().filter(|outcome| **outcome == Some(Commit::Committed)).count();
    let sure = outcomes.iter().all(Option::is_some);
    ensure(
        committed == 1 || (committed == 0 && !sure),
        format!("of two commits that each change what the other checks to be {state}, one"),
        format!("{committed} committed"),
    )
}
