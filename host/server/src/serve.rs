//! `serve`: the server, until Ctrl-C or SIGTERM.

use crate::actors::ActorKeys;
use crate::backend::Choice;
use crate::product::Product;
use crate::server::{self, Server};
use anyhow::{Result, bail};
use clap::Args;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Serve the OAuth endpoints and the admin API.
///
/// It listens on loopback unless told otherwise and speaks plain HTTP: TLS is for the proxy in front of it. It trusts no header: an
/// administrator is who holds an actor token of the product, or an access token for the audience <issuer>/admin.
#[derive(Args)]
pub(crate) struct Serve {
    /// Where to listen; port 0 lets the system choose one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The SQLite file; it is made if it is not there.
    #[arg(long, value_name = "FILE", default_value = "badges.db")]
    store: PathBuf,
    #[command(flatten)]
    product: Product,
    #[command(flatten)]
    actor_keys: ActorKeys,
    #[command(flatten)]
    choice: Choice,
    /// Serve the sample API too, to try tokens on.
    #[arg(long)]
    sample: bool,
}

impl Serve {
    pub(crate) async fn run(self) -> Result<()> {
        let stop = server::stop_signal()?;
        let (listener, address) = server::bind(self.listen).await?;
        let issuer = match &self.product.issuer {
            Some(issuer) => issuer.clone(),
            None if address.ip().is_loopback() => format!("http://{address}"),
            None => bail!("name the https URL at which clients reach this server by --issuer"),
        };
        let settings = self.product.settings(&issuer)?;
        let actors = self.actor_keys.read()?;
        let server = Server::open(listener, settings, &self.store, &self.choice, actors, self.sample).await?;
        println!("listening on http://{address} for the issuer {issuer} ({})", server.engine());
        server.run(stop).await?;
        println!("stopped");
        Ok(())
    }
}
