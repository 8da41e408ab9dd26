//! A server: a listener, an engine and its routes, from binding to a graceful end.

use crate::actors::Actors;
use crate::backend::{Backend, Choice};
use crate::page::Page;
use crate::store::Store;
use crate::{connections, maintenance, sample};
use anyhow::{Context, Result};
use axum::Router;
use axum::extract::Request;
use axum::http::HeaderName;
use axum::middleware::map_request;
use badgehouse::settings::Settings;
use badgehouse_axum::{Paths, Source};
use std::future::ready;
use std::net::SocketAddr;
use std::sync::Arc;
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
}

/// A server that is ready to run.
pub(crate) struct Server {
    listener: TcpListener,
    router: Router,
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
        let (chosen, shared) = (choice.clone(), store.clone());
        let backend = tokio::task::spawn_blocking(move || Backend::open(&chosen, settings, shared)).await??;
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
        Ok(Self { listener, router, backend, store })
    }

    /// What runs the rules and where they keep things, for people.
    pub(crate) fn engine(&self) -> String {
        format!("{}, on {}", self.backend.name(), self.store.name())
    }

    /// Serves until `stop` is done, and then for as long as the clients need, but not for ever.
    pub(crate) async fn run(self, stop: impl Future<Output = ()> + Send + 'static) -> Result<()> {
        tokio::select! {
            result = connections::serve(self.listener, self.router, stop) => result.context("serving failed")?,
            () = maintenance::keep(self.backend.clone(), self.store) => {}
        }
        maintenance::end(&self.backend).await;
        // What was added up since the last turn would be lost with the process.
        self.backend.record_usage().await.context("the last usage could not be recorded")?;
        Ok(())
    }
}

/// The request with where it comes from, as far as the proxy says it.
fn with_source(mut request: Request, name: &HeaderName) -> Request {
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
