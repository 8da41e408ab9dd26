//! A server: a listener, an engine and its routes, from binding to a graceful end.

use crate::actors::Actors;
use crate::backend::{Backend, Choice};
use crate::bounds::Bounds;
use crate::connections::{Serving, Transport};
use crate::metrics::Metrics;
use crate::operations::{self, Readiness};
use crate::page::Page;
use crate::request::{self, Watch};
use crate::store::Store;
use crate::watched::Watched;
use crate::{connections, maintenance, sample};
use anyhow::{Context, Result};
use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::http::HeaderName;
use axum::middleware::{from_fn_with_state, map_request};
use badgehouse::settings::Settings;
use badgehouse_axum::{Paths, Source};
use badgehouse_native::Engine;
use std::future::{pending, ready};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tokio::net::TcpListener;

/// How requests are met.
pub(crate) struct Front {
    /// Who administers.
    pub(crate) actors: Actors,
    /// The header in which the proxy in front says where a request comes from.
    pub(crate) client_address_header: Option<HeaderName>,
    /// Whether the sample API is served too.
    pub(crate) sample: bool,
    /// The administrator's page, if it is served.
    pub(crate) page: Option<Page>,
    /// How much is taken on.
    pub(crate) bounds: Bounds,
    /// What connections are carried by.
    pub(crate) transport: Transport,
    /// Where operators ask, if they may.
    pub(crate) operations: Option<TcpListener>,
}

/// A server that is ready to run.
pub(crate) struct Server {
    listener: TcpListener,
    router: Router,
    serving: Serving,
    operations: Option<(TcpListener, Router)>,
    backend: Backend,
    store: Store,
}

/// Listens, so that the address is known even when the system chose the port.
pub(crate) async fn bind(address: SocketAddr) -> Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

impl Server {
    pub(crate) async fn open(
        listener: TcpListener,
        settings: Settings,
        store: Store,
        choice: &Choice,
        front: Front,
    ) -> Result<Self> {
        let (paths, origin) = (Paths::of(&settings), settings.issuer_origin().to_owned());
        let (metrics, stopping) = (Arc::new(Metrics::new()), Arc::new(AtomicBool::new(false)));
        let watched = Watched::new(store.clone(), front.bounds.store_timeout, Arc::clone(&metrics));
        let readiness = Readiness {
            engine: Engine::open(settings.clone(), watched.clone())?,
            store: watched.clone(),
            metrics: Arc::clone(&metrics),
            stopping: Arc::clone(&stopping),
        };
        let (chosen, bounds, counted) = (choice.clone(), front.bounds, Arc::clone(&metrics));
        let open = move || Backend::open(&chosen, settings, watched, bounds, counted);
        let backend = tokio::task::spawn_blocking(open).await??;
        let (verifier, mut actors) = (backend.clone(), front.actors);
        if let Some(page) = &front.page {
            actors.also(page.voucher())?;
        }
        let actor_from = move |parts| actors.clone().of(verifier.clone(), parts);
        let mut router = badgehouse_axum::routes_at(&paths, backend.clone(), actor_from);
        if front.sample {
            router = router.merge(sample::routes(Arc::new(backend.clone()), origin));
        }
        if let Some(page) = front.page {
            router = router.merge(page.routes(backend.clone()));
        }
        if let Some(name) = front.client_address_header {
            router = router.layer(map_request(move |request| ready(with_source(request, &name))));
        }
        let watch = Watch::new(paths, Arc::clone(&metrics), front.bounds.body_timeout);
        router = router.layer(from_fn_with_state(watch, request::watched));
        let is_watched = front.operations.is_some();
        let operations =
            front.operations.map(|listener| (listener, operations::routes(readiness, Arc::clone(&metrics))));
        let serving = Serving { bounds, transport: front.transport, metrics, stopping, is_watched };
        Ok(Self { listener, router, serving, operations, backend, store })
    }

    /// What runs the rules and where they keep things, for people.
    pub(crate) fn engine(&self) -> String {
        format!("{}, on {}", self.backend.name(), self.store.name())
    }

    /// Serves until `stop` is done, and then for as long as the clients need, but not for ever.
    pub(crate) async fn run(self, stop: impl Future<Output = ()> + Send + 'static) -> Result<()> {
        tokio::select! {
            result = connections::serve(self.listener, self.router, self.serving, stop) => result.context("serving failed")?,
            // To the end: what is asked while the server stops is whether it does.
            result = operate(self.operations) => result.context("serving operators failed")?,
            () = maintenance::keep(self.backend.clone(), self.store) => {}
        }
        maintenance::end(&self.backend).await;
        // What was added up since the last turn would be lost with the process.
        self.backend.record_usage().await.context("the last usage could not be recorded")?;
        Ok(())
    }
}

/// Serves operators, for as long as it is polled.
async fn operate(operations: Option<(TcpListener, Router)>) -> Result<()> {
    let Some((listener, router)) = operations else { return pending().await };
    let serving = Serving {
        bounds: Bounds::of_operations(),
        transport: Transport::Plain,
        // What operators ask is not among what they are told.
        metrics: Arc::new(Metrics::new()),
        stopping: Arc::new(AtomicBool::new(false)),
        is_watched: false,
    };
    connections::serve(listener, router, serving, pending()).await
}

/// The request with where it comes from, as far as the proxy says it: its connection is the proxy's, also where that is encrypted.
fn with_source(mut request: Request, name: &HeaderName) -> Request {
    request.extensions_mut().remove::<ConnectInfo<SocketAddr>>();
    if let Some(source) = Source::forwarded(request.headers(), name.as_str()) {
        request.extensions_mut().insert(source);
    }
    request
}

/// Done when the operator says stop: Ctrl-C, or SIGTERM on Unix. It listens for them from this call on.
#[cfg(unix)]
pub(crate) fn stop_signal() -> Result<impl Future<Output = ()> + Send + 'static> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Done when the operator says stop: Ctrl-C.
#[cfg(not(unix))]
pub(crate) fn stop_signal() -> Result<impl Future<Output = ()> + Send + 'static> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
    })
}
