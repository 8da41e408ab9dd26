//! A product with service accounts: axum, the core in this process, SQLite.
//!
//! ```sh
//! BADGEHOUSE_SEALING_KEY=$(badgehouse sealing-key) cargo run -p badgehouse-axum --example native
//! ```

use axum::Router;
use axum::extract::Extension;
use axum::http::request::Parts;
use axum::routing::get;
use badgehouse::authorize::Authorized;
use badgehouse::crypto::SealingKey;
use badgehouse::error::Error;
use badgehouse::identifier::CompanyId;
use badgehouse::principal::Actor;
use badgehouse::settings::Settings;
use badgehouse_axum::Need;
use badgehouse_native::Engine;
use badgehouse_sqlite::SqliteStore;
use std::net::SocketAddr;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sealing_key = SealingKey::parse(&std::env::var("BADGEHOUSE_SEALING_KEY")?)?;
    let settings = Settings::new("http://127.0.0.1:8080", "svc.acme.example", vec![sealing_key]);
    let company = CompanyId::parse("acme")?;

    let badges = Engine::open(settings, SqliteStore::open("badges.db").await?)?;
    let app = Router::new()
        .route("/rfis", get(list))
        .route_layer(badgehouse_axum::require(badges.clone(), Need::tool("rfis").read_only()))
        .merge(badgehouse_axum::routes(badges, actor_from_session))
        .layer(Extension(company));

    // With the address of each connection, by which guessing is held up. Behind a proxy it is the proxy's: put a `badgehouse_axum::Source` into the
    // extensions there.
    let service = app.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(TcpListener::bind("127.0.0.1:8080").await?, service).await?;
    Ok(())
}

/// A route of the product: it knows who calls.
async fn list(Extension(caller): Extension<Authorized>) -> String {
    format!("{} may read the RFIs of {}\n", caller.client_id, caller.company)
}

/// Who administers: an earlier layer of the product has put the user of the session into the extensions.
async fn actor_from_session(parts: Parts) -> Result<Option<Actor>, Error> {
    Ok(parts.extensions.get::<Actor>().cloned())
}
