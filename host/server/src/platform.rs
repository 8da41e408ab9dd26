//! The store and the product's settings, for what the platform does itself. A server on the same store may go on.

use crate::product::Product;
use crate::store::{Store, StoreOption};
use anyhow::Result;
use badgehouse::audit::Note;
use badgehouse::error::Error;
use badgehouse::identifier::ActorId;
use badgehouse_native::Engine;
use clap::Args;

/// The platform's options, which are those of `serve`.
#[derive(Args)]
pub(crate) struct Platform {
    #[command(flatten)]
    store: StoreOption,
    /// Who does this, such as ann@example.com, for the audit. It is what you say, and proves nothing: who can run this can write any name.
    #[arg(long = "as", value_name = "WHO", env = "BADGEHOUSE_AS")]
    on_behalf_of: Option<ActorId>,
    /// Why, for the audit: 1 to 200 characters.
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    #[command(flatten)]
    product: Product,
}

impl Platform {
    /// An engine on the store, which has to be there: a name that is mistyped would otherwise be a store of nobody's.
    pub(crate) async fn engine(&self) -> Result<Engine> {
        Ok(self.engine_and_store().await?.0)
    }

    /// The same, with the store itself.
    pub(crate) async fn engine_and_store(&self) -> Result<(Engine, Store)> {
        self.store.address.must_exist()?;
        self.open().await
    }

    /// An engine on the store, which is made if it is not there.
    pub(crate) async fn engine_on_new_store(&self) -> Result<Engine> {
        Ok(self.open().await?.0)
    }

    async fn open(&self) -> Result<(Engine, Store)> {
        // No token is made here, so that any issuer will do.
        let issuer = self.product.issuer.as_deref().unwrap_or("http://localhost");
        let settings = self.product.settings(issuer)?;
        let store = self.store.address.open().await?;
        Ok((Engine::open(settings, store.clone())?.noting(self.note()?), store))
    }

    /// What the audit tells besides.
    fn note(&self) -> Result<Note, Error> {
        let note = Note::new(self.why.clone(), None)?;
        Ok(match &self.on_behalf_of {
            Some(who) => note.on_behalf_of(who.clone()),
            None => note,
        })
    }
}
