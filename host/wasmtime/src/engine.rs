//! The engine: the component with a store, a crypto provider, a clock and randomness.
//!
//! Each method runs one operation of [`Core`], under the same name and with the same arguments, in an instance of its own.

use crate::convert::{self, read};
use crate::failure::{self, LoadError, settle};
use crate::instance::Instance;
use crate::ports::Clock;
use crate::program::Program;
use badgehouse::Core;
use badgehouse::account::{Account, AccountQuery, CreatedAccount, NewAccount, Purged};
use badgehouse::audit::AuditCut;
use badgehouse::authorize::{Authorized, NeedInput, Presented};
use badgehouse::company::Erasure;
use badgehouse::contact::{
    ContactChangeInput, ContactReport, ContactView, DirectoryEntry, NewContact, Repair, ReportedContact,
};
use badgehouse::crypto::{Crypto, PublicJwk};
use badgehouse::error::Error;
use badgehouse::grant::{TokenError, TokenRequest, TokenResponse};
use badgehouse::http::{HttpRequest, HttpResponse};
use badgehouse::introspection::ActiveToken;
use badgehouse::key_ring::{EarlierTokens, Jwks, Resealed};
use badgehouse::page::{Page, PageInput};
use badgehouse::permission::{PermissionChange, Permissions};
use badgehouse::principal::{Actor, Principal};
use badgehouse::secret::{AddedSecret, Leak, LeakInput, NewSecretInput, SecretList};
use badgehouse::service::Service;
use badgehouse::settings::Settings;
use badgehouse::store::{Reply, Store};
use badgehouse::throttle::{Failure, FailureWindow};
use badgehouse::usage::{Usage, UsageWindow};
use badgehouse::workload::TrustedIssuer;
use badgehouse_native::{Ring, unix_now};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// Badgehouse in a sandbox. A clone is another handle on the same engine.
///
/// Every method answers `unavailable` when its instance runs out of time, and `broken` when it traps.
#[derive(Clone)]
pub struct Badgehouse {
    program: Program,
    settings: Arc<Settings>,
    store: Arc<dyn Store>,
    crypto: Arc<dyn Crypto>,
    clock: Arc<Clock>,
    usage: Arc<Mutex<UsageWindow>>,
    failures: Arc<Mutex<FailureWindow>>,
}

/// Calls a function of a fresh instance's engine, and settles what came of it.
macro_rules! call {
    ($badges:expr, $function:ident($($argument:expr),*)) => {{
        let mut instance = $badges.instance().await?;
        let (face, store, engine) = instance.parts();
        settle(face.$function(store, engine, $($argument),*).await)
    }};
}

impl Badgehouse {
    /// Compiles the component `bytes` and opens an engine that signs by ring. It checks the settings and touches no store.
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

    /// An engine with a crypto provider of one's own. One that answers `unsupported` leaves it to the component.
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

    pub(crate) fn new(
        program: Program,
        settings: Settings,
        store: Arc<dyn Store>,
        crypto: Arc<dyn Crypto>,
    ) -> Result<Self, LoadError> {
        let core = Core::open(settings).map_err(LoadError::Settings)?;
        let settings = Arc::new(core.settings().clone());
        Ok(Self {
            program,
            settings,
            store,
            crypto,
            clock: Arc::new(unix_now),
            usage: Arc::default(),
            failures: Arc::default(),
        })
    }

    /// The same engine by another clock, which answers Unix seconds: for tests that move time.
    #[must_use]
    pub fn with_clock(self, clock: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        Self { clock: Arc::new(clock), ..self }
    }

    /// The settings, with defaults filled in.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// [`Core::create_account`].
    pub async fn create_account(
        &self,
        principal: Principal,
        company: String,
        new: NewAccount,
        idempotency_key: Option<String>,
    ) -> Result<CreatedAccount, Error> {
        let principal = convert::principal(principal)?;
        let key = idempotency_key.as_deref();
        read(call!(self, call_create_account(&principal, &company, &new.into(), key)))
    }

    /// [`Core::bootstrap`].
    pub async fn bootstrap(&self, company: String, name: String) -> Result<CreatedAccount, Error> {
        read(call!(self, call_bootstrap(&company, &name)))
    }

