//! What a connection is carried by: TCP alone, or TLS.

#[cfg(feature = "tls")]
mod tls;
#[cfg(not(feature = "tls"))]
#[path = "transport/no_tls.rs"]
mod tls;

use crate::metrics::Metrics;
use anyhow::Result;
use axum::extract::ConnectInfo;
use axum::{Extension, Router};
use badgehouse_axum::Encrypted;
use hyper::rt::{Read, Write};
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::Watcher;
use hyper_util::service::TowerToHyperService;
use std::io::Error;
use std::net::SocketAddr;
use tls::Tls;
pub(crate) use tls::TlsOption;
use tokio::net::TcpStream;

/// What the connections of a listener are carried by.
#[derive(Clone)]
pub(crate) enum Transport {
    /// TCP, in clear: TLS is for the proxy in front, if there is one.
    Plain,
    /// TLS, which is the server's own, so that a connection is the client's and tells where it is.
    Tls(Tls),
}

impl Transport {
    /// The scheme of its URLs.
    pub(crate) fn scheme(&self) -> &'static str {
        match self {
            Self::Plain => "http",
            Self::Tls(_) => "https",
        }
    }

    /// Follows what the operator changes of it, for as long as it is polled.
    pub(super) async fn follow(self) -> Result<()> {
        match self {
            Self::Plain => std::future::pending().await,
            Self::Tls(tls) => tls.reload_at_signal().await,
        }
    }

    /// Serves a connection to its end.
    pub(super) async fn serve(
        self,
        stream: TcpStream,
        http: &http1::Builder,
        router: Router,
        watcher: Watcher,
        metrics: &Metrics,
    ) {
        match self {
            Self::Plain => exchange(stream, http, router, watcher).await,
            Self::Tls(tls) => {
                let address = stream.peer_addr();
                match tls.accept(stream).await {
                    Ok(stream) => exchange(stream, http, of_the_client(router, address), watcher).await,
                    Err(error) => {
                        metrics.failed_handshakes.inc();
                        tracing::debug!(%error, "a connection failed at TLS");
                    }
                }
            }
        }
    }
}

/// The router, which is told of each request that it came encrypted, and from where, by which who guesses is held up.
fn of_the_client(router: Router, address: Result<SocketAddr, Error>) -> Router {
    let router = router.layer(Extension(Encrypted(true)));
    match address {
        Ok(address) => router.layer(Extension(ConnectInfo(address))),
        Err(_) => router,
    }
}

async fn exchange<S>(stream: S, http: &http1::Builder, router: Router, watcher: Watcher)
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
    TokioIo<S>: Read + Write,
{
    let connection = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(%error, "a connection ended before its end");
    }
}
