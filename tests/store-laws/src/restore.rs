//! The law of versions after a backup was restored: what was read before must not fit what is written after.

use crate::bench::{Bench, Handle};
use crate::report::Verdict;
use crate::versions::{Past, put_again};
use badgehouse::store::StoreError;

/// More after the restore than were lost by it, so that a counter that was set back passes every lost version.
const LOST: usize = 20;
const AFTER: usize = 60;

pub(crate) async fn versions_never_repeat(
    store: Handle,
    backup: impl AsyncFnOnce() -> Result<(), StoreError>,
    restore: impl AsyncFnOnce() -> Result<Handle, StoreError>,
) -> Verdict {
    let bench = Bench::new(store.clone(), store);
    let key = bench.key("restored");
    let mut past = Past::default();
    bench.first.put(&key, b"the same").await?;
    past.add(&bench.first, &key).await?;
    backup().await?;
    for _ in 0..LOST {
        put_again(&bench.first, &key, &mut past).await?;
    }

    let restored = restore().await?;
    for _ in 0..AFTER {
        put_again(&restored, &key, &mut past).await?;
    }
    past.conflict(&restored, &key).await?;
    restored.delete(&key).await?;
    restored.put(&key, b"the same").await?;
    past.add(&restored, &key).await
}
