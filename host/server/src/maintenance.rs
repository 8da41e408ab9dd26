//! What time makes due: the store's time, the next signing key, usage to record, and entries of the store that have expired.

use crate::backend::Backend;
use crate::store::Store;
use badgehouse::time::{ClockStand, Maintained};
use badgehouse::timestamp::Timestamp;
use std::time::Duration;

/// Well below the day for which a signing key is published before it signs.
const EVERY: Duration = Duration::from_secs(600);
/// So many entries are purged at a time, so that no other commit waits long.
const PURGED_AT_ONCE: u32 = 500;

/// Maintains at once and then by a timer, for as long as it is polled. A failure is logged, and mended by the next turn.
pub(crate) async fn keep(backend: Backend, store: Store) {
    let mut timer = tokio::time::interval(EVERY);
    let mut stand = ClockStand::Near;
    loop {
        timer.tick().await;
        match backend.maintain().await {
            Ok(maintained) => {
                tell(stand, &maintained);
                stand = maintained.stand;
                if let Err(error) = purge(&store, maintained.store_time).await {
                    tracing::error!(%error, "expired entries could not be purged");
                }
            }
            Err(error) => tracing::error!(%error, diagnostic = error.diagnostic, "maintenance failed"),
        }
        if let Err(error) = backend.record_usage().await {
            tracing::error!(%error, diagnostic = error.diagnostic, "usage could not be recorded");
        }
    }
}

/// The last turn, so that the next process begins with what this one has seen of time.
pub(crate) async fn end(backend: &Backend) {
    if let Err(error) = backend.maintain().await {
        tracing::warn!(%error, diagnostic = error.diagnostic, "how far time has come could not be kept");
    }
}

/// Says once what has become of the clock, and what to do.
fn tell(before: ClockStand, now: &Maintained) {
    let store_time = now.store_time;
    match now.stand {
        stand if stand == before => {}
        ClockStand::Near => tracing::info!(%store_time, "the clock is near the store's time again"),
        ClockStand::FarAhead => tracing::warn!(
            %store_time,
            "the clock is more than two days ahead of the store's time: it is wrong, or this store was not served for as long. Requests are answered; nothing is purged or rolled over by this \
             clock until then. Mend the clock, or say that it is right: badgehouse clock --believe"
        ),
        ClockStand::FarBehind => tracing::warn!(
            %store_time,
            "the clock is more than two days behind the store's time: it is wrong, or was when the store's time was set by it. What is judged goes by two days before the store's time, so that nothing that \
             has ended comes back; what clients sign by right clocks may be refused. Mend the clock, or say that it is right: badgehouse clock --believe"
        ),
    }
}

/// By the store's time, which no clock can hurry: what is purged because a clock was wrong would count again once it is right.
async fn purge(store: &Store, store_time: Timestamp) -> Result<(), badgehouse::store::StoreError> {
    while store.purge_expired(store_time.seconds(), PURGED_AT_ONCE).await? == PURGED_AT_ONCE as usize {}
    Ok(())
}
