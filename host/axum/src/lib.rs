//! Badgehouse as an axum router and layer.
//!
//! [`routes`] serves the token endpoint, the keys and the admin API; [`require`] lets only those calls through to your own routes whose
//! access token holds the level that you name; [`authorize`] and [`verify`] do the same within a handler.
//!
//! ```
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use axum::Router;
//! use axum::body::Body;
//! use axum::extract::{Extension, Request};
//! use axum::http::StatusCode;
//! use axum::http::request::Parts;
//! use axum::routing::get;
//! use badgehouse::authorize::Authorized;
//! use badgehouse::crypto::SealingKey;
//! use badgehouse::principal::Actor;
//! use badgehouse::settings::Settings;
//! use badgehouse_axum::{Need, require, routes};
//! use badgehouse_native::{Engine, MemoryStore};
//! use tower::Service;
//!
//! // 32 random bytes, which you make once and keep where secrets are kept.
//! let sealing_key = SealingKey::from_bytes([7; 32]);
//! let settings = Settings::new("https://id.acme.example", "svc.acme.example", vec![sealing_key]);
//! let badges = Engine::open(settings, MemoryStore::new())?;
//!
//! // Who administers: the user of the session, whom an earlier layer of yours has put into the extensions.
//! let actor_from = async |parts: Parts| Ok(parts.extensions.get::<Actor>().cloned());
//!
//! // A route of yours, for tokens of the company that hold Read Only on the tool `rfis` or more.
//! let list = async |Extension(caller): Extension<Authorized>| format!("the RFIs of {}", caller.company);
//! let may_read = Need::tool("rfis").read_only().company_param("company");
//! let mut app: Router = Router::new()
//!     .route("/companies/{company}/rfis", get(list))
//!     .route_layer(require(badges.clone(), may_read))
//!     .merge(routes(badges, actor_from));
//!
//! let call = Request::builder().uri("/companies/acme/rfis").body(Body::empty())?;
//! assert_eq!(app.call(call).await?.status(), StatusCode::UNAUTHORIZED);
//! let keys = Request::builder().uri("/oauth/jwks").body(Body::empty())?;
//! assert_eq!(app.call(keys).await?.status(), StatusCode::OK);
//! # Ok(())
//! # }
//! ```
//!
//! `examples/native.rs` is a whole program.
//!
//! # Whom it trusts
//! No header says who administers: that is for your `actor_from`. What the core reads of a request to the admin API are `Authorization`, `DPoP`,
//! with cookies `Origin` and `Host`, preconditions and idempotency keys, and for the audit `X-Request-Id` and `Badgehouse-Reason`.
//!
//! Where a request comes from counts for one thing: who guesses secrets is held up. It is the [`Source`] that your layer has put into the extensions, and otherwise the
//! connection's address, if you serve with `into_make_service_with_connect_info::<SocketAddr>()`. No `X-Forwarded-*` is read, unless your layer does by
//! [`Source::forwarded`]. Behind a proxy that is what to do: every connection is the proxy's there, and one guesser would hold up everybody.
//!
//! TLS is in front. A layer that knows whether the client used it says so by [`Encrypted`].
//!
//! A proof of DPoP is for an address, whose host is the request's `Host` unless you name the API's own: [`Need::origin`], [`presented`]. The metadata of
//! resources (RFC 9728) looks at `Host` as well, and tells nothing by it but what is public.
//!
//! # The log
//! Why a request could not be answered goes to [`tracing`] as an error event with the field `diagnostic`, never to the client. There
//! is no secret and no token in it.

mod authorize;
mod encrypted;
mod message;
mod need;
mod presented;
mod require;
mod routes;
mod source;

pub use authorize::{authorize, verify};
pub use encrypted::Encrypted;
pub use message::BodyDeadline;
pub use need::{Need, ToolNeed};
pub use presented::presented;
pub use require::{Require, Required, require};
pub use routes::{Paths, routes, routes_at};
pub use source::Source;
