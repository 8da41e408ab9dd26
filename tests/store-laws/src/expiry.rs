//! Laws of `expires_at`.

use crate::bench::{Bench, Handle, as_read, delete, keep, put, put_until};
use crate::report::{Finding, Verdict, ensure, same};
use badgehouse::store::{Commit, Expect, Key, MAX_LIST_LIMIT};
use std::time::{SystemTime, UNIX_EPOCH};

/// A second that is long past, so that no law waits for a clock.
const LONG_AGO: u64 = 1;
/// The last second of the year 9999.
const FAR: u64 = 253_402_300_799;

pub(crate) async fn not_hidden_early(bench: &Bench) -> Verdict {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    // A minute is longer than this law takes, and too short for a store that goes by a clock which is ahead. An hour catches one that counts in another unit.
    let seconds = [now + 60, now + 3600, 4_102_444_800, FAR];
    let mut keys = Vec::new();
    for (number, second) in seconds.into_iter().enumerate() {
        let key = bench.key(&format!("a{number}"));
        bench.first.must_commit(&[put_until(&key, Expect::Any, b"kept", Some(second))]).await?;
        keys.push(key);
    }
    for (name, last) in [("b-none", None), ("c-far", Some(FAR))] {
        let key = bench.key(name);
        bench.first.must_commit(&[put_until(&key, Expect::Any, b"short", Some(LONG_AGO))]).await?;
        bench.first.must_commit(&[put_until(&key, Expect::Any, b"kept", last)]).await?;
        keys.push(key);
    }
    for key in &keys {
        let seen = bench.second.get_one(key).await?.map(|entry| entry.value);
        same(&format!("the entry at `{key}`, which has not expired"), &seen, &Some(b"kept".to_vec()))?;
        let again = put_until(key, Expect::Absent, b"never", None);
        same("a put that expects nothing there", &bench.first.commit(&[again]).await?, &Commit::Conflict)?;
    }
    bench.first.settled_list(&bench.prefix(""), None, MAX_LIST_LIMIT, &keys).await.map(drop)
}

pub(crate) async fn hidden_is_absent(bench: &Bench) -> Verdict {
    let expired = async |name: &str| {
        let key = bench.key(name);
        bench.first.must_commit(&[put_until(&key, Expect::Any, b"short", Some(LONG_AGO))]).await?;
        Ok::<Key, Finding>(key)
    };
    let key = expired("put").await?;
    as_it_is_read(bench, &key, |expect| put(&key, expect, b"new")).await?;
    same("the put over an expired entry", &bench.first.existing(&key).await?.value, &b"new".to_vec())?;

    let key = expired("delete").await?;
    as_it_is_read(bench, &key, |expect| delete(&key, expect)).await?;
    same("the deleted entry", &bench.first.get_one(&key).await?, &None)?;

    let key = expired("keep").await?;
    as_it_is_read(bench, &key, |expect| keep(&key, expect)).await?;

    let key = expired("any").await?;
    bench.first.put(&key, b"new").await?;
    same("the put over an expired entry", &bench.first.existing(&key).await?.value, &b"new".to_vec())
}

pub(crate) async fn hidden_everywhere(bench: &Bench) -> Verdict {
    for number in 0..2 {
        let key = bench.key(&number.to_string());
        bench.first.must_commit(&[put_until(&key, Expect::Any, b"short", Some(LONG_AGO))]).await?;
        let (reads, commits) = (bench.handle(number), bench.handle(number + 1));
        as_it_is_read_by(reads, commits, &key, |expect| put(&key, expect, b"new")).await?;
        same("the put over an expired entry", &reads.existing(&key).await?.value, &b"new".to_vec())?;
    }
    Ok(())
}

async fn as_it_is_read(
    bench: &Bench,
    key: &Key,
    change: impl Fn(Expect) -> badgehouse::store::Change,
) -> Verdict {
    as_it_is_read_by(&bench.first, &bench.first, key, change).await
}

/// A commit that expects what a get saw. The store may hide the entry in between, but not again and again.
async fn as_it_is_read_by(
    reads: &Handle,
    commits: &Handle,
    key: &Key,
    change: impl Fn(Expect) -> badgehouse::store::Change,
) -> Verdict {
    let mut seen = Vec::new();
    for _ in 0..10 {
        let found = reads.get_one(key).await?;
        let expect = as_read(found.as_ref());
        if commits.commit(&[change(expect.clone())]).await? == Commit::Committed {
            return Ok(());
        }
        seen.push(expect);
    }
    ensure(
        false,
        "a commit that expects what a get sees of an expired entry to succeed",
        format!("conflicts, while the get saw {seen:?}"),
    )
}
