//! The gate in front of the engine: so many requests are decided at a time, and further ones wait, but not for ever.

use crate::metrics::{Counted, Metrics};
use badgehouse::error::{Code, Error};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

/// The gate. A clone is the same gate.
#[derive(Clone)]
pub(crate) struct Gate {
    places: Arc<Semaphore>,
    wait: Duration,
    metrics: Arc<Metrics>,
}

/// A place behind the gate, which is free again when it is dropped.
pub(crate) struct Place<'a> {
    _permit: SemaphorePermit<'a>,
    _counted: Counted,
}

impl Gate {
    /// A gate with so many places.
    pub(crate) fn new(places: u32, wait: Duration, metrics: Arc<Metrics>) -> Self {
        metrics.places.set(places.into());
        Self { places: Arc::new(Semaphore::new(places as usize)), wait, metrics }
    }

    /// Waits for a place, in the order of asking.
    ///
    /// # Errors
    /// `unavailable` when none became free in time. It has no diagnostic: who is turned away is counted, and no line of the log for each of many.
    pub(crate) async fn enter(&self) -> Result<Place<'_>, Error> {
        let permit = match self.places.try_acquire() {
            Ok(permit) => permit,
            Err(_) => self.wait().await?,
        };
        Ok(Place { _permit: permit, _counted: Counted::on(&self.metrics.in_work) })
    }

    async fn wait(&self) -> Result<SemaphorePermit<'_>, Error> {
        let _counted = Counted::on(&self.metrics.waiting);
        match timeout(self.wait, self.places.acquire()).await {
            Ok(Ok(permit)) => Ok(permit),
            _ => {
                self.metrics.turned_away.inc();
                Err(Error::new(Code::Unavailable, "the service is busy; try again in a moment"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_finds_no_place_in_time_is_turned_away_and_who_finds_one_goes_on() {
        let metrics = Arc::new(Metrics::new());
        let gate = Gate::new(1, Duration::from_millis(1), Arc::clone(&metrics));
        let place = gate.enter().await.unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((metrics.in_work.get(), metrics.waiting.get()), (1, 0));
        let refused = gate.enter().await.err().expect("no place");
        assert_eq!((refused.code, metrics.turned_away.get()), (Code::Unavailable, 1));
        let (second, ()) = tokio::join!(gate.enter(), async { drop(place) });
        assert!(second.is_ok());
        drop(second);
        assert_eq!((metrics.in_work.get(), metrics.waiting.get()), (0, 0));
    }
}
