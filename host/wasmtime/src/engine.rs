//! The engine: the component with a store, a crypto provider, a clock and randomness.
//!
//! Each method runs one operation of [`Core`], under the same name and with the same arguments, in an
//! instance that it has to itself.

mod accounts;
mod audit;
mod credentials;
mod directory;
mod permissions;
mod platform;
mod tokens;

use crate::convert;
use crate::failure::LoadError;
use crate::instance::{Idle, Instance};
use crate::ports::{Clock, Ports};
use crate::program::Program;
use badgehouse::Core;
use badgehouse::audit::Note;
use badgehouse::authorize::{Authorized, NeedInput, Presented, TokensOf};
use badgehouse::crypto::Crypto;
use badgehouse::error::Error;
use badgehouse::http::{HttpRequest, HttpResponse, Kept};
use badgehouse::introspection::ActiveToken;
use badgehouse::principal::Actor;
use badgehouse::service::Service;
use badgehouse::settings::Settings;
use badgehouse::store::{Reply, Store};
use badgehouse::time::Watch;
use badgehouse_native::{Ring, since_now, unix_now};
use std::fmt;
use std::sync::Arc;

/// Badgehouse in a sandbox. A clone is another handle on the same engine.
///
/// Every method answers `unavailable` when its instance runs out of time, and `broken` when it traps.
#[derive(Clone)]
pub struct Badgehouse {
    program: Program,
    settings: Arc<Settings>,
    /// The same as each instance is given them.
    words: Arc<convert::Settings>,
    note: Option<Arc<Note>>,
    store: Arc<dyn Store>,
    crypto: Arc<dyn Crypto>,
    clock: Arc<Clock>,
    monotonic: Arc<Clock>,
    watch: Arc<Watch>,
    kept: Arc<Kept>,
    idle: Arc<Idle>,
}

/// Calls a function of an instance's engine, and settles what came of it.
macro_rules! call {
    ($badges:expr, $function:ident($($argument:expr),*)) => {{
        let mut instance = $badges.instance().await?;
        let (face, store, engine) = instance.parts();
        let outcome = face.$function(store, engine, $($argument),*).await;
        $crate::failure::settle(instance.ended(outcome).await)
    }};
}
use call;

/// The same of a function that asks no port and refuses nothing.
macro_rules! at_once {
    ($badges:expr, $function:ident($($argument:expr),*)) => {{
        let mut instance = $badges.instance().await?;
        let (face, store, engine) = instance.parts();
        let outcome = face.$function(store, engine, $($argument),*).await;
        instance.ended(outcome).await.map_err(|trap| $crate::failure::error(&trap))
    }};
}
use at_once;

impl Badgehouse {
    /// Compiles the component `bytes` and opens an engine that signs by ring. It checks the settings and
    /// touches no store.
    ///
    /// # Errors
    /// When it is no component of the contract, or the settings break a rule.
    pub fn load(
        component: impl AsRef<[u8]>,
        settings: Settings,
        store: impl Store + 'static,
    ) -> Result<Self, LoadError> {
        Program::compile(component)?.open(settings, store)
    }

