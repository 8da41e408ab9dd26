//! The engine: the core with a store, a crypto provider, the system's clock and its randomness.
//!
//! Each method runs one operation of [`Core`], under the same name and with the same arguments.

mod accounts;
mod audit;
mod credentials;
mod directory;
mod permissions;
mod platform;
mod tokens;

use crate::clock::{since_now, unix_now};
use crate::ring::Ring;
use badgehouse::audit::Note;
use badgehouse::authorize::{Authorized, NeedInput, Presented, TokensOf};
use badgehouse::crypto::Crypto;
use badgehouse::driver::run_send;
use badgehouse::error::Error;
use badgehouse::http::{HttpRequest, HttpResponse, Kept};
use badgehouse::introspection::ActiveToken;
use badgehouse::operation::Operation;
use badgehouse::principal::Actor;
use badgehouse::service::Service;
use badgehouse::settings::Settings;
use badgehouse::store::{Reply, Store};
use badgehouse::time::Watch;
use badgehouse::{Core, Outcome, Start};
use std::fmt;
use std::sync::Arc;

/// What tells the present, in Unix seconds.
type Clock = dyn Fn() -> u64 + Send + Sync;

/// Badgehouse in this process. A clone is another handle on the same engine.
///
/// Every method answers `unavailable` when the system gives no randomness, and has then done nothing.
#[derive(Clone)]
pub struct Engine {
    core: Core,
    store: Arc<dyn Store>,
    crypto: Arc<dyn Crypto>,
    clock: Arc<Clock>,
    monotonic: Arc<Clock>,
    watch: Arc<Watch>,
    kept: Arc<Kept>,
}

impl Engine {
    /// An engine that signs by [`Ring`]. It checks the settings and touches no store.
    ///
    /// # Errors
    /// `invalid_input` names each rule that the settings break, or that they want RS256, which takes a provider that makes RSA keys:
    /// [`open_with`](Self::open_with).
    pub fn open(settings: Settings, store: impl Store + 'static) -> Result<Self, Error> {
        let crypto = Ring::new(settings.sealing_keys.clone());
        let engine = Self::open_with(settings, store, crypto)?;
        Ring::suits(engine.settings())?;
        Ok(engine)
    }

    /// An engine with a crypto provider of one's own: one that answers for keys in a KMS, say.
    ///
    /// # Errors
    /// `invalid_input` names each rule that the settings break.
    pub fn open_with(
        settings: Settings,
        store: impl Store + 'static,
        crypto: impl Crypto + 'static,
    ) -> Result<Self, Error> {
        Ok(Self {
            core: Core::open(settings)?,
            store: Arc::new(store),
            crypto: Arc::new(crypto),
            clock: Arc::new(unix_now),
            monotonic: Arc::new(since_now()),
            watch: Arc::default(),
            kept: Arc::default(),
        })
    }

    /// The same engine by another clock, which answers Unix seconds: for tests that move time. It also tells how much time has passed, so that its jumps are believed, until
    /// [`with_monotonic`](Self::with_monotonic) names another for that.
    #[must_use]
    pub fn with_clock(self, clock: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        let clock: Arc<Clock> = Arc::new(clock);
        Self { monotonic: Arc::clone(&clock), clock, ..self }
    }

    /// The same engine with another clock that nobody sets, which answers seconds from any beginning: how [`maintain`](Self::maintain) knows that time has passed.
    #[must_use]
    pub fn with_monotonic(self, monotonic: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        Self { monotonic: Arc::new(monotonic), ..self }
    }

    /// The same engine for a process that does not live for days, such as a job or one of an edge: nobody is there to see time pass, so that the system's clock
    /// is believed where [`maintain`](Self::maintain) is called first and it stands within two days of the store's time.
    #[must_use]
    pub fn living_briefly(self) -> Self {
        Self { watch: Arc::new(Watch::living_briefly()), ..self }
    }

    /// The settings, with defaults filled in.
    pub fn settings(&self) -> &Settings {
        self.core.settings()
    }

    /// The same engine; see [`Core::noting`].
    #[must_use]
    pub fn noting(&self, note: Note) -> Self {
        Self { core: self.core.noting(note), ..self.clone() }
    }

    /// [`Core::handle`].
    pub async fn handle(&self, request: HttpRequest, actor: Option<Actor>) -> HttpResponse {
        match self.start() {
            Ok(start) => {
                let mut request = request;
                self.kept.before(&mut request);
                let mut response = self.drive(self.core.handle(start, request, actor)).await;
                self.kept.after(&mut response);
                response
            }
            Err(error) => error.to_response(),
        }
    }

    async fn run<T: Send>(&self, begin: impl FnOnce(&Core, Start) -> Outcome<T>) -> Result<T, Error> {
        let operation = begin(&self.core, self.start()?);
        self.drive(operation).await
    }

    async fn drive<T: Send>(&self, operation: Operation<T>) -> T {
        run_send(operation, &*self.store, &*self.crypto).await
    }

    /// The present, and a seed that is new each time. Without randomness there is no operation: a weak seed would make guessable
    /// secrets.
    fn start(&self) -> Result<Start, Error> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed)
            .map_err(|error| Error::unavailable(format!("the system gave no randomness: {error}")))?;
        Ok(Start { now: (self.clock)(), seed })
    }
}

impl Service for Engine {
    fn handle<'a>(&'a self, request: HttpRequest, actor: Option<Actor>) -> Reply<'a, HttpResponse> {
        Box::pin(self.handle(request, actor))
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

impl fmt::Debug for Engine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Engine({})", self.settings().issuer)
    }
}
