//! What runs the rules: the core in this process, or the component. Behind a gate, and with what comes of it counted.

#[cfg(feature = "component")]
mod component;
mod counted;

use crate::bounds::Bounds;
use crate::gate::Gate;
use crate::metrics::Metrics;

use anyhow::Result;
use badgehouse::authorize::{Authorized, NeedInput, Presented, TokensOf};
use badgehouse::crypto::PublicJwk;
use badgehouse::error::Error;
use badgehouse::http::{HttpRequest, HttpResponse};
use badgehouse::introspection::ActiveToken;
use badgehouse::principal::Actor;
use badgehouse::service::Service;
use badgehouse::settings::Settings;
use badgehouse::store::{Reply, Store};
use badgehouse::time::Maintained;
use badgehouse_native::Engine;
#[cfg(feature = "component")]
use badgehouse_wasmtime::Badgehouse;
use clap::Args;
use counted::Endpoint;
#[cfg(feature = "component")]
use std::path::PathBuf;
use std::sync::Arc;

#[cfg(not(feature = "component"))]
const LEFT_OUT: &str =
    "this program was built without what runs a component: run the core natively by --native
(from a checkout, `cargo build --package badgehouse-server` builds all of it)";

/// The choice of what runs the rules.
#[derive(Args, Clone)]
pub(crate) struct Choice {
    /// Run the core natively, not as a WebAssembly component, even where one is named.
    #[arg(long)]
    native: bool,
    /// The component; left out, `component.wasm` beside this program, or where `cargo xtask build component` puts it.
    #[cfg(feature = "component")]
    #[arg(long, value_name = "FILE", env = "BADGEHOUSE_COMPONENT")]
    component: Option<PathBuf>,
}

/// The engine, as the server asks it.
#[derive(Clone)]
pub(crate) struct Backend {
    engine: Either,
    gate: Gate,
    metrics: Arc<Metrics>,
    /// The path of the issuer, without a slash at its end.
    issuer_path: Arc<str>,
}

/// An engine of either kind.
#[derive(Clone)]
enum Either {
    Native(Engine),
    #[cfg(feature = "component")]
    Component(Arc<Badgehouse>),
}

impl Backend {
    /// Compiling a component takes a moment, so that this is not for a thread that serves.
    pub(crate) fn open(
        choice: &Choice,
        settings: Settings,
        store: impl Store + 'static,
        bounds: Bounds,
        metrics: Arc<Metrics>,
    ) -> Result<Self> {
        let issuer_path = settings.issuer_path().trim_end_matches('/').into();
        let engine = Either::open(choice, settings, store, bounds)?;
        let gate = Gate::new(bounds.max_requests, bounds.max_wait, Arc::clone(&metrics));
        metrics.engine(engine.name());
        Ok(Self { engine, gate, metrics, issuer_path })
    }

    /// Its name, for people.
    pub(crate) fn name(&self) -> &'static str {
        match self.engine {
            Either::Native(_) => "the core, natively",
            #[cfg(feature = "component")]
            Either::Component(_) => "the component",
        }
    }

    /// What time has made due. It waits for no turn.
    pub(crate) async fn maintain(&self) -> Result<Maintained, Error> {
        match &self.engine {
            Either::Native(engine) => engine.maintain().await,
            #[cfg(feature = "component")]
            Either::Component(engine) => engine.maintain().await,
        }
    }

    /// Records what the engine has added up. It waits for no turn.
    pub(crate) async fn record_usage(&self) -> Result<(), Error> {
        match &self.engine {
            Either::Native(engine) => engine.record_usage().await,
            #[cfg(feature = "component")]
            Either::Component(engine) => engine.record_usage().await,
        }
    }

    pub(crate) async fn verify_actor_token(
        &self,
        token: String,
        issuer: String,
        keys: Vec<PublicJwk>,
    ) -> Result<Actor, Error> {
        let verify = async || match &self.engine {
            Either::Native(engine) => engine.verify_actor_token(token, issuer, keys).await,
            #[cfg(feature = "component")]
            Either::Component(engine) => engine.verify_actor_token(token, issuer, keys).await,
        };
        self.decided("actor_token", verify).await
    }

    /// Decides behind the gate; who finds no place there is counted, too.
    async fn decided<T>(
        &self,
        kind: &'static str,
        decide: impl AsyncFnOnce() -> Result<T, Error>,
    ) -> Result<T, Error> {
        let decided = match self.gate.enter().await {
            Ok(_place) => decide().await,
            Err(error) => Err(error),
        };
        self.metrics.decision(kind, counted::outcome(&decided));
        decided
    }
}

impl Either {
    fn open(
        choice: &Choice,
        settings: Settings,
        store: impl Store + 'static,
        bounds: Bounds,
    ) -> Result<Self> {
        if choice.native {
            return Ok(Self::Native(Engine::open(settings, store)?));
        }
        #[cfg(feature = "component")]
        {
            let named = choice.component.as_deref();
            let engine = component::load(named, settings, store, bounds.max_requests)?;
            Ok(Self::Component(Arc::new(engine)))
        }
        #[cfg(not(feature = "component"))]
        {
            let _ = bounds;
            anyhow::bail!(LEFT_OUT)
        }
    }

    /// Its name, for programs.
    fn name(&self) -> &'static str {
        match self {
            Self::Native(_) => "native",
            #[cfg(feature = "component")]
            Self::Component(_) => "component",
        }
    }

    fn service(&self) -> &dyn Service {
        match self {
            Self::Native(engine) => engine,
            #[cfg(feature = "component")]
            Self::Component(engine) => engine,
        }
    }
}

impl Service for Backend {
    fn handle<'a>(&'a self, request: HttpRequest, actor: Option<Actor>) -> Reply<'a, HttpResponse> {
        Box::pin(async move {
            let endpoint = Endpoint::of(&self.issuer_path, &request);
            let response = match self.gate.enter().await {
                Ok(_place) => self.engine.service().handle(request, actor).await,
                Err(error) => endpoint.refuse(error),
            };
            endpoint.count(&self.metrics, &response);
            response
        })
    }

    fn authorize<'a>(
        &'a self,
        presented: Presented,
        need: NeedInput,
    ) -> Reply<'a, Result<Authorized, Error>> {
        let decide = async move || self.engine.service().authorize(presented, need).await;
        Box::pin(self.decided("authorize", decide))
    }

    fn verify<'a>(
        &'a self,
        presented: Presented,
        of: TokensOf,
        audience: Option<String>,
    ) -> Reply<'a, Result<ActiveToken, Error>> {
        let decide = async move || self.engine.service().verify(presented, of, audience).await;
        Box::pin(self.decided("verify", decide))
    }
}
