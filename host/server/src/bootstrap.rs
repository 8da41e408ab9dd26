//! `bootstrap`: a company's first account, which administers.

use crate::product::Product;
use anyhow::{Context, Result};
use badgehouse_native::Engine;
use badgehouse_sqlite::SqliteStore;
use clap::Args;
use std::path::PathBuf;

/// Make a company's first account, with Admin on the tools `admin` and `directory`; once a company.
///
/// Its secret is printed this once. Tokens that it fetches for the audience <issuer>/admin administer the company.
#[derive(Args)]
pub(crate) struct Bootstrap {
    /// The SQLite file; it is made if it is not there.
    #[arg(long, value_name = "FILE", default_value = "badges.db")]
    store: PathBuf,
    /// The company's id, as the product names it.
    #[arg(long, value_name = "ID")]
    company: String,
    /// The account's name.
    #[arg(long)]
    name: String,
    #[command(flatten)]
    product: Product,
}

impl Bootstrap {
    pub(crate) async fn run(self) -> Result<()> {
        // No token is made here, so that any issuer will do.
        let issuer = self.product.issuer.as_deref().unwrap_or("http://localhost");
        let settings = self.product.settings(issuer)?;
        let shown = self.store.display();
        let store = SqliteStore::open(&self.store).await.with_context(|| format!("the store `{shown}`"))?;
        let created = Engine::open(settings, store)?.bootstrap(self.company, self.name).await?;
        println!("client_id={}", created.account.client_id);
        if let Some(secret) = &created.client_secret {
            println!("client_secret={}", secret.reveal());
        }
        Ok(())
    }
}
