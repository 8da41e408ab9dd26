//! One HTTP exchange with one node.

use crate::address::Address;
use crate::error::{Failed, Refusal, chain};
use crate::limits::Limits;
use crate::wire::Call;
use badgehouse::store::StoreError;
use http::uri::Authority;
use http::{HeaderValue, Request, StatusCode, header};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::Bytes;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use std::error::Error;
use std::time::Duration;

/// The most bytes of an answer: a list of the most entries of the largest values takes 45 MB in Base64.
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// A peer that is gone without a word is noticed within a minute.
const KEEPALIVE: (Duration, Duration, u32) = (Duration::from_secs(30), Duration::from_secs(10), 3);

/// The connections of a store, which are kept from one call to the next.
pub(crate) struct Transport {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    scheme: &'static str,
}

/// A call, written down once for all tries.
pub(crate) struct Question {
    path: &'static str,
    body: Bytes,
}

impl Question {
    pub(crate) fn of<C: Call>(call: &C) -> Result<Self, Failed> {
        let body = serde_json::to_vec(call).map_err(|error| {
            Failed::Told(StoreError::Broken(format!("a call that cannot be written down: {error}")))
        })?;
        Ok(Self { path: C::PATH, body: body.into() })
    }
}

impl Transport {
    /// No connection is made yet.
    pub(crate) fn new(address: &Address, limits: &Limits) -> Result<Self, StoreError> {
        let mut http = HttpConnector::new();
        http.enforce_http(false);
        http.set_nodelay(true);
        http.set_connect_timeout(Some(limits.connect));
        http.set_keepalive(Some(KEEPALIVE.0));
        http.set_keepalive_interval(Some(KEEPALIVE.1));
        http.set_keepalive_retries(Some(KEEPALIVE.2));
        let tls = address.trust.config(address.identity.as_ref())?;
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(tls)
            .https_or_http()
            .enable_http1()
            .wrap_connector(http);
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_max_idle_per_host(limits.connections)
            .build(connector);
        Ok(Self { client, scheme: address.scheme() })
    }

    /// What a node answers. A call whose future is dropped goes on at the node or not, and its connection ends.
    pub(crate) async fn post(
        &self,
        node: &Authority,
        question: &Question,
        token: Option<&str>,
    ) -> Result<Vec<u8>, Failed> {
        let request = self.request(node, question, token)?;
        let response = self.client.request(request).await.map_err(|error| {
            if error.is_connect() { Failed::unreached(&error) } else { Failed::Unanswered(chain(&error)) }
        })?;
        let status = response.status();
        let body = Limited::new(response.into_body(), MOST_BYTES).collect().await;
        let body = body.map_err(|error| unread(error.as_ref()))?.to_bytes();
        if status == StatusCode::OK {
            Ok(body.into())
        } else {
            Err(Failed::Refused(Refusal::of(status.as_u16(), &body)))
        }
    }

    fn request(
        &self,
        node: &Authority,
        question: &Question,
        token: Option<&str>,
    ) -> Result<Request<Full<Bytes>>, Failed> {
        let cannot =
            |error: http::Error| Failed::Told(StoreError::Broken(format!("no call can be made: {error}")));
        let mut request = Request::post(format!("{}://{node}{}", self.scheme, question.path))
            .header(header::CONTENT_TYPE, "application/json")
            .body(Full::new(question.body.clone()))
            .map_err(cannot)?;
        if let Some(token) = token {
            let mut token = HeaderValue::from_str(token).map_err(|error| cannot(error.into()))?;
            token.set_sensitive(true);
            request.headers_mut().insert(header::AUTHORIZATION, token);
        }
        Ok(request)
    }
}

/// What is too long from one node is too long from each.
fn unread(error: &(dyn Error + 'static)) -> Failed {
    if error.is::<LengthLimitError>() {
        return Failed::Told(StoreError::Broken(format!(
            "an answer has more than {MOST_BYTES} bytes, which is more than is read of one: ask for fewer entries at a time"
        )));
    }
    Failed::Unanswered(chain(error))
}
