//! `serve`: the server, until Ctrl-C or SIGTERM.

use crate::actors::ActorKeys;
use crate::backend::Choice;
use crate::bounds::Bounds;
use crate::connections::{TlsOption, Transport};
use crate::log::LogOption;
use crate::operations::OperationsOption;
use crate::output;
use crate::page::PageOption;
use crate::product::Product;
use crate::server::{self, Front, Server};
use crate::store::StoreOption;
use anyhow::{Result, bail};
use axum::http::HeaderName;
use clap::Args;
use std::net::SocketAddr;

/// Serve the OAuth endpoints and the admin API.
///
/// It listens on loopback unless told otherwise and speaks plain HTTP, where TLS is for the proxy in front of it. No header makes an
/// administrator: that is who holds an actor token of the product, or an access token for the audience <issuer>/admin.
#[derive(Args)]
#[command(
    after_help = "Example:\n  badgehouse serve --store badges.db --sealing-key-file sealing.key \\\n    --issuer https://id.acme.example --contact-domain svc.acme.example"
)]
pub(crate) struct Serve {
    /// Where to listen; port 0 lets the system choose one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    #[command(flatten)]
    store: StoreOption,
    #[command(flatten)]
    product: Product,
    #[command(flatten)]
    actor_keys: ActorKeys,
    /// The header in which the proxy in front says where a request comes from, such as X-Forwarded-For: the last address in it, which the proxy itself has
    /// added. By it, who guesses secrets is held up. Only if the proxy sets it on every request. Without this option it is the connection's address where the
    /// server speaks TLS itself, and otherwise nobody is held up, since every connection is the proxy's.
    #[arg(long, value_name = "NAME")]
    client_address_header: Option<HeaderName>,
    #[command(flatten)]
    page: PageOption,
    #[command(flatten)]
    choice: Choice,
    /// Serve the sample API too, to try tokens on.
    #[arg(long)]
    sample: bool,
    #[command(flatten, next_help_heading = "TLS")]
    tls: TlsOption,
    #[command(flatten, next_help_heading = "Operations")]
    operations: OperationsOption,
    #[command(flatten)]
    log: LogOption,
    #[command(flatten, next_help_heading = "Bounds")]
    bounds: Bounds,
}

impl Serve {
    /// Serves, with a log that ends after all else.
    pub(crate) async fn run(self) -> Result<()> {
        let log = self.log.start()?;
        let served = self.serve().await;
        // What is sent last is waited for, which blocks.
        tokio::task::spawn_blocking(|| log.end()).await?;
        served
    }

    async fn serve(self) -> Result<()> {
        let stop = server::stop_signal()?;
        let transport = self.tls.open()?.map_or(Transport::Plain, Transport::Tls);
        let (listener, address) = server::bind(self.listen).await?;
        let issuer = match &self.product.issuer {
            Some(issuer) => issuer.clone(),
            None if address.ip().is_loopback() => format!("{}://{address}", transport.scheme()),
            None => bail!("name the https URL at which clients reach this server by --issuer"),
        };
        let settings = self.product.settings(&issuer)?;
        let operations = match self.operations.operations_listen {
            Some(address) => Some(server::bind(address).await?),
            None => None,
        };
        let (operations, operations_address) = operations.unzip();
        let scheme = transport.scheme();
        let front = Front {
            actors: self.actor_keys.read()?,
            client_address_header: self.client_address_header,
            sample: self.sample,
            page: self.page.open(&settings, &self.store.address)?,
            bounds: self.bounds,
            transport,
            operations,
        };
        let store = self.store.address.open_for(self.bounds.store_timeout).await?;
        let server = Server::open(listener, settings, store, &self.choice, front).await?;
        if let Some(address) = operations_address {
            let _ = output::line(&format!("answering operators on http://{address}"));
        }
        // A server serves on where nobody reads these lines any more.
        let _ = output::line(&format!(
            "listening on {scheme}://{address} for the issuer {issuer} ({})",
            server.engine()
        ));
        server.run(stop).await?;
        let _ = output::line("stopped");
        Ok(())
    }
}
