//! What runs the rules: the core in this process, or the component.

use anyhow::{Context, Result, anyhow};
use badgehouse::authorize::{Authorized, NeedInput, Presented, TokensOf};
use badgehouse::crypto::PublicJwk;
use badgehouse::error::Error;
use badgehouse::http::{HttpRequest, HttpResponse};
use badgehouse::introspection::ActiveToken;
use badgehouse::principal::Actor;
use badgehouse::service::Service;
use badgehouse::settings::Settings;
use badgehouse::store::Reply;
use badgehouse::time::Maintained;
use badgehouse_native::Engine;
use badgehouse_sqlite::SqliteStore;
use badgehouse_wasmtime::Badgehouse;
use clap::Args;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const MISSING: &str = "there is no component: name it by --component, or run the core natively by --native
(from a checkout, `cargo xtask build component` makes it)";

/// The choice of what runs the rules.
#[derive(Args, Clone)]
pub(crate) struct Choice {
    /// Run the core natively, not as a WebAssembly component, even where one is named.
    #[arg(long)]
    native: bool,
    /// The component; left out, `component.wasm` beside this program, or where `cargo xtask build component` puts it.
    #[arg(long, value_name = "FILE", env = "BADGEHOUSE_COMPONENT")]
    component: Option<PathBuf>,
}

impl Choice {
    /// Where the component is; `None` when it is not wanted.
    fn path(&self) -> Result<Option<PathBuf>> {
        if self.native {
            return Ok(None);
        }
        let found = match &self.component {
            Some(named) => Some(named.clone()),
            None => beside_this_program().into_iter().find(|path| path.exists()),
        };
        found.map(Some).ok_or_else(|| anyhow!(MISSING))
    }
}

/// Installed, and in a checkout's target folder.
fn beside_this_program() -> Vec<PathBuf> {
    let program = std::env::current_exe().unwrap_or_default();
    let folder = program.parent().unwrap_or(Path::new("."));
    vec![folder.join("component.wasm"), folder.join("../badgehouse/component.wasm")]
}

/// An engine of either kind.
#[derive(Clone)]
pub(crate) enum Backend {
    Native(Engine),
    Component(Arc<Badgehouse>),
}

impl Backend {
    /// Compiling a component takes a moment, so that this is not for a thread that serves.
    pub(crate) fn open(choice: &Choice, settings: Settings, store: SqliteStore) -> Result<Self> {
        let Some(path) = choice.path()? else { return Ok(Self::Native(Engine::open(settings, store)?)) };
        let shown = path.display();
        let component = std::fs::read(&path).with_context(|| format!("the component `{shown}`"))?;
        Ok(Self::Component(Arc::new(Badgehouse::load(component, settings, store)?)))
    }

    /// Its name, for people.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Native(_) => "the core, natively",
            Self::Component(_) => "the component",
        }
    }

    pub(crate) async fn maintain(&self) -> Result<Maintained, Error> {
        match self {
            Self::Native(engine) => engine.maintain().await,
            Self::Component(engine) => engine.maintain().await,
        }
    }

    /// Records what the engine has added up.
    pub(crate) async fn record_usage(&self) -> Result<(), Error> {
        match self {
            Self::Native(engine) => engine.record_usage().await,
            Self::Component(engine) => engine.record_usage().await,
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
            Self::Component(engine) => engine.verify_actor_token(token, issuer, keys).await,
        }
    }
}

impl Service for Backend {
    fn handle<'a>(&'a self, request: HttpRequest, actor: Option<Actor>) -> Reply<'a, HttpResponse> {
        match self {
            Self::Native(engine) => Service::handle(engine, request, actor),
            Self::Component(engine) => Service::handle(engine, request, actor),
        }
    }

    fn authorize<'a>(
        &'a self,
        presented: Presented,
        need: NeedInput,
    ) -> Reply<'a, Result<Authorized, Error>> {
        match self {
            Self::Native(engine) => Service::authorize(engine, presented, need),
            Self::Component(engine) => Service::authorize(engine, presented, need),
        }
    }

    fn verify<'a>(
        &'a self,
        presented: Presented,
        of: TokensOf,
        audience: Option<String>,
    ) -> Reply<'a, Result<ActiveToken, Error>> {
        match self {
            Self::Native(engine) => Service::verify(engine, presented, of, audience),
            Self::Component(engine) => Service::verify(engine, presented, of, audience),
        }
    }
}
