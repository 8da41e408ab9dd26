//! What runs the rules: the core in this process, or the component.

#[cfg(feature = "component")]
mod component;

use crate::store::Store;
use anyhow::Result;
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
#[cfg(feature = "component")]
use badgehouse_wasmtime::Badgehouse;
use clap::Args;
#[cfg(feature = "component")]
use std::{path::PathBuf, sync::Arc};

#[cfg(not(feature = "component"))]
const LEFT_OUT: &str =
    "this program was built without what runs a component: run the core natively by --native
(from a checkout, `cargo build --package badgehouse-server` builds all of it)";

/// The choice of what runs the rules.
#[derive(Args, Clone)]
pub(crate) struct Choice {
    /// Run the core natively, not as a WebAssembly component, even where one is named.
    #[arg(long)]
    native: bool,
    /// The component; left out, `component.wasm` beside this program, or where `cargo xtask build component` puts it.
    #[cfg(feature = "component")]
    #[arg(long, value_name = "FILE", env = "BADGEHOUSE_COMPONENT")]
    component: Option<PathBuf>,
}

/// An engine of either kind.
#[derive(Clone)]
pub(crate) enum Backend {
    Native(Engine),
    #[cfg(feature = "component")]
    Component(Arc<Badgehouse>),
}

impl Backend {
    /// Compiling a component takes a moment, so that this is not for a thread that serves.
    pub(crate) fn open(choice: &Choice, settings: Settings, store: Store) -> Result<Self> {
        if choice.native {
            return Ok(Self::Native(Engine::open(settings, store)?));
        }
        #[cfg(feature = "component")]
        return Ok(Self::Component(Arc::new(component::load(choice.component.as_deref(), settings, store)?)));
        #[cfg(not(feature = "component"))]
        anyhow::bail!(LEFT_OUT);
    }

    /// Its name, for people.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Native(_) => "the core, natively",
            #[cfg(feature = "component")]
            Self::Component(_) => "the component",
        }
    }

    pub(crate) async fn maintain(&self) -> Result<Maintained, Error> {
        match self {
            Self::Native(engine) => engine.maintain().await,
            #[cfg(feature = "component")]
            Self::Component(engine) => engine.maintain().await,
        }
    }

    /// Records what the engine has added up.
    pub(crate) async fn record_usage(&self) -> Result<(), Error> {
        match self {
            Self::Native(engine) => engine.record_usage().await,
            #[cfg(feature = "component")]
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
            #[cfg(feature = "component")]
            Self::Component(engine) => engine.verify_actor_token(token, issuer, keys).await,
        }
    }
}

impl Service for Backend {
    fn handle<'a>(&'a self, request: HttpRequest, actor: Option<Actor>) -> Reply<'a, HttpResponse> {
        match self {
            Self::Native(engine) => Service::handle(engine, request, actor),
            #[cfg(feature = "component")]
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
            #[cfg(feature = "component")]
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
            #[cfg(feature = "component")]
            Self::Component(engine) => Service::verify(engine, presented, of, audience),
        }
    }
}
