//! The laws of the store port, as a kit that the author of an adapter runs against a real store.
//!
//! ```no_run
//! # async fn example(my_store: impl badgehouse::store::Store + Clone + 'static) {
//! badgehouse_store_laws::check(async || Ok(my_store.clone())).await.assert_kept();
//! # }
//! ```
//!
//! Run it within a tokio runtime of several threads, with time enabled. Each law works in partitions of its own, whose names no other
//! run has; the entries are left behind.

mod bench;
mod commits;
mod expiry;
mod law;
mod lists;
mod many;
mod races;
mod reads;
mod report;
mod restore;
mod snapshot;
mod versions;

pub use law::Law;
pub use report::{Breach, Report};

use badgehouse::store::{Store, StoreError};
use bench::{Bench, Handle};
use std::sync::Arc;

/// Tests every law but [`Law::RestoredVersions`]. Every call of `open` gives a handle on the same data: another connection where the
/// store has such, else a clone.
pub async fn check<S, F>(open: F) -> Report
where
    S: Store + 'static,
    F: AsyncFn() -> Result<S, StoreError>,
{
    let mut report = Report::default();
    for law in Law::ALL.into_iter().filter(|law| *law != Law::RestoredVersions) {
        report.add(check_law(law, &open).await);
    }
    report
}

/// Tests one law other than [`Law::RestoredVersions`], with `open` as for [`check`].
pub async fn check_law<S, F>(law: Law, open: F) -> Report
where
    S: Store + 'static,
    F: AsyncFn() -> Result<S, StoreError>,
{
    let handle = async || Ok::<_, StoreError>(Handle::new(Arc::new(open().await?)));
    let verdict = async || law.check(&Bench::new(handle().await?, handle().await?)).await;
    Report::of(law, verdict().await)
}

/// Tests [`Law::RestoredVersions`]: `backup` copies the data of `store`; `restore` opens what that copy held, as is done after a loss.
pub async fn check_restore<S, R>(
    store: S,
    backup: impl AsyncFnOnce() -> Result<(), StoreError>,
    restore: impl AsyncFnOnce() -> Result<R, StoreError>,
) -> Report
where
    S: Store + 'static,
    R: Store + 'static,
{
    let restore = async || Ok::<_, StoreError>(Handle::new(Arc::new(restore().await?)));
    let verdict = restore::versions_never_repeat(Handle::new(Arc::new(store)), backup, restore).await;
    Report::of(Law::RestoredVersions, verdict)
}