    /// [`Core::get_account`].
    pub async fn get_account(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Result<Account, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_get_account(&principal, &company, &client_id)))
    }

    /// [`Core::list_accounts`].
    pub async fn list_accounts(
        &self,
        principal: Principal,
        company: String,
        query: AccountQuery,
    ) -> Result<Page<Account>, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_list_accounts(&principal, &company, &query.into())))
    }

    /// [`Core::delete_account`].
    pub async fn delete_account(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Result<(), Error> {
        let principal = convert::principal(principal)?;
        call!(self, call_delete_account(&principal, &company, &client_id))
    }

    /// [`Core::add_secret`].
    pub async fn add_secret(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        new: NewSecretInput,
        idempotency_key: Option<String>,
    ) -> Result<AddedSecret, Error> {
        let principal = convert::principal(principal)?;
        let key = idempotency_key.as_deref();
        read(call!(self, call_add_secret(&principal, &company, &client_id, &new.into(), key)))
    }

    /// [`Core::list_secrets`].
    pub async fn list_secrets(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Result<SecretList, Error> {
        let principal = convert::principal(principal)?;
        convert::secrets(call!(self, call_list_secrets(&principal, &company, &client_id))?)
    }

    /// [`Core::revoke_secret`].
    pub async fn revoke_secret(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        secret_id: String,
    ) -> Result<(), Error> {
        let principal = convert::principal(principal)?;
        call!(self, call_revoke_secret(&principal, &company, &client_id, &secret_id))
    }

    /// [`Core::get_permissions`].
    pub async fn get_permissions(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        page: PageInput,
    ) -> Result<Permissions, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_get_permissions(&principal, &company, &client_id, &page.into())))
    }

    /// [`Core::set_permissions`].
    pub async fn set_permissions(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        change: PermissionChange,
        revision: Option<u64>,
    ) -> Result<(), Error> {
        let principal = convert::principal(principal)?;
        call!(self, call_set_permissions(&principal, &company, &client_id, &change.into(), revision))
    }

    /// [`Core::get_contact`].
    pub async fn get_contact(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Result<ContactView, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_get_contact(&principal, &company, &client_id)))
    }

    /// [`Core::change_contact`].
    pub async fn change_contact(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        change: ContactChangeInput,
    ) -> Result<ContactView, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_change_contact(&principal, &company, &client_id, &change.into())))
    }

    /// [`Core::repair_contact`].
    pub async fn repair_contact(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        how: Repair,
    ) -> Result<ContactView, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_repair_contact(&principal, &company, &client_id, how.into())))
    }

    /// [`Core::create_contact`].
    pub async fn create_contact(
        &self,
        principal: Principal,
        company: String,
        new: NewContact,
    ) -> Result<DirectoryEntry, Error> {
        let principal = convert::principal(principal)?;
        read(call!(self, call_create_contact(&principal, &company, &new.email)))
    }

    /// [`Core::request_token`].
    pub async fn request_token(&self, request: TokenRequest) -> Result<TokenResponse, TokenError> {
        let mut instance = self.instance().await?;
        let (face, store, engine) = instance.parts();
        let request = convert::TokenRequest::of(request);
        let mut answer: Result<TokenResponse, TokenError> =
            match face.call_request_token(store, engine, request.words()).await {
                Ok(answer) => answer.map(Into::into).map_err(Into::into),
                Err(trap) => Err(failure::token_error(&trap)),
            };
        self.count(match &mut answer {
            Ok(token) => token.usage.take(),
            Err(error) => error.usage.take(),
        });
        answer
    }

    /// [`Core::authorize`].
    pub async fn authorize(
        &self,
        presented: impl Into<Presented> + Send,
        need: NeedInput,
    ) -> Result<Authorized, Error> {
        let presented = presented.into().into();
        read(call!(self, call_authorize(&presented, &need.into())))
    }

    /// [`Core::verify`].
    pub async fn verify(
        &self,
        presented: impl Into<Presented> + Send,
        audience: Option<String>,
    ) -> Result<ActiveToken, Error> {
        let presented = presented.into().into();
        read(call!(self, call_verify(&presented, audience.as_deref())))
    }

    /// [`Core::verify_actor_token`].
    pub async fn verify_actor_token(
        &self,
        token: String,
        issuer: String,
        keys: Vec<PublicJwk>,
    ) -> Result<Actor, Error> {
        let keys: Vec<_> = keys.into_iter().map(Into::into).collect();
        read(call!(self, call_verify_actor_token(&token, &issuer, &keys)))
    }

    /// [`Core::jwks`].
    pub async fn jwks(&self) -> Result<Jwks, Error> {
        let keys = call!(self, call_jwks())?;
        Ok(Jwks { keys: keys.into_iter().map(Into::into).collect() })
    }

    /// [`Core::maintain`].
    pub async fn maintain(&self) -> Result<bool, Error> {
        call!(self, call_maintain())
    }

    /// [`Core::handle`], which answers every request.
    ///
    /// # Errors
    /// When the instance stopped; [`Service::handle`] makes a response of that, too.
    pub async fn handle(&self, request: HttpRequest, actor: Option<Actor>) -> Result<HttpResponse, Error> {
        let mut request = request;
        request.failures = self.failures_of(request.source.as_deref());
        let request = convert::HttpRequest::of(request);
        let actor = actor.map(Into::into);
        let mut response: HttpResponse = call!(self, call_handle(request.words(), actor.as_ref()))?.into();
        self.count(response.usage.take());
        self.keep(response.failure.take());
        Ok(response)
    }

    /// What is kept of a source, for the core to judge by.
    fn failures_of(&self, source: Option<&str>) -> Vec<Failure> {
        let kept = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        source.map(|source| kept.of(source)).unwrap_or_default()
    }

    fn keep(&self, failure: Option<Failure>) {
        if let Some(failure) = failure {
            self.failures.lock().unwrap_or_else(PoisonError::into_inner).add(failure);
        }
    }

    /// Records the usage that was added up since the last time: [`Core::record_usage`]. By a timer, and once more at the end.
    pub async fn record_usage(&self) -> Result<(), Error> {
        let usage = self.usage.lock().unwrap_or_else(PoisonError::into_inner).take();
        if usage.is_empty() {
            return Ok(());
        }
        let usage: Vec<_> = usage.into_iter().map(Into::into).collect();
        call!(self, call_record_usage(&usage))
    }

    /// [`Core::report_contact`].
    pub async fn report_contact(
        &self,
        company: String,
        client_id: String,
        report: ContactReport,
    ) -> Result<ReportedContact, Error> {
        read(call!(self, call_report_contact(&company, &client_id, &report.into())))
    }

    /// [`Core::purge_accounts`].
    pub async fn purge_accounts(&self, company: String) -> Result<Purged, Error> {
        Ok(call!(self, call_purge_accounts(&company))?.into())
    }

    /// [`Core::cut_audit`].
    pub async fn cut_audit(&self, company: String) -> Result<AuditCut, Error> {
        Ok(call!(self, call_cut_audit(&company))?.into())
    }

    /// [`Core::erase_company`].
    pub async fn erase_company(&self, company: String, confirmation: String) -> Result<Erasure, Error> {
        Ok(call!(self, call_erase_company(&company, &confirmation))?.into())
    }

    /// [`Core::mark_resource_server`].
    pub async fn mark_resource_server(
        &self,
        company: String,
        client_id: String,
        audiences: Vec<String>,
    ) -> Result<(), Error> {
        call!(self, call_mark_resource_server(&company, &client_id, &audiences))
    }

    /// [`Core::put_trusted_issuer`].
    pub async fn put_trusted_issuer(&self, issuer: TrustedIssuer) -> Result<u32, Error> {
        let jwks = serde_json::to_string(&issuer.jwks).map_err(|error| Error::broken(error.to_string()))?;
        call!(self, call_put_trusted_issuer(&issuer.issuer, &jwks))
    }

    /// [`Core::reseal`].
    pub async fn reseal(&self) -> Result<Resealed, Error> {
        Ok(call!(self, call_reseal())?.into())
    }

    /// [`Core::reseal_audit`].
    pub async fn reseal_audit(&self, company: String) -> Result<bool, Error> {
        call!(self, call_reseal_audit(&company))
    }

    /// [`Core::replace_signing_key`].
    pub async fn replace_signing_key(&self, earlier: EarlierTokens) -> Result<String, Error> {
        call!(self, call_replace_signing_key(earlier.into()))
    }

    /// [`Core::look_up_leak_anywhere`].
    pub async fn look_up_leak_anywhere(&self, input: LeakInput) -> Result<Leak, Error> {
        let found = call!(self, call_look_up_leak(&input.secret, input.revoke))?;
        Ok(Leak { found: found.map(TryInto::try_into).transpose()? })
    }

    /// A fresh instance, for one request.
    async fn instance(&self) -> Result<Instance, Error> {
        let (store, crypto) = (Arc::clone(&self.store), Arc::clone(&self.crypto));
        Instance::open(&self.program, &self.settings, store, crypto, Arc::clone(&self.clock)).await
    }

    fn count(&self, usage: Option<Usage>) {
        if let Some(usage) = usage {
            self.usage.lock().unwrap_or_else(PoisonError::into_inner).add(usage);
        }
    }
}

impl Program {
    /// An engine of this program, as [`Badgehouse::load`] makes.
    ///
    /// # Errors
    /// [`LoadError::Settings`] names each rule that the settings break, or that they want RS256, which takes a provider that makes RSA keys:
    /// [`Badgehouse::load_with`].
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
        audience: Option<String>,
    ) -> Reply<'a, Result<ActiveToken, Error>> {
        Box::pin(self.verify(presented, audience))
    }
}

impl fmt::Debug for Badgehouse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Badgehouse({})", self.settings.issuer)
    }
}
