//! Whether the server is ready: the store answers, and the keys in it open. What is not so is said by a word, and the reason goes to the log.

use crate::metrics::Metrics;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use badgehouse::error::{Code, Error};
use badgehouse::key_ring::{SigningKeyPlace, SigningKeyView};
use badgehouse::store::{Key, Store, StoreError};
use badgehouse_native::Engine;
use serde::Serialize;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::time::timeout;

/// How long it may take to look. Who asks asks again soon.
const PATIENCE: Duration = Duration::from_secs(2);
/// What is read to see that the store answers; nothing lies there.
const PROBED: &str = "readyz/probe";

/// What is looked at.
pub(crate) struct Readiness<S> {
    /// The core in this process, whatever runs the rules: it reads the ring and opens the keys as that does.
    pub(crate) engine: Engine,
    pub(crate) store: S,
    pub(crate) metrics: Arc<Metrics>,
    /// Set at the word to stop.
    pub(crate) stopping: Arc<AtomicBool>,
}

/// What was seen.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Seen {
    ready: bool,
    stopping: bool,
    store: &'static str,
    keys: &'static str,
}

impl<S: Store> Readiness<S> {
    pub(super) async fn answer(&self) -> Response {
        let seen = self.look().await;
        let status = if seen.ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
        let body = serde_json::to_string(&seen).unwrap_or_default();
        (status, [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")], body).into_response()
    }

    pub(super) async fn look(&self) -> Seen {
        let stopping = self.stopping.load(Ordering::Relaxed);
        let store = timeout(PATIENCE, self.store()).await.unwrap_or("unavailable");
        let keys = match store {
            "ready" => timeout(PATIENCE, self.keys()).await.unwrap_or("unknown"),
            _ => "unknown",
        };
        let ready = !stopping && store == "ready" && keys == "ready";
        self.metrics.ready.set(ready.into());
        Seen { ready, stopping, store, keys }
    }

    async fn store(&self) -> &'static str {
        let Ok(probed) = Key::parse(PROBED) else { return "broken" };
        match self.store.get(&[probed]).await {
            Ok(_) => "ready",
            Err(error) => {
                tracing::warn!(%error, "not ready");
                if matches!(error, StoreError::Unavailable(_)) { "unavailable" } else { "broken" }
            }
        }
    }

    async fn keys(&self) -> &'static str {
        let keys = self.engine.signing_keys().await;
        if let Ok(keys) = &keys {
            self.metrics.signing_keys(keys);
        }
        told(&keys)
    }
}

/// Those that sign and are about to have to open; what retires only verifies.
fn told(keys: &Result<Vec<SigningKeyView>, Error>) -> &'static str {
    match keys {
        Ok(keys) if keys.is_empty() => "not made yet",
        Ok(keys) if keys.iter().all(|key| key.opens || key.place == SigningKeyPlace::Retiring) => "ready",
        Ok(_) => "no sealing key opens them",
        Err(error) => {
            tracing::warn!(%error, diagnostic = error.diagnostic, "not ready");
            if error.code == Code::Unavailable { "unknown" } else { "no sealing key vouches for them" }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use badgehouse::crypto::SealingKey;
    use badgehouse::settings::Settings;
    use badgehouse_native::MemoryStore;

    fn readiness(store: &MemoryStore, sealing_key: u8) -> Readiness<MemoryStore> {
        let key = SealingKey::from_bytes([sealing_key; 32]);
        let settings = Settings::new("https://id.example.com", "svc.example.com", vec![key]);
        let engine = Engine::open(settings, store.clone()).unwrap();
        let (metrics, stopping) = (Arc::new(Metrics::new()), Arc::default());
        Readiness { engine, store: store.clone(), metrics, stopping }
    }

    #[tokio::test]
    async fn it_is_not_ready_before_there_is_a_key_nor_by_a_sealing_key_that_opens_none_nor_at_the_end() {
        let store = MemoryStore::new();
        let own = readiness(&store, 1);
        assert_eq!((own.look().await.ready, own.look().await.keys), (false, "not made yet"));
        own.engine.maintain().await.unwrap();
        assert_eq!(own.look().await, Seen { ready: true, stopping: false, store: "ready", keys: "ready" });
        assert!(own.metrics.text().unwrap().contains("badgehouse_signing_keys 1\n"));
        let other = readiness(&store, 2).look().await;
        assert_eq!((other.ready, other.keys), (false, "no sealing key vouches for them"));
        own.stopping.store(true, Ordering::Relaxed);
        assert_eq!((own.look().await.ready, own.look().await.stopping), (false, true));
    }
}
