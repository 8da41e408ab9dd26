//! `resource-server`: an account that may look at the tokens for an API.

use crate::output;
use crate::platform::Platform;
use anyhow::Result;
use clap::Args;

/// Let an account look at tokens of every company by introspection (RFC 7662), or no more.
///
/// It is for an API that cannot verify in its own process. The account then sees the tokens for these audiences and no others.
#[derive(Args)]
#[command(
    after_help = "Example:\n  badgehouse resource-server --company acme --client-id sa_... \\\n    --audience https://api.acme.example --sees https://api.acme.example"
)]
pub(crate) struct ResourceServer {
    /// The account's company.
    #[arg(long, value_name = "ID", env = "BADGEHOUSE_COMPANY")]
    company: String,
    /// The account.
    #[arg(long, value_name = "ID")]
    client_id: String,
    /// An audience of the product, one of --audience or the issuer, whose tokens it sees. The audiences of an earlier call are replaced.
    #[arg(long = "sees", value_name = "URI", required_unless_present = "unmark")]
    sees: Vec<String>,
    /// It is a resource server no more.
    #[arg(long, conflicts_with = "sees")]
    unmark: bool,
    #[command(flatten)]
    platform: Platform,
}

impl ResourceServer {
    pub(crate) async fn run(self) -> Result<()> {
        let Self { company, client_id, sees, .. } = self;
        let engine = self.platform.engine().await?;
        engine.mark_resource_server(company, client_id.clone(), sees.clone()).await?;
        if sees.is_empty() {
            output::line(&format!("{client_id} is a resource server no more"))?;
        } else {
            output::line(&format!("{client_id} sees the tokens for {} of every company", sees.join(", ")))?;
        }
        Ok(())
    }
}
