//! A store whose calls are timed, counted and bounded, over any other.

use crate::metrics::Metrics;
use badgehouse::store::{Change, Commit, Entry, Key, Listed, Reply, Store, StoreError};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout};
use tracing::{Instrument, Span, debug_span, field};

/// The store `S`, watched.
#[derive(Clone)]
pub(crate) struct Watched<S> {
    store: S,
    wait: Duration,
    metrics: Arc<Metrics>,
}

impl<S> Watched<S> {
    /// Each call may take as long as `wait`. Of a commit that took longer the outcome is unknown, as of any that is not answered.
    pub(crate) fn new(store: S, wait: Duration, metrics: Arc<Metrics>) -> Self {
        Self { store, wait, metrics }
    }

    async fn watched<T>(
        &self,
        call: &'static str,
        reply: Reply<'_, Result<T, StoreError>>,
        told: fn(&T) -> &'static str,
    ) -> Result<T, StoreError> {
        let span = debug_span!("store", call, outcome = field::Empty);
        async {
            let begun = Instant::now();
            let answer = timeout(self.wait, reply).await.unwrap_or_else(|_| Err(late(self.wait)));
            let outcome = match &answer {
                Ok(answer) => told(answer),
                Err(StoreError::Unavailable(_)) => "unavailable",
                Err(StoreError::Broken(_)) => "broken",
            };
            self.metrics.store_call(call, outcome, begun.elapsed());
            Span::current().record("outcome", outcome);
            answer
        }
        .instrument(span)
        .await
    }
}

fn late(wait: Duration) -> StoreError {
    StoreError::Unavailable(format!(
        "it has not answered within {} seconds (--store-timeout)",
        wait.as_secs()
    ))
}

impl<S: Store> Store for Watched<S> {
    fn get<'a>(&'a self, keys: &'a [Key]) -> Reply<'a, Result<Vec<Option<Entry>>, StoreError>> {
        Box::pin(self.watched("get", self.store.get(keys), |_| "done"))
    }

    fn list<'a>(
        &'a self,
        prefix: &'a str,
        after: Option<&'a Key>,
        limit: u32,
    ) -> Reply<'a, Result<Vec<Listed>, StoreError>> {
        Box::pin(self.watched("list", self.store.list(prefix, after, limit), |_| "done"))
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Result<Commit, StoreError>> {
        let told = |commit: &Commit| match commit {
            Commit::Committed => "done",
            Commit::Conflict => "conflict",
        };
        Box::pin(self.watched("commit", self.store.commit(changes), told))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use badgehouse::store::{Action, Expect};
    use badgehouse_native::MemoryStore;
    use std::future::pending;

    /// A store that takes what it is asked and answers nothing.
    struct Stuck;

    impl Store for Stuck {
        fn get<'a>(&'a self, _: &'a [Key]) -> Reply<'a, Result<Vec<Option<Entry>>, StoreError>> {
            Box::pin(pending())
        }

        fn list<'a>(
            &'a self,
            _: &'a str,
            _: Option<&'a Key>,
            _: u32,
        ) -> Reply<'a, Result<Vec<Listed>, StoreError>> {
            Box::pin(pending())
        }

        fn commit<'a>(&'a self, _: &'a [Change]) -> Reply<'a, Result<Commit, StoreError>> {
            Box::pin(pending())
        }
    }

    fn watched<S>(store: S, wait: Duration) -> (Watched<S>, Arc<Metrics>) {
        let metrics = Arc::new(Metrics::new());
        (Watched::new(store, wait, Arc::clone(&metrics)), metrics)
    }

    #[tokio::test]
    async fn a_store_that_does_not_answer_is_unavailable_and_not_waited_for() {
        let (store, metrics) = watched(Stuck, Duration::from_millis(1));
        let late = store.get(&[Key::parse("acme/x").unwrap()]).await;
        assert!(
            matches!(&late, Err(StoreError::Unavailable(why)) if why.contains("--store-timeout")),
            "{late:?}"
        );
        assert!(store.list("acme/", None, 1).await.is_err() && store.commit(&[]).await.is_err());
        for call in ["get", "list", "commit"] {
            assert_eq!(metrics.store_calls(call, "unavailable"), 1, "{call}");
        }
    }

    #[tokio::test]
    async fn what_the_store_answers_is_passed_on_and_conflicts_are_told_apart() {
        let (store, metrics) = watched(MemoryStore::new(), Duration::from_secs(60));
        let key = Key::parse("acme/x").unwrap();
        let put = || Action::Put { value: b"1".to_vec(), expires_at: None };
        let change = [Change { key: key.clone(), expect: Expect::Absent, action: put() }];
        assert_eq!(store.commit(&change).await, Ok(Commit::Committed));
        assert_eq!(store.commit(&change).await, Ok(Commit::Conflict));
        assert_eq!(store.list("acme/", None, 10).await.unwrap().len(), 1);
        assert!(store.get(&[key]).await.unwrap()[0].is_some());
        assert_eq!(
            (metrics.store_calls("commit", "done"), metrics.store_calls("commit", "conflict")),
            (1, 1)
        );
    }
}
