//! Traces and logs to an OpenTelemetry collector: OTLP as protobuf over HTTP, in batches, by threads of their own. A collector that is away holds nothing up: what it does not
//! take is lost.

use super::shown;
use anyhow::{Context as _, Result, bail};
use axum::http::HeaderMap;
use clap::Args;
use opentelemetry::propagation::TextMapPropagator;
use opentelemetry::trace::TracerProvider;
use opentelemetry_appender_tracing::layer::OpenTelemetryTracingBridge;
use opentelemetry_http::{Bytes, HeaderExtractor, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{LogExporter, SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::logs::SdkLoggerProvider;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tracing::{Level, Span, Subscriber};
use tracing_opentelemetry::OpenTelemetrySpanExt;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::registry::LookupSpan;
use ureq::Agent;

/// How long the collector may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Where the collector is.
#[derive(Args, Clone)]
pub(super) struct OtlpOption {
    /// Send traces and logs to the OpenTelemetry collector at this URL, such as http://127.0.0.1:4318, by OTLP over HTTP. Without TLS: a collector is beside the server.
    #[arg(long, value_name = "URL", env = "BADGEHOUSE_OTLP", hide_env_values = true)]
    otlp: Option<String>,
}

/// What sends.
pub(super) struct Otlp {
    traces: SdkTracerProvider,
    logs: SdkLoggerProvider,
}

impl OtlpOption {
    pub(super) fn open(&self) -> Result<Option<Otlp>> {
        self.otlp.as_deref().map(Otlp::to).transpose()
    }
}

impl Otlp {
    fn to(url: &str) -> Result<Self> {
        let url = url.trim_end_matches('/');
        if !url.starts_with("http://") {
            bail!(
                "a collector is at an http URL, such as http://127.0.0.1:4318; for one elsewhere, run one beside the server that passes on by TLS"
            );
        }
        let client = Arc::new(Client::new());
        let spans = SpanExporter::builder()
            .with_http()
            .with_shared_http_client(client.clone())
            .with_endpoint(format!("{url}/v1/traces"))
            .build();
        let logs = LogExporter::builder()
            .with_http()
            .with_shared_http_client(client)
            .with_endpoint(format!("{url}/v1/logs"))
            .build();
        // It may have a password in it.
        let said = || "the collector of --otlp";
        let (spans, logs) = (spans.with_context(said)?, logs.with_context(said)?);
        let resource = Resource::builder().with_service_name("badgehouse").build();
        Ok(Self {
            traces: SdkTracerProvider::builder()
                .with_batch_exporter(spans)
                .with_resource(resource.clone())
                .build(),
            logs: SdkLoggerProvider::builder().with_batch_exporter(logs).with_resource(resource).build(),
        })
    }

    /// What tells the collector of spans and events, in this detail.
    pub(super) fn layers<S>(&self, level: Level) -> Vec<Box<dyn Layer<S> + Send + Sync>>
    where
        S: Subscriber + for<'span> LookupSpan<'span> + Send + Sync,
    {
        // What is said of the collector itself is not for the collector.
        let sent = || shown(level).with_target(module_path!(), LevelFilter::OFF);
        let traces = tracing_opentelemetry::layer()
            .with_tracer(self.traces.tracer("badgehouse"))
            .with_location(false)
            .with_threads(false)
            .with_tracked_inactivity(false);
        let logs = OpenTelemetryTracingBridge::new(&self.logs);
        vec![traces.with_filter(sent()).boxed(), logs.with_filter(sent()).boxed()]
    }

    /// Sends what was not sent yet, but does not wait for ever.
    pub(super) fn end(self) {
        let (traces, logs) =
            (self.traces.shutdown_with_timeout(PATIENCE), self.logs.shutdown_with_timeout(PATIENCE));
        if let Err(error) = traces.and(logs) {
            tracing::warn!(%error, "the last traces and logs were not sent");
        }
    }
}

pub(super) fn continues(span: &Span, headers: &HeaderMap) {
    let parent = TraceContextPropagator::new().extract(&HeaderExtractor(headers));
    // There is nothing to go on with where no traces are sent.
    let _ = span.set_parent(parent);
}

/// What carries the batches: called on their own threads, which it may block.
#[derive(Debug)]
struct Client {
    agent: Agent,
    /// Whether the last batch was not taken, which is said once.
    is_away: AtomicBool,
}

impl Client {
    fn new() -> Self {
        let config =
            Agent::config_builder().http_status_as_error(false).timeout_global(Some(PATIENCE)).build();
        Self { agent: Agent::from(config), is_away: AtomicBool::new(false) }
    }

    fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let sent = self.agent.run(request.map(|body| body.to_vec()));
        let failed = sent.as_ref().map_or_else(
            |error| Some(error.to_string()),
            |response| {
                let status = response.status();
                (!status.is_success()).then(|| format!("it answers {status}"))
            },
        );
        let was_away = self.is_away.swap(failed.is_some(), Ordering::Relaxed);
        if let Some(error) = failed.filter(|_| !was_away) {
            tracing::warn!(error, "the collector takes no traces and logs");
        }
        let (parts, mut body) = sent?.into_parts();
        Ok(Response::from_parts(parts, body.read_to_vec()?.into()))
    }
}

impl HttpClient for Client {
    fn send_bytes<'life0, 'async_trait>(
        &'life0 self,
        request: Request<Bytes>,
    ) -> Pin<Box<dyn Future<Output = Result<Response<Bytes>, HttpError>> + Send + 'async_trait>>
    where
        'life0: 'async_trait,
        Self: 'async_trait,
    {
        Box::pin(async move { self.send(request) })
    }
}
