//! What operators and their programs ask, on a listener of its own: whether the server lives, whether it is ready, and what it has counted. It is not for the world.

mod ready;

use crate::metrics::Metrics;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use badgehouse::store::Store;
use clap::Args;
pub(crate) use ready::Readiness;
use std::future::ready;
use std::net::SocketAddr;
use std::sync::Arc;

/// The media type of OpenMetrics.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Where operators ask.
#[derive(Args, Clone, Copy)]
pub(crate) struct OperationsOption {
    /// Where to answer `/healthz`, `/readyz` and `/metrics`; nowhere, if nothing is said. An address that only operators reach: it is in clear, and everybody who reaches
    /// it is answered.
    #[arg(long, value_name = "ADDRESS", env = "BADGEHOUSE_OPERATIONS_LISTEN")]
    pub(crate) operations_listen: Option<SocketAddr>,
}

/// `GET /healthz`, `/readyz` and `/metrics`.
pub(crate) fn routes<S: Store + Clone + 'static>(readiness: Readiness<S>, metrics: Arc<Metrics>) -> Router {
    Router::new()
        .route("/healthz", get(|| ready(plain("alive\n"))))
        .route("/readyz", get(async |State(readiness): State<Arc<Readiness<S>>>| readiness.answer().await))
        .route(
            "/metrics",
            get(async move |State(readiness): State<Arc<Readiness<S>>>| {
                // Keys and readiness are as of now, and the rest is counted.
                readiness.look().await;
                exposed(&metrics)
            }),
        )
        .with_state(Arc::new(readiness))
}

fn plain(text: &'static str) -> Response {
    ([(CACHE_CONTROL, "no-store")], text).into_response()
}

fn exposed(metrics: &Metrics) -> Response {
    match metrics.text() {
        Ok(text) => ([(CONTENT_TYPE, OPEN_METRICS), (CACHE_CONTROL, "no-store")], text).into_response(),
        Err(error) => {
            tracing::error!(%error, "the metrics could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
