//! Connections: so many at a time, with bounds on what they send, accepted until the word to stop and a little beyond, so that clients learn of the end by an answer and
//! not by a broken connection.
//!
//! 1. At the word, every answer says `Connection: close`, after which a client opens another connection. New connections are accepted as before, and kept ones
//!    that lie idle stay open: a request that is just being sent on one is answered.
//! 2. After [`NOTICE`], those that wait in the queue are accepted and the listener is closed. At once when no connection is left, unless somebody may be told by
//!    `/readyz` that the end is near, who needs the time to go elsewhere.
//! 3. After [`SETTLE`], or at once when no connection is left, idle connections are closed, and requests under way go on. Not before: hyper closes at once what it has read nothing of, also a
//!    connection that was just accepted.
//! 4. After the time that the bounds give from the word on, whatever is left is cut off.
//!
//! What HTTP/1.1 leaves is a request that is sent on an idle connection at the very moment that it is closed. Clients send it again (RFC 9110 section 9.2.2, RFC 9112
//! section 9.3.1). What TCP leaves is a connection that is opened at the very moment that the listener is closed.

mod transport;

use crate::bounds::Bounds;
use crate::metrics::{Counted, Metrics};
use anyhow::Result;
use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::CONNECTION;
use axum::middleware::map_response;
use axum::response::Response;
use hyper::server::conn::http1;
use hyper_util::rt::TokioTimer;
use hyper_util::server::graceful::GracefulShutdown;
use std::future::ready;
use std::io::ErrorKind;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep, timeout_at};
pub(crate) use transport::{TlsOption, Transport};

/// For how long idle connections stay open, and new ones are accepted, once the server is to stop.
const NOTICE: Duration = Duration::from_secs(2);
/// For how long connections stay open once nothing listens any more.
const SETTLE: Duration = Duration::from_secs(1);
/// The most connections that the system keeps in the queue of a listener.
const QUEUE: usize = 1024;
/// The largest head of a request, with its first line. It has 100 fields at most, which is hyper's own bound.
const MAX_HEAD_BYTES: usize = 32 * 1024;
/// What is read ahead of a connection at most.
const READ_AHEAD_BYTES: usize = 64 * 1024;

/// How a listener is served.
pub(crate) struct Serving {
    pub(crate) bounds: Bounds,
    pub(crate) transport: Transport,
    pub(crate) metrics: Arc<Metrics>,
    /// Set at the word to stop.
    pub(crate) stopping: Arc<AtomicBool>,
    /// Whether somebody may be told by `/readyz` that the end is near.
    pub(crate) is_watched: bool,
}

/// Serves until `stop` is done, and then for as long as the clients need, but not for ever.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    serving: Serving,
    stop: impl Future<Output = ()>,
) -> Result<()> {
    let told = Arc::clone(&serving.stopping);
    let router =
        router.layer(map_response(move |response| ready(closing(response, told.load(Ordering::Relaxed)))));
    let connections = Connections::new(router, serving);
    tokio::select! {
        () = connections.accept(&listener, stop) => {}
        result = connections.serving.transport.clone().follow() => result?,
    }
    connections.serving.stopping.store(true, Ordering::Relaxed);
    let begun = Instant::now();
    if connections.serving.is_watched {
        connections.accept(&listener, sleep(NOTICE)).await;
    } else {
        connections.accept(&listener, connections.none_left(NOTICE)).await;
    }
    connections.accept_waiting(listener)?;
    connections.none_left(SETTLE).await;
    connections.end(begun).await;
    Ok(())
}

/// The answer, which ends its connection where the server is to stop (RFC 9112 section 9.6).
fn closing(mut response: Response, stopping: bool) -> Response {
    if stopping {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// The connections of a listener.
struct Connections {
    open: GracefulShutdown,
    places: Arc<Semaphore>,
    http: http1::Builder,
    router: Router,
    serving: Serving,
}

impl Connections {
    fn new(router: Router, serving: Serving) -> Self {
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new())
            .header_read_timeout(serving.bounds.header_timeout)
            .max_header_size(MAX_HEAD_BYTES)
            .max_buf_size(READ_AHEAD_BYTES);
        let places = Arc::new(Semaphore::new(serving.bounds.max_connections as usize));
        serving.metrics.most_connections.set(serving.bounds.max_connections.into());
        Self { open: GracefulShutdown::new(), places, http, router, serving }
    }

    /// Accepts connections, each when there is a place for it.
    async fn accept(&self, listener: &TcpListener, until: impl Future<Output = ()>) {
        let mut until = pin!(until);
        loop {
            tokio::select! {
                () = self.accept_one(listener) => {}
                () = &mut until => return,
            }
        }
    }

    /// Nothing is lost where it is given up: a connection stays in the queue until it is taken out, and then begins at once.
    async fn accept_one(&self, listener: &TcpListener) {
        let Ok(place) = Arc::clone(&self.places).acquire_owned().await else { return };
        match listener.accept().await {
            // The connection's address says where a client is only where the transport knows that nothing is in between.
            Ok((stream, _)) => self.begin(stream, Some(place)),
            Err(error) if is_of_the_client(error.kind()) => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be accepted");
                // There may be no more files to open; it is not to be asked for over and over.
                sleep(Duration::from_secs(1)).await;
            }
        }
    }

    /// Accepts those that the system has taken in already, which it would reset with the listener, and closes that.
    fn accept_waiting(&self, listener: TcpListener) -> Result<()> {
        let listener = listener.into_std()?;
        let mut lost = None;
        for _ in 0..QUEUE {
            match listener.accept().and_then(|(stream, _)| taken(stream)) {
                // Beyond the bound, since the queue ends with this.
                Ok(stream) => self.begin(stream, Arc::clone(&self.places).try_acquire_owned().ok()),
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) if is_of_the_client(error.kind()) => {}
                // It may be that connection's alone, and others wait.
                Err(error) => lost = Some(error),
            }
        }
        if let Some(error) = lost {
            tracing::warn!(%error, "not every connection that waited could be accepted");
        }
        Ok(())
    }

    fn begin(&self, stream: TcpStream, place: Option<OwnedSemaphorePermit>) {
        // From now on it is waited for at the end.
        let watcher = self.open.watcher();
        let (transport, http, router) =
            (self.serving.transport.clone(), self.http.clone(), self.router.clone());
        let metrics = Arc::clone(&self.serving.metrics);
        metrics.accepted.inc();
        tokio::spawn(async move {
            let _counted = Counted::on(&metrics.connections);
            let _place = place;
            transport.serve(stream, &http, router, watcher, &metrics).await;
        });
    }

    /// Waits until no connection is left, but not for longer than `most`.
    async fn none_left(&self, most: Duration) {
        let end = Instant::now() + most;
        while self.open.count() > 0 && Instant::now() < end {
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// Closes idle connections, lets requests under way go on, and cuts off what is left when the time is up.
    async fn end(self, begun: Instant) {
        let (end, left) =
            (begun + self.serving.bounds.stop_timeout, self.serving.metrics.connections.clone());
        if timeout_at(end, self.open.shutdown()).await.is_err() {
            tracing::warn!(connections = left.get(), "requests under way were cut off (--stop-timeout)");
        }
    }
}

/// Whether a connection was given up by who had opened it.
fn is_of_the_client(kind: ErrorKind) -> bool {
    [ErrorKind::ConnectionRefused, ErrorKind::ConnectionAborted, ErrorKind::ConnectionReset].contains(&kind)
}

fn taken(stream: std::net::TcpStream) -> std::io::Result<TcpStream> {
    stream.set_nonblocking(true)?;
    TcpStream::from_std(stream)
}
