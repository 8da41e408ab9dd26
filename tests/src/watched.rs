//! A store that counts what is asked of it, and fails a test that asks for more than the port allows.

use badgehouse::store::{Change, Commit, Entry, Key, Listed, Reply, Store, StoreError};
use badgehouse_simulation::bounds::{assert_commit, assert_get, assert_list};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What was asked of a store.
#[derive(Debug, Default)]
pub struct Counts {
    gets: AtomicU64,
    lists: AtomicU64,
    commits: AtomicU64,
    changed: AtomicU64,
}

impl Counts {
    /// Gets, lists and commits so far.
    pub fn asked(&self) -> [u64; 3] {
        [&self.gets, &self.lists, &self.commits].map(|count| count.load(Ordering::SeqCst))
    }

    /// Commits that took effect on a company's records; the signing keys are no company's.
    pub fn changed(&self) -> u64 {
        self.changed.load(Ordering::SeqCst)
    }
}

/// A store, watched.
pub struct Watched<S> {
    inner: S,
    counts: Arc<Counts>,
}

impl<S: Store> Watched<S> {
    /// Watches `inner`; `counts` is what one looks at.
    pub fn new(inner: S, counts: Arc<Counts>) -> Self {
        Self { inner, counts }
    }
}

impl<S: Store> Store for Watched<S> {
    fn get<'a>(&'a self, keys: &'a [Key]) -> Reply<'a, Result<Vec<Option<Entry>>, StoreError>> {
        assert_get(keys);
        self.counts.gets.fetch_add(1, Ordering::SeqCst);
        self.inner.get(keys)
    }

    fn list<'a>(
        &'a self,
        prefix: &'a str,
        after: Option<&'a Key>,
        limit: u32,
    ) -> Reply<'a, Result<Vec<Listed>, StoreError>> {
        assert_list(prefix, limit);
        self.counts.lists.fetch_add(1, Ordering::SeqCst);
        self.inner.list(prefix, after, limit)
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Result<Commit, StoreError>> {
        assert_commit(changes);
        self.counts.commits.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move {
            let committed = self.inner.commit(changes).await?;
            let of_a_company = changes.iter().any(|change| change.key.partition() != "keys");
            if committed == Commit::Committed && of_a_company {
                self.counts.changed.fetch_add(1, Ordering::SeqCst);
            }
            Ok(committed)
        })
    }
}
