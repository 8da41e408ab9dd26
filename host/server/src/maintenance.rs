//! What time makes due: the next signing key, usage to record, and entries of the store that have expired.

use crate::backend::Backend;
use badgehouse_sqlite::SqliteStore;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Well below the day for which a signing key is published before it signs.
const EVERY: Duration = Duration::from_secs(600);
/// So many entries are purged at a time, so that no other commit waits long.
const PURGED_AT_ONCE: u32 = 500;

/// Maintains at once and then by a timer, for as long as it is polled. A failure is logged, and mended by the next turn.
pub(crate) async fn keep(backend: Backend, store: SqliteStore) {
    let mut timer = tokio::time::interval(EVERY);
    loop {
        timer.tick().await;
        if let Err(error) = backend.maintain().await {
            tracing::error!(%error, diagnostic = error.diagnostic, "maintenance failed");
        }
        if let Err(error) = backend.record_usage().await {
            tracing::error!(%error, diagnostic = error.diagnostic, "usage could not be recorded");
        }
        if let Err(error) = purge(&store).await {
            tracing::error!(%error, "expired entries could not be purged");
        }
    }
}

async fn purge(store: &SqliteStore) -> Result<(), badgehouse::store::StoreError> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    while store.purge_expired(now, PURGED_AT_ONCE).await? == PURGED_AT_ONCE as usize {}
    Ok(())
}
