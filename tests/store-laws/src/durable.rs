//! The law of what was answered: it is there after a crash, and nothing is there in part.

use crate::bench::{Bench, Handle, delete, put};
use crate::report::{Verdict, ensure, same};
use badgehouse::store::{Change, Expect, Key, SNAPSHOT_KEYS, StoreError};

const CRASHES: usize = 4;
const COMMITS: usize = 8;

pub(crate) async fn after_a_crash(
    open: impl AsyncFn() -> Result<Handle, StoreError>,
    crash: impl AsyncFn() -> Result<(), StoreError>,
) -> Verdict {
    let bench = Bench::new(open().await?, open().await?);
    let (answered, under_way) = (bench.keys("answered", COMMITS * 2), bench.keys("under-way", SNAPSHOT_KEYS));
    drop(bench);
    for round in 0..CRASHES {
        let store = open().await?;
        let value = round.to_string().into_bytes();
        let mut expected = Vec::new();
        for (number, pair) in answered.chunks(2).enumerate() {
            // Puts, puts over what is there, and deletes, in turn.
            let stays = (number + round) % 3 > 0;
            let second =
                if stays { put(&pair[1], Expect::Any, &value) } else { delete(&pair[1], Expect::Any) };
            store.must_commit(&[put(&pair[0], Expect::Any, &value), second]).await?;
            expected.extend([Some(value.clone()), stays.then(|| value.clone())]);
        }
        let changes: Vec<Change> = under_way.iter().map(|key| put(key, Expect::Any, &value)).collect();
        let writer = store.clone();
        let doubtful = tokio::spawn(async move { writer.try_commit(&changes).await.is_ok() });
        crash().await?;
        doubtful.abort();
        drop(store);

        let store = open().await?;
        for (keys, expected) in answered.chunks(2).zip(expected.chunks(2)) {
            let what = "what was answered before the crash, at two keys of one commit";
            same(what, &values(&store, keys).await?.as_slice(), &expected)?;
        }
        let seen = values(&store, &under_way).await?;
        let whole = seen.iter().all(|value| *value == seen[0]);
        ensure(whole, "what was under way at the crash whole, or not at all", format!("{seen:?}"))?;
    }
    Ok(())
}

async fn values(store: &Handle, keys: &[Key]) -> Result<Vec<Option<Vec<u8>>>, crate::report::Finding> {
    let found = store.get(keys).await?;
    Ok(found.into_iter().map(|entry| entry.map(|entry| entry.value)).collect())
}
