//! The layer: lets a call through when its access token holds what the route needs.

use crate::message;
use crate::need::Need;
use axum::extract::Request;
use axum::http::request::Parts;
use axum::response::Response;
use badgehouse::authorize::Authorized;
use badgehouse::error::Error;
use badgehouse::service::Service as Badges;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tower::{Layer, Service};

/// A layer for [`route_layer`](axum::Router::route_layer). A call that passes carries an [`Authorized`] in its extensions; any other is answered with the core's
/// problem document, its status and its `WWW-Authenticate`.
pub fn require(service: impl Badges + 'static, need: Need) -> Require {
    Require { service: Arc::new(service), need: Arc::new(need) }
}

/// The layer that [`require`] makes.
#[derive(Clone)]
pub struct Require {
    service: Arc<dyn Badges>,
    need: Arc<Need>,
}

impl<S> Layer<S> for Require {
    type Service = Required<S>;

    fn layer(&self, inner: S) -> Required<S> {
        Required { inner, require: self.clone() }
    }
}

impl fmt::Debug for Require {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Require({:?})", self.need)
    }
}

impl Require {
    async fn authorize(&self, parts: &mut Parts) -> Result<Authorized, Error> {
        let need = self.need.of(parts).await?;
        let presented = self.need.presented(parts).map_err(Error::blamed)?;
        self.service.authorize(presented, need).await.map_err(Error::blamed)
    }
}

/// A service behind [`Require`].
#[derive(Clone, Debug)]
pub struct Required<S> {
    inner: S,
    require: Require,
}

impl<S> Service<Request> for Required<S>
where
    S: Service<Request, Response = Response> + Clone + Send + 'static,
    S::Future: Send,
{
    type Response = Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        // The one that was polled ready is the one to call; the clone takes its place.
        let clone = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, clone);
        let require = self.require.clone();
        Box::pin(async move {
            let (mut parts, body) = request.into_parts();
            match require.authorize(&mut parts).await {
                Ok(authorized) => {
                    parts.extensions.insert(authorized);
                    inner.call(Request::from_parts(parts, body)).await
                }
                Err(error) => Ok(message::response(error.to_response())),
            }
        })
    }
}
