//! `bootstrap`: a company's first account, which administers.

use crate::administrator::shown::Shown;
use crate::output::Output;
use crate::platform::Platform;
use anyhow::Result;
use clap::Args;

/// Make a company's first account, with Admin on the tools `admin` and `directory`; once a company.
///
/// Its secret is printed this once. Tokens that it fetches for the audience <issuer>/admin administer the company. The store is made if it
/// is not there.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse bootstrap --company acme --name 'First administrator'")]
pub(crate) struct Bootstrap {
    /// The company's id, as the product names it.
    #[arg(long, value_name = "ID", env = "BADGEHOUSE_COMPANY")]
    company: String,
    /// The account's name.
    #[arg(long)]
    name: String,
    #[command(flatten)]
    shown: Shown,
    #[command(flatten)]
    platform: Platform,
}

impl Bootstrap {
    pub(crate) async fn run(self) -> Result<()> {
        let engine = self.platform.engine_on_new_store().await?;
        let made = engine.bootstrap(self.company, self.name);
        self.shown.show(Output { json: false }, "client_id", made).await
    }
}
