//! What runs the rules: the core in this process, or the component.

use anyhow::{Result, bail};
use badgehouse::authorize::{Authorized, NeedInput};
use badgehouse::crypto::PublicJwk;
use badgehouse::error::Error;
use badgehouse::http::{HttpRequest, HttpResponse};
use badgehouse::principal::Actor;
use badgehouse::service::Service;
use badgehouse::settings::Settings;
use badgehouse::store::Reply;
use badgehouse_native::Engine;
use badgehouse_sqlite::SqliteStore;
use clap::Args;
use std::path::PathBuf;

/// The choice of what runs the rules.
#[derive(Args, Clone)]
pub(crate) struct Choice {
    /// Run the core natively, not as a WebAssembly component.
    #[arg(long, conflicts_with = "component")]
    native: bool,
    /// The component; left out, `component.wasm` beside this program, or where `cargo xtask build component` puts it.
    #[arg(long, value_name = "FILE", env = "BADGEHOUSE_COMPONENT")]
    component: Option<PathBuf>,
}

/// An engine of either kind.
#[derive(Clone)]
pub(crate) enum Backend {
    Native(Engine),
}

impl Backend {
    pub(crate) fn open(choice: &Choice, settings: Settings, store: SqliteStore) -> Result<Self> {
        if choice.native {
            return Ok(Self::Native(Engine::open(settings, store)?));
        }
        bail!("there is no component")
    }

    /// Its name, for people.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Native(_) => "the core, natively",
        }
    }

    pub(crate) async fn maintain(&self) -> Result<bool, Error> {
        match self {
            Self::Native(engine) => engine.maintain().await,
        }
    }

    pub(crate) async fn verify_actor_token(
        &self,
        token: String,
        issuer: String,
        keys: Vec<PublicJwk>,
    ) -> Result<Actor, Error> {
        match self {
            Self::Native(engine) => engine.verify_actor_token(token, issuer, keys).await,
        }
    }
}

impl Service for Backend {
    fn handle<'a>(&'a self, request: HttpRequest, actor: Option<Actor>) -> Reply<'a, HttpResponse> {
        match self {
            Self::Native(engine) => Service::handle(engine, request, actor),
        }
    }

    fn authorize<'a>(
        &'a self,
        authorization: Option<String>,
        need: NeedInput,
    ) -> Reply<'a, Result<Authorized, Error>> {
        match self {
            Self::Native(engine) => Service::authorize(engine, authorization, need),
        }
    }
}