    /// An engine with a crypto provider of one's own. One that answers `unsupported` leaves it to the
    /// component.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn load_with(
        component: impl AsRef<[u8]>,
        settings: Settings,
        store: impl Store + 'static,
        crypto: impl Crypto + 'static,
    ) -> Result<Self, LoadError> {
        Self::new(Program::compile(component)?, settings, Arc::new(store), Arc::new(crypto))
    }

    fn new(
        program: Program,
        settings: Settings,
        store: Arc<dyn Store>,
        crypto: Arc<dyn Crypto>,
    ) -> Result<Self, LoadError> {
        let core = Core::open(settings).map_err(LoadError::Settings)?;
        let words = Arc::new(convert::Settings::of(core.settings()));
        Ok(Self {
            program,
            settings: Arc::new(core.settings().clone()),
            words,
            note: None,
            store,
            crypto,
            clock: Arc::new(unix_now),
            monotonic: Arc::new(since_now()),
            watch: Arc::default(),
            kept: Arc::default(),
            idle: Arc::default(),
        })
    }

    /// The same engine by another clock, which answers Unix seconds: for tests that move time. It also
    /// tells how much time has passed, so that its jumps are believed.
    #[must_use]
    pub fn with_clock(self, clock: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        let clock: Arc<Clock> = Arc::new(clock);
        // Those that rest have the clock that they began with.
        Self { monotonic: Arc::clone(&clock), clock, idle: Arc::default(), ..self }
    }

    /// The same engine for a process that does not live for days: the system's clock is believed where
    /// [`maintain`](Self::maintain) is called first and it stands within two days of the store's time.
    #[must_use]
    pub fn living_briefly(self) -> Self {
        Self { watch: Arc::new(Watch::living_briefly()), ..self }
    }

    /// The same engine; see [`Core::noting`].
    #[must_use]
    pub fn noting(&self, note: Note) -> Self {
        Self { note: Some(Arc::new(note)), ..self.clone() }
    }

    /// The settings, with defaults filled in.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// [`Core::handle`], which answers every request.
    ///
    /// # Errors
    /// When the instance stopped; [`Service::handle`] makes a response of that, too.
    pub async fn handle(&self, request: HttpRequest, actor: Option<Actor>) -> Result<HttpResponse, Error> {
        let mut request = request;
        self.kept.before(&mut request);
        let request = convert::HttpRequest::of(request);
        let actor = actor.map(Into::into);
        let mut response: HttpResponse = call!(self, call_handle(request.words(), actor.as_ref()))?.into();
        self.kept.after(&mut response);
        Ok(response)
    }

    /// An instance for one request.
    async fn instance(&self) -> Result<Instance, Error> {
        let ports = || {
            let (store, crypto) = (Arc::clone(&self.store), Arc::clone(&self.crypto));
            Ports::new(store, crypto, Arc::clone(&self.clock), self.program.limits.memory)
        };
        let mut instance = Instance::take(&self.program, &self.words, &self.idle, ports).await?;
        if let Some(note) = &self.note {
            instance.note(&note.as_ref().into()).await?;
        }
        Ok(instance)
    }
}

impl Program {
    /// An engine of this program, as [`Badgehouse::load`] makes.
    ///
    /// # Errors
    /// [`LoadError::Settings`] names each rule that the settings break, or that they want RS256, which takes
    /// a provider that makes RSA keys: [`Badgehouse::load_with`].
    pub fn open(&self, settings: Settings, store: impl Store + 'static) -> Result<Badgehouse, LoadError> {
        let crypto = Ring::new(settings.sealing_keys.clone());
        let badges = Badgehouse::new(self.clone(), settings, Arc::new(store), Arc::new(crypto))?;
        Ring::suits(badges.settings()).map_err(LoadError::Settings)?;
        Ok(badges)
    }
}

impl Service for Badgehouse {
    fn handle<'a>(&'a self, request: HttpRequest, actor: Option<Actor>) -> Reply<'a, HttpResponse> {
        let answer = self.handle(request, actor);
        Box::pin(async { answer.await.unwrap_or_else(|error| error.to_response()) })
    }

    fn authorize<'a>(
        &'a self,
        presented: Presented,
        need: NeedInput,
    ) -> Reply<'a, Result<Authorized, Error>> {
        Box::pin(self.authorize(presented, need))
    }

    fn verify<'a>(
        &'a self,
        presented: Presented,
        of: TokensOf,
        audience: Option<String>,
    ) -> Reply<'a, Result<ActiveToken, Error>> {
        Box::pin(self.verify(presented, of, audience))
    }
}

impl fmt::Debug for Badgehouse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Badgehouse({})", self.settings.issuer)
    }
}
