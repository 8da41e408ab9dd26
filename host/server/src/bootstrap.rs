//! `bootstrap`: a company's first account, which administers.

use crate::platform::Platform;
use anyhow::Result;
use clap::Args;

/// Make a company's first account, with Admin on the tools `admin` and `directory`; once a company.
///
/// Its secret is printed this once. Tokens that it fetches for the audience <issuer>/admin administer the company. The store is made if it
/// is not there.
#[derive(Args)]
pub(crate) struct Bootstrap {
    /// The company's id, as the product names it.
    #[arg(long, value_name = "ID")]
    company: String,
    /// The account's name.
    #[arg(long)]
    name: String,
    #[command(flatten)]
    platform: Platform,
}

impl Bootstrap {
    pub(crate) async fn run(self) -> Result<()> {
        let engine = self.platform.engine_on_new_store().await?;
        let created = engine.bootstrap(self.company, self.name).await?;
        println!("client_id={}", created.account.client_id);
        if let Some(secret) = &created.client_secret {
            println!("client_secret={}", secret.reveal());
        }
        Ok(())
    }
}
