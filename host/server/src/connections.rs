//! Connections: accepted until the word to stop and a little beyond, so that clients learn of the end by an answer and not by a broken connection.
//!
//! 1. At the word, every answer says `Connection: close`, after which a client opens another connection. New connections are accepted as before, and kept ones
//!    that lie idle stay open: a request that is just being sent on one is answered.
//! 2. After [`NOTICE`], or at once when no connection is left, those that wait in the queue are accepted and the listener is closed.
//! 3. After [`SETTLE`], or at once when no connection is left, idle connections are closed, and requests under way go on. Not before: hyper closes at once what it has read nothing of, also a
//!    connection that was just accepted.
//! 4. After [`GRACE`] whatever is left is cut off.
//!
//! What HTTP/1.1 leaves is a request that is sent on an idle connection at the very moment that it is closed. Clients send it again (RFC 9110 section 9.2.2, RFC 9112
//! section 9.3.1). What TCP leaves is a connection that is opened at the very moment that the listener is closed.

use anyhow::Result;
use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::CONNECTION;
use axum::middleware::map_response;
use axum::response::Response;
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::future::ready;
use std::io::ErrorKind;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, sleep, timeout_at};

/// For how long idle connections stay open, and new ones are accepted, once the server is to stop.
const NOTICE: Duration = Duration::from_secs(2);
/// For how long connections stay open once nothing listens any more.
const SETTLE: Duration = Duration::from_secs(1);
/// For how long requests under way may go on once the server is to stop.
const GRACE: Duration = Duration::from_secs(10);
/// The most connections that the system keeps in the queue of a listener.
const QUEUE: usize = 1024;

/// Serves until `stop` is done, and then for as long as the clients need, but not for ever.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()>,
) -> Result<()> {
    let stopping = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&stopping);
    let router =
        router.layer(map_response(move |response| ready(closing(response, told.load(Ordering::Relaxed)))));
    let connections = GracefulShutdown::new();
    accept(&listener, &connections, &router, stop).await;
    stopping.store(true, Ordering::Relaxed);
    let end = Instant::now() + GRACE;
    accept(&listener, &connections, &router, none_left(&connections, NOTICE)).await;
    accept_waiting(listener, &connections, &router)?;
    none_left(&connections, SETTLE).await;
    if timeout_at(end, connections.shutdown()).await.is_err() {
        tracing::warn!("requests under way were cut off");
    }
    Ok(())
}

/// The answer, which ends its connection where the server is to stop (RFC 9112 section 9.6).
fn closing(mut response: Response, stopping: bool) -> Response {
    if stopping {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// Waits until no connection is left, but not for longer than `most`.
async fn none_left(connections: &GracefulShutdown, most: Duration) {
    let end = Instant::now() + most;
    while connections.count() > 0 && Instant::now() < end {
        sleep(Duration::from_millis(20)).await;
    }
}

async fn accept(
    listener: &TcpListener,
    connections: &GracefulShutdown,
    router: &Router,
    until: impl Future<Output = ()>,
) {
    let mut until = pin!(until);
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                // Not with the connection's address: it is the proxy's, or the operator's own.
                Ok((stream, _)) => begin(stream, connections, router),
                Err(error) if is_of_the_client(error.kind()) => {}
                Err(error) => {
                    tracing::error!(%error, "no connection can be accepted");
                    // There may be no more files to open; it is not to be asked for over and over.
                    sleep(Duration::from_secs(1)).await;
                }
            },
            () = &mut until => return,
        }
    }
}

/// Whether a connection was given up by who had opened it.
fn is_of_the_client(kind: ErrorKind) -> bool {
    [ErrorKind::ConnectionRefused, ErrorKind::ConnectionAborted, ErrorKind::ConnectionReset].contains(&kind)
}

/// Accepts those that the system has taken in already, which it would reset with the listener, and closes that.
fn accept_waiting(listener: TcpListener, connections: &GracefulShutdown, router: &Router) -> Result<()> {
    let listener = listener.into_std()?;
    let mut lost = None;
    for _ in 0..QUEUE {
        match listener.accept().and_then(|(stream, _)| taken(stream)) {
            Ok(stream) => begin(stream, connections, router),
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

fn taken(stream: std::net::TcpStream) -> std::io::Result<TcpStream> {
    stream.set_nonblocking(true)?;
    TcpStream::from_std(stream)
}

fn begin(stream: TcpStream, connections: &GracefulShutdown, router: &Router) {
    let service = TowerToHyperService::new(router.clone());
    let connection = connections.watch(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a connection ended before its end");
        }
    });
}
