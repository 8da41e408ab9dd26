//! What is counted, in the names that docs/server.md lists. The labels are of fixed sets: no id, no company, no address of anybody.

mod labels;
mod process;

use badgehouse::key_ring::{SigningKeyPlace, SigningKeyView};
pub(crate) use labels::Outcome;
use labels::{Build, Call, Decision, Request, TokenRequest};
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use std::fmt;
use std::time::Duration;

/// From a tenth of a millisecond to ten seconds: a check in memory, and a store that is about to be given up.
const BUCKETS: [f64; 14] =
    [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 2.5, 10.0];

/// What the names of all but the process's begin with, which are the usual ones.
const OURS: &str = "badgehouse_";

type Histograms<L> = Family<L, Histogram, fn() -> Histogram>;

/// All that is counted.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Histograms<Request>,
    tokens: Family<TokenRequest, Counter>,
    decisions: Family<Decision, Counter>,
    store: Histograms<Call>,
    /// How many requests are being decided.
    pub(crate) in_work: Gauge,
    /// How many wait for their turn.
    pub(crate) waiting: Gauge,
    /// How many may be decided at a time.
    pub(crate) places: Gauge,
    /// How many waited in vain.
    pub(crate) turned_away: Counter,
    /// How many connections there are.
    pub(crate) connections: Gauge,
    /// How many there may be.
    pub(crate) most_connections: Gauge,
    /// How many have been accepted.
    pub(crate) accepted: Counter,
    /// How many have failed before their first request.
    pub(crate) failed_handshakes: Counter,
    /// Whether the server was ready when that was last looked at: 1 or 0.
    pub(crate) ready: Gauge,
    active_since: Gauge,
    keys: Gauge,
    unopened_keys: Gauge,
    build: Family<Build, Gauge>,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let mut registry = Registry::default();
        let mut new = Self {
            requests: timed(
                &mut registry,
                "http_request_duration_seconds",
                "Time to answer a request, by its route",
            ),
            tokens: registered(
                &mut registry,
                "token_requests",
                "Requests of the token endpoint, by what came of them",
            ),
            decisions: registered(
                &mut registry,
                "decisions",
                "Introspections, and authorize and verify in this process",
            ),
            store: timed(
                &mut registry,
                "store_call_duration_seconds",
                "Time of the store's calls, by what came of them",
            ),
            in_work: registered(
                &mut registry,
                "requests_in_work",
                "Requests that are being decided, each in an instance where the component runs",
            ),
            waiting: registered(&mut registry, "requests_waiting", "Requests that wait for their turn"),
            places: registered(
                &mut registry,
                "requests_in_work_limit",
                "Requests that may be decided at a time",
            ),
            turned_away: registered(
                &mut registry,
                "requests_turned_away",
                "Requests that waited for their turn in vain",
            ),
            connections: registered(&mut registry, "connections", "Connections that are open"),
            most_connections: registered(
                &mut registry,
                "connections_limit",
                "Connections that may be open at a time",
            ),
            accepted: registered(&mut registry, "connections_accepted", "Connections that were accepted"),
            failed_handshakes: registered(
                &mut registry,
                "tls_handshakes_failed",
                "Connections that failed at TLS",
            ),
            ready: registered(
                &mut registry,
                "ready",
                "Whether the store answers and the keys open, and the server is not to stop",
            ),
            active_since: registered(
                &mut registry,
                "signing_key_active_since_seconds",
                "When the key that signs began to sign, in Unix seconds; its age is time() less this",
            ),
            keys: registered(&mut registry, "signing_keys", "Signing keys that are published"),
            unopened_keys: registered(
                &mut registry,
                "signing_keys_unopened",
                "Signing keys that no sealing key of this process opens",
            ),
            build: registered(&mut registry, "build_info", "The version, and what runs the rules"),
            registry: Registry::default(),
        };
        process::register(&mut registry);
        new.registry = registry;
        new
    }

    /// All of it in the text format of OpenMetrics 1.0.
    pub(crate) fn text(&self) -> Result<String, fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }

    /// A request of this route was answered.
    pub(crate) fn answered(&self, route: String, method: &'static str, status: u16, took: Duration) {
        let request = Request::new(route, method, status);
        self.requests.get_or_create(&request).observe(took.as_secs_f64());
    }

    /// A request of the token endpoint came to this.
    pub(crate) fn token_request(&self, outcome: Outcome) {
        self.tokens.get_or_create(&outcome.into()).inc();
    }

    /// A decision of this kind came to this.
    pub(crate) fn decision(&self, kind: &'static str, outcome: Outcome) {
        self.decisions.get_or_create(&Decision::new(kind, outcome)).inc();
    }

    /// A call of the store came to this.
    pub(crate) fn store_call(&self, call: &'static str, outcome: &'static str, took: Duration) {
        self.store.get_or_create(&Call { call, outcome }).observe(took.as_secs_f64());
    }

    /// What the ring was seen to hold.
    pub(crate) fn signing_keys(&self, keys: &[SigningKeyView]) {
        let count = |keys: usize| i64::try_from(keys).unwrap_or(i64::MAX);
        self.keys.set(count(keys.len()));
        self.unopened_keys.set(count(keys.iter().filter(|key| !key.opens).count()));
        if let Some(active) = keys.iter().find(|key| key.place == SigningKeyPlace::Active) {
            self.active_since.set(i64::try_from(active.active_at.seconds()).unwrap_or(i64::MAX));
        }
    }

    /// What runs.
    pub(crate) fn engine(&self, engine: &'static str) {
        let build = Build { version: env!("CARGO_PKG_VERSION"), engine };
        self.build.get_or_create(&build).set(1);
    }

    /// How many calls of the store came to that.
    #[cfg(test)]
    pub(crate) fn store_calls(&self, call: &'static str, outcome: &'static str) -> usize {
        let text = self.text().unwrap();
        let name =
            format!("badgehouse_store_call_duration_seconds_count{{call=\"{call}\",outcome=\"{outcome}\"}} ");
        text.lines().find_map(|line| line.strip_prefix(&name)?.parse().ok()).unwrap_or_default()
    }
}

fn registered<M>(registry: &mut Registry, name: &str, help: &str) -> M
where
    M: prometheus_client::registry::Metric + Clone + Default,
{
    let metric = M::default();
    registry.register(format!("{OURS}{name}"), help, metric.clone());
    metric
}

fn timed<L>(registry: &mut Registry, name: &str, help: &str) -> Histograms<L>
where
    L: Clone + Eq + std::hash::Hash + Send + Sync + fmt::Debug + 'static,
    Histograms<L>: prometheus_client::registry::Metric,
{
    let histograms = Histograms::<L>::new_with_constructor(|| Histogram::new(BUCKETS));
    registry.register(format!("{OURS}{name}"), help, histograms.clone());
    histograms
}

/// One that is counted in a gauge for as long as it is there.
pub(crate) struct Counted(Gauge);

impl Counted {
    pub(crate) fn on(gauge: &Gauge) -> Self {
        gauge.inc();
        Self(gauge.clone())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.dec();
    }
}
