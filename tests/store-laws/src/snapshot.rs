//! Laws of the whole commit: seen while it happens, and given up while it happens.

use crate::bench::{Bench, Handle, at_once, delete, give_way, put};
use crate::report::{Finding, Verdict, ensure, same};
use badgehouse::store::{Change, Expect, Key, SNAPSHOT_KEYS};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use tokio::task::yield_now;

/// Eight keys that always hold the same number, and a token that is always at one of two.
pub(crate) async fn whole(bench: &Bench) -> Verdict {
    let keys = bench.keys("snapshot", SNAPSHOT_KEYS);
    bench.first.must_commit(&round(&keys, 0)).await?;
    let over = Arc::new(AtomicBool::new(false));
    let mut tasks: Vec<Pin<Box<dyn Future<Output = Verdict> + Send>>> = Vec::new();
    for number in 0..4 {
        tasks.push(Box::pin(read(number, bench.handle(number).clone(), keys.clone(), Arc::clone(&over))));
    }
    tasks.push(Box::pin(write(bench.first.clone(), keys, over)));
    at_once(tasks).await.map(drop)
}

async fn write(writer: Handle, keys: Vec<Key>, over: Arc<AtomicBool>) -> Verdict {
    let mut random = ChaCha8Rng::seed_from_u64(100);
    for number in 1..=100 {
        writer.must_commit(&round(&keys, number)).await?;
        give_way(&mut random).await;
    }
    over.store(true, Ordering::SeqCst);
    Ok(())
}

async fn read(number: usize, reader: Handle, keys: Vec<Key>, over: Arc<AtomicBool>) -> Verdict {
    let mut random = ChaCha8Rng::seed_from_u64(number as u64);
    let mut last = 0;
    while !over.load(Ordering::SeqCst) {
        let number = seen_whole(&reader, &keys).await?;
        ensure(number >= last, format!("commit {last} or a later one"), format!("commit {number}"))?;
        last = number;
        give_way(&mut random).await;
    }
    Ok(())
}

/// Which commit of [`round`] a get sees.
async fn seen_whole(reader: &Handle, keys: &[Key]) -> Result<u64, Finding> {
    let found = reader.get(keys).await?;
    let values: Vec<Option<String>> = found
        .into_iter()
        .map(|entry| entry.map(|entry| String::from_utf8_lossy(&entry.value).into_owned()))
        .collect();
    let number: Option<u64> = values[0].as_deref().and_then(|value| value.parse().ok());
    let number = number.ok_or_else(|| Finding::new("a number at the first key", format!("{values:?}")))?;
    let text = |there: bool| there.then(|| number.to_string());
    let mut whole = vec![text(true); keys.len() - 2];
    whole.extend([text(number.is_multiple_of(2)), text(number % 2 == 1)]);
    same("all that one commit wrote", &values, &whole)?;
    Ok(number)
}

/// One commit of all keys: the number at all but the last two, and the token from one of those to the other.
fn round(keys: &[Key], number: u64) -> Vec<Change> {
    let value = number.to_string().into_bytes();
    let (numbered, places) = keys.split_at(keys.len() - 2);
    let (from, to) =
        if number.is_multiple_of(2) { (&places[1], &places[0]) } else { (&places[0], &places[1]) };
    let puts = numbered.iter().chain([to]).map(|key| put(key, Expect::Any, &value));
    puts.chain([delete(from, Expect::Any)]).collect()
}

pub(crate) async fn abandoned(bench: &Bench) -> Verdict {
    let keys = bench.keys("abandoned", SNAPSHOT_KEYS);
    bench.first.must_commit(&round(&keys, 0)).await?;
    for number in 1..=20 {
        let changes = round(&keys, number);
        let mut commit = bench.first.store().commit(&changes);
        for _ in 0..number % 4 {
            // Whatever the answer is, nobody looks at it.
            if poll_fn(|context| Poll::Ready(commit.as_mut().poll(context).is_ready())).await {
                break;
            }
            yield_now().await;
        }
        drop(commit);
        for look in 0..4 {
            seen_whole(bench.handle(look), &keys).await?;
            yield_now().await;
        }
    }
    Ok(())
}
