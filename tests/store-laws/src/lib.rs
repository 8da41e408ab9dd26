//! The laws of the store port, as a kit that the author of an adapter runs against a real store.
//!
//! ```
//! use badgehouse_native::MemoryStore; // yours, instead
//! use badgehouse_store_laws::check;
//!
//! #[tokio::main]
//! async fn main() {
//!     let store = MemoryStore::new();
//!     check(async || Ok(store.clone())).await.assert_kept();
//! }
//! ```
//!
//! Run it within a tokio runtime of several threads, with time enabled. Each law works in partitions of its own, whose names no other
//! run has; the entries are left behind.

mod bench;
mod commits;
mod durable;
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
use report::{Finding, Verdict};
use std::sync::Arc;

/// The laws that need more than handles: [`check_restore`] and [`check_crash`] test them.
const WITH_MORE: [Law; 2] = [Law::RestoredVersions, Law::Durable];

/// Tests every law but [`Law::RestoredVersions`] and [`Law::Durable`], one after the other. `open` is called twice a law; every call gives a handle on the same data: another
/// connection where the store has such, else a clone.
///
/// An error of the store or of `open` where the port wants an answer is a broken law in the report, not an error of this function.
pub async fn check<S, F>(open: F) -> Report
where
    S: Store + 'static,
    F: AsyncFn() -> Result<S, StoreError>,
{
    let mut report = Report::default();
    for law in Law::ALL.into_iter().filter(|law| !WITH_MORE.contains(law)) {
        report.add(check_law(law, &open).await);
    }
    report
}

/// Tests one law, with `open` as for [`check`]. [`Law::RestoredVersions`] and [`Law::Durable`] are reported as broken here, since they take
/// [`check_restore`] and [`check_crash`].
pub async fn check_law<S, F>(law: Law, open: F) -> Report
where
    S: Store + 'static,
    F: AsyncFn() -> Result<S, StoreError>,
{
    let handle = async || Ok::<_, StoreError>(Handle::new(Arc::new(open().await?)));
    let verdict = async || verdict(law, &Bench::new(handle().await?, handle().await?)).await;
    Report::of(law, verdict().await)
}

/// Tests [`Law::RestoredVersions`]: `backup` is called once and copies the data of `store`; `restore` is called
/// once after it and opens what that copy held, as is done after a loss.
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

/// Tests [`Law::Durable`]: `open` opens the store; `crash` ends it as a SIGKILL or a loss of power does, at that moment, so that what `open` answers next holds what a crash
/// leaves. Both are called several times. For a store in a file of this process, `crash` may copy the files as they are and have `open` open the copy.
pub async fn check_crash<S>(
    open: impl AsyncFn() -> Result<S, StoreError>,
    crash: impl AsyncFn() -> Result<(), StoreError>,
) -> Report
where
    S: Store + 'static,
{
    let open = async || Ok::<_, StoreError>(Handle::new(Arc::new(open().await?)));
    Report::of(Law::Durable, durable::after_a_crash(open, crash).await)
}

/// Which test is of which law.
async fn verdict(law: Law, bench: &Bench) -> Verdict {
    match law {
        Law::GetOrder => reads::order(bench).await,
        Law::RoundTrip => reads::round_trip(bench).await,
        Law::Bounds => reads::bounds(bench).await,
        Law::StrongRead => reads::strong(bench).await,
        Law::Snapshot => snapshot::whole(bench).await,
        Law::Expectations => commits::expectations(bench).await,
        Law::Keep => commits::keep_only_checks(bench).await,
        Law::AllOrNothing => commits::all_or_nothing(bench).await,
        Law::AbandonedCommit => snapshot::abandoned(bench).await,
        Law::NoLostUpdate => races::no_lost_update(bench).await,
        Law::OneCreator => races::one_creator(bench).await,
        Law::OneInstant => races::one_instant(bench).await,
        Law::NewVersions => versions::new_at_every_put(bench).await,
        Law::RestoredVersions => Err(Finding::new("a backup, by `check_restore`", "a check without one")),
        Law::Durable => Err(Finding::new("a crash, by `check_crash`", "a check without one")),
        Law::ListOrder => lists::order(bench).await,
        Law::ListPrefix => lists::prefix(bench).await,
        Law::ListPages => lists::pages(bench).await,
        Law::ListEntries => lists::entries(bench).await,
        Law::ListWhileWritten => lists::while_written(bench).await,
        Law::Partitions => lists::partitions(bench).await,
        Law::NotHiddenEarly => expiry::not_hidden_early(bench).await,
        Law::HiddenIsAbsent => expiry::hidden_is_absent(bench).await,
        Law::HiddenEverywhere => expiry::hidden_everywhere(bench).await,
        Law::ManyTasks => many::tasks(bench).await,
    }
}
