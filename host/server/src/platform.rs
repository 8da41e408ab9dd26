//! The store and the product's settings, for what the platform does itself. A server on the same store may go on.

use crate::product::Product;
use anyhow::{Context, Result, bail};
use badgehouse_native::Engine;
use badgehouse_sqlite::SqliteStore;
use clap::Args;
use std::path::PathBuf;

/// The platform's options, which are those of `serve`.
#[derive(Args)]
pub(crate) struct Platform {
    /// The SQLite file.
    #[arg(long, value_name = "FILE", default_value = "badges.db")]
    store: PathBuf,
    #[command(flatten)]
    product: Product,
}

impl Platform {
    /// An engine on the store, which has to be there: a name that is mistyped would otherwise be a store of nobody's.
    pub(crate) async fn engine(&self) -> Result<Engine> {
        if !self.store.exists() {
            bail!("there is no store `{}`; name it by --store", self.store.display());
        }
        self.engine_on_new_store().await
    }

    /// An engine on the store, which is made if it is not there.
    pub(crate) async fn engine_on_new_store(&self) -> Result<Engine> {
        // No token is made here, so that any issuer will do.
        let issuer = self.product.issuer.as_deref().unwrap_or("http://localhost");
        let settings = self.product.settings(issuer)?;
        let shown = self.store.display();
        let store = SqliteStore::open(&self.store).await.with_context(|| format!("the store `{shown}`"))?;
        Ok(Engine::open(settings, store)?)
    }
}
