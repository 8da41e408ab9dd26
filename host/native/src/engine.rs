//! The engine: the core with a store, a crypto provider, the system's clock and its randomness.
//!
//! Each method runs one operation of [`Core`], under the same name and with the same arguments.

use crate::clock::unix_now;
use crate::crypto::Ring;
use badgehouse::account::{
    Account, AccountChange, AccountQuery, CreatedAccount, DeletedAccount, DisableInput, NewAccount, Purged,
};
use badgehouse::audit::{
    AuditCut, AuditEventView, AuditExport, AuditHeadView, AuditQuery, AuditVerification, AuditVerifyInput,
    Note,
};
use badgehouse::authorize::{Authorized, NeedInput, Presented};
use badgehouse::catalogue::Catalogue;
use badgehouse::company::{Erasure, ErasureReceipt};
use badgehouse::contact::{
    ContactChangeInput, ContactReport, ContactView, DirectoryEntry, MachineContact, MachineContactQuery,
    NewContact, Repair, ReportedContact,
};
use badgehouse::crypto::{Crypto, PublicJwk};
use badgehouse::driver::run_send;
use badgehouse::error::{Code, Error};
use badgehouse::grant::{TokenError, TokenRequest, TokenResponse};
use badgehouse::http::{HttpRequest, HttpResponse};
use badgehouse::introspection::ActiveToken;
use badgehouse::introspection::{Introspection, IntrospectionRequest};
use badgehouse::key_ring::{EarlierTokens, Jwks, Resealed};
use badgehouse::operation::Operation;
use badgehouse::page::{Page, PageInput};
use badgehouse::permission::{
    AccountTemplate, AssignInput, AssignedTemplate, CheckInput, Checked, EffectivePermissions, Holder,
    HoldersInput, JobProgress, NewTemplate, PermissionChange, PermissionPreview, Permissions,
    RequestedPermissions, Template, TemplateChange,
};
use badgehouse::principal::{Actor, Principal};
use badgehouse::public_key::{KeyList, KeyView, NewKeyInput};
use badgehouse::revocation::RevocationRequest;
use badgehouse::secret::{
    AddedSecret, CredentialChange, Leak, LeakInput, NewSecretInput, SecretList, SecretView,
};
use badgehouse::service::Service;
use badgehouse::settings::Settings;
use badgehouse::store::{Reply, Store};
use badgehouse::throttle::{Failure, FailureWindow};
use badgehouse::usage::{AccountUsage, Usage, UsageWindow};
use badgehouse::workload::{NewTrustInput, TrustList, TrustView, TrustedIssuer};
use badgehouse::{Core, Outcome, Start};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

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
    usage: Arc<Mutex<UsageWindow>>,
    failures: Arc<Mutex<FailureWindow>>,
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
        self.core.settings()
    }

    /// [`Core::create_account`].
    pub async fn create_account(
        &self,
        principal: Principal,
        company: String,
        new: NewAccount,
        idempotency_key: Option<String>,
    ) -> Result<CreatedAccount, Error> {
        self.run(|core, start| core.create_account(start, principal, company, new, idempotency_key)).await
    }

    /// [`Core::bootstrap`].
    pub async fn bootstrap(&self, company: String, name: String) -> Result<CreatedAccount, Error> {
        self.run(|core, start| core.bootstrap(start, company, name)).await
    }

    /// [`Core::get_account`].
    pub async fn get_account(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Result<Account, Error> {
        self.run(|core, start| core.get_account(start, principal, company, client_id)).await
    }

    /// [`Core::list_accounts`].
    pub async fn list_accounts(
        &self,
        principal: Principal,
        company: String,
        query: AccountQuery,
    ) -> Result<Page<Account>, Error> {
        self.run(|core, start| core.list_accounts(start, principal, company, query)).await
    }

    /// [`Core::update_account`].
    pub async fn update_account(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        change: AccountChange,
        revision: Option<u64>,
    ) -> Result<Account, Error> {
        self.run(|core, start| core.update_account(start, principal, company, client_id, change, revision))
            .await
    }

    /// [`Core::disable_account`].
    pub async fn disable_account(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        input: DisableInput,
        revision: Option<u64>,
    ) -> Result<Account, Error> {
        self.run(|core, start| core.disable_account(start, principal, company, client_id, input, revision))
            .await
    }

    /// [`Core::enable_account`].
    pub async fn enable_account(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        revision: Option<u64>,
    ) -> Result<Account, Error> {
        self.run(|core, start| core.enable_account(start, principal, company, client_id, revision)).await
    }

    /// [`Core::delete_account`].
    pub async fn delete_account(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Result<(), Error> {
        self.run(|core, start| core.delete_account(start, principal, company, client_id)).await
    }

    /// [`Core::undelete_account`].
    pub async fn undelete_account(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Result<Account, Error> {
        self.run(|core, start| core.undelete_account(start, principal, company, client_id)).await
    }

    /// [`Core::list_deleted_accounts`].
    pub async fn list_deleted_accounts(
        &self,
        principal: Principal,
        company: String,
        page: PageInput,
    ) -> Result<Page<DeletedAccount>, Error> {
        self.run(|core, start| core.list_deleted_accounts(start, principal, company, page)).await
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
        self.run(|core, start| core.add_secret(start, principal, company, client_id, new, idempotency_key))
            .await
    }

    /// [`Core::list_secrets`].
    pub async fn list_secrets(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Result<SecretList, Error> {
        self.run(|core, start| core.list_secrets(start, principal, company, client_id)).await
    }

    /// [`Core::revoke_secret`].
    pub async fn revoke_secret(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        secret_id: String,
    ) -> Result<(), Error> {
        self.run(|core, start| core.revoke_secret(start, principal, company, client_id, secret_id)).await
    }

    /// [`Core::change_secret`].
    pub async fn change_secret(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        secret_id: String,
        change: CredentialChange,
        revision: Option<u64>,
    ) -> Result<SecretView, Error> {
        self.run(|core, start| {
            core.change_secret(start, principal, company, client_id, secret_id, change, revision)
        })
        .await
    }

    /// [`Core::finish_rotation`].
    pub async fn finish_rotation(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        secret_id: String,
        revision: Option<u64>,
    ) -> Result<SecretList, Error> {
        self.run(|core, start| {
            core.finish_rotation(start, principal, company, client_id, secret_id, revision)
        })
        .await
    }

    /// [`Core::look_up_leak`].
    pub async fn look_up_leak(
        &self,
        principal: Principal,
        company: String,
        input: LeakInput,
    ) -> Result<Leak, Error> {
        self.run(|core, start| core.look_up_leak(start, principal, company, input)).await
    }

    /// [`Core::look_up_leak_anywhere`].
    pub async fn look_up_leak_anywhere(&self, input: LeakInput) -> Result<Leak, Error> {
        self.run(|core, start| core.look_up_leak_anywhere(start, input)).await
    }

    /// [`Core::add_key`].
    pub async fn add_key(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        new: NewKeyInput,
    ) -> Result<KeyView, Error> {
        self.run(|core, start| core.add_key(start, principal, company, client_id, new)).await
    }

    /// [`Core::list_keys`].
    pub async fn list_keys(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Result<KeyList, Error> {
        self.run(|core, start| core.list_keys(start, principal, company, client_id)).await
    }

    /// [`Core::change_key`].
    pub async fn change_key(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        kid: String,
        change: CredentialChange,
        revision: Option<u64>,
    ) -> Result<KeyView, Error> {
        self.run(|core, start| core.change_key(start, principal, company, client_id, kid, change, revision))
            .await
    }

    /// [`Core::revoke_key`].
    pub async fn revoke_key(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        kid: String,
    ) -> Result<(), Error> {
        self.run(|core, start| core.revoke_key(start, principal, company, client_id, kid)).await
    }

    /// [`Core::add_trust`].
    pub async fn add_trust(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        new: NewTrustInput,
    ) -> Result<TrustView, Error> {
        self.run(|core, start| core.add_trust(start, principal, company, client_id, new)).await
    }

    /// [`Core::list_trusts`].
    pub async fn list_trusts(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Result<TrustList, Error> {
        self.run(|core, start| core.list_trusts(start, principal, company, client_id)).await
    }

    /// [`Core::revoke_trust`].
    pub async fn revoke_trust(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        trust_id: String,
    ) -> Result<(), Error> {
        self.run(|core, start| core.revoke_trust(start, principal, company, client_id, trust_id)).await
    }

    /// [`Core::put_trusted_issuer`].
    pub async fn put_trusted_issuer(&self, issuer: TrustedIssuer) -> Result<u32, Error> {
        self.run(|core, start| core.put_trusted_issuer(start, issuer)).await
    }

    /// [`Core::revoke_tokens`].
    pub async fn revoke_tokens(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        revision: Option<u64>,
    ) -> Result<(), Error> {
        self.run(|core, start| core.revoke_tokens(start, principal, company, client_id, revision)).await
    }

    /// [`Core::mark_resource_server`].
    pub async fn mark_resource_server(
        &self,
        company: String,
        client_id: String,
        audiences: Vec<String>,
    ) -> Result<(), Error> {
        self.run(|core, start| core.mark_resource_server(start, company, client_id, audiences)).await
    }

    /// [`Core::revoke_token`].
    pub async fn revoke_token(&self, request: RevocationRequest) -> Result<(), TokenError> {
        let start = self.start()?;
        self.drive(self.core.revoke_token(start, request)).await
    }

    /// [`Core::introspect`].
    pub async fn introspect(&self, request: IntrospectionRequest) -> Result<Introspection, TokenError> {
        let start = self.start()?;
        self.drive(self.core.introspect(start, request)).await
    }

    /// [`Core::secret_pattern`].
    pub fn secret_pattern(&self) -> String {
        self.core.secret_pattern()
    }

    /// [`Core::list_machine_contacts`].
    pub async fn list_machine_contacts(
        &self,
        principal: Principal,
        company: String,
        query: MachineContactQuery,
    ) -> Result<Page<MachineContact>, Error> {
        self.run(|core, start| core.list_machine_contacts(start, principal, company, query)).await
    }

    /// [`Core::is_machine_contact`].
    pub fn is_machine_contact(&self, email: &str) -> bool {
        self.core.is_machine_contact(email)
    }

    /// [`Core::report_contact`].
    pub async fn report_contact(
        &self,
        company: String,
        client_id: String,
        report: ContactReport,
    ) -> Result<ReportedContact, Error> {
        self.run(|core, start| core.report_contact(start, company, client_id, report)).await
    }

    /// [`Core::cut_audit`].
    pub async fn cut_audit(&self, company: String) -> Result<AuditCut, Error> {
        self.run(|core, start| core.cut_audit(start, company)).await
    }

    /// [`Core::purge_accounts`].
    pub async fn purge_accounts(&self, company: String) -> Result<Purged, Error> {
        self.run(|core, start| core.purge_accounts(start, company)).await
    }

    /// [`Core::erase_company`].
    pub async fn erase_company(&self, company: String, confirmation: String) -> Result<Erasure, Error> {
        self.run(|core, start| core.erase_company(start, company, confirmation)).await
    }

    /// [`Core::verify_erasure_receipt`].
    pub fn verify_erasure_receipt(&self, receipt: &ErasureReceipt) -> bool {
        self.core.verify_erasure_receipt(receipt)
    }

    /// [`Core::reseal`].
    pub async fn reseal(&self) -> Result<Resealed, Error> {
        self.run(|core, start| core.reseal(start)).await
    }

    /// [`Core::reseal_audit`].
    pub async fn reseal_audit(&self, company: String) -> Result<bool, Error> {
        self.run(|core, start| core.reseal_audit(start, company)).await
    }

    /// [`Core::replace_signing_key`].
    pub async fn replace_signing_key(&self, earlier: EarlierTokens) -> Result<String, Error> {
        self.run(|core, start| core.replace_signing_key(start, earlier)).await
    }

    /// [`Core::get_permissions`].
    pub async fn get_permissions(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        page: PageInput,
    ) -> Result<Permissions, Error> {
        self.run(|core, start| core.get_permissions(start, principal, company, client_id, page)).await
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
        self.run(|core, start| core.set_permissions(start, principal, company, client_id, change, revision))
            .await
    }

    /// [`Core::preview_permissions`].
    pub async fn preview_permissions(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        change: PermissionChange,
    ) -> Result<PermissionPreview, Error> {
        self.run(|core, start| core.preview_permissions(start, principal, company, client_id, change)).await
    }

    /// [`Core::effective_permissions`].
    pub async fn effective_permissions(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        project: Option<String>,
    ) -> Result<EffectivePermissions, Error> {
        self.run(|core, start| core.effective_permissions(start, principal, company, client_id, project))
            .await
    }

    /// [`Core::check_permissions`].
    pub async fn check_permissions(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        input: CheckInput,
    ) -> Result<Checked, Error> {
        self.run(|core, start| core.check_permissions(start, principal, company, client_id, input)).await
    }

    /// [`Core::requested_permissions`].
    pub async fn requested_permissions(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        project: Option<String>,
    ) -> Result<RequestedPermissions, Error> {
        self.run(|core, start| core.requested_permissions(start, principal, company, client_id, project))
            .await
    }

    /// [`Core::get_catalogue`].
    pub async fn get_catalogue(&self, principal: Principal, company: String) -> Result<Catalogue, Error> {
        self.run(|core, start| core.get_catalogue(start, principal, company)).await
    }

    /// [`Core::create_template`].
    pub async fn create_template(
        &self,
        principal: Principal,
        company: String,
        new: NewTemplate,
    ) -> Result<Template, Error> {
        self.run(|core, start| core.create_template(start, principal, company, new)).await
    }

    /// [`Core::get_template`].
    pub async fn get_template(
        &self,
        principal: Principal,
        company: String,
        template_id: String,
    ) -> Result<Template, Error> {
        self.run(|core, start| core.get_template(start, principal, company, template_id)).await
    }

    /// [`Core::list_templates`].
    pub async fn list_templates(
        &self,
        principal: Principal,
        company: String,
        page: PageInput,
    ) -> Result<Page<Template>, Error> {
        self.run(|core, start| core.list_templates(start, principal, company, page)).await
    }

    /// [`Core::change_template`].
    pub async fn change_template(
        &self,
        principal: Principal,
        company: String,
        template_id: String,
        change: TemplateChange,
        revision: Option<u64>,
    ) -> Result<Template, Error> {
        self.run(|core, start| core.change_template(start, principal, company, template_id, change, revision))
            .await
    }

    /// [`Core::delete_template`].
    pub async fn delete_template(
        &self,
        principal: Principal,
        company: String,
        template_id: String,
        revision: Option<u64>,
    ) -> Result<(), Error> {
        self.run(|core, start| core.delete_template(start, principal, company, template_id, revision)).await
    }

    /// [`Core::assign_template`].
    pub async fn assign_template(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        input: AssignInput,
    ) -> Result<AssignedTemplate, Error> {
        self.run(|core, start| core.assign_template(start, principal, company, client_id, input)).await
    }

    /// [`Core::get_assigned_template`].
    pub async fn get_assigned_template(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Result<AccountTemplate, Error> {
        self.run(|core, start| core.get_assigned_template(start, principal, company, client_id)).await
    }

    /// [`Core::create_permissions_job`].
    pub async fn create_permissions_job(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        change: PermissionChange,
    ) -> Result<JobProgress, Error> {
        self.run(|core, start| core.create_permissions_job(start, principal, company, client_id, change))
            .await
    }

    /// [`Core::get_permissions_job`].
    pub async fn get_permissions_job(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        job_id: String,
    ) -> Result<JobProgress, Error> {
        self.run(|core, start| core.get_permissions_job(start, principal, company, client_id, job_id)).await
    }

    /// [`Core::continue_permissions_job`].
    pub async fn continue_permissions_job(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        job_id: String,
    ) -> Result<JobProgress, Error> {
        self.run(|core, start| core.continue_permissions_job(start, principal, company, client_id, job_id))
            .await
    }

    /// [`Core::list_holders`].
    pub async fn list_holders(
        &self,
        principal: Principal,
        company: String,
        input: HoldersInput,
    ) -> Result<Page<Holder>, Error> {
        self.run(|core, start| core.list_holders(start, principal, company, input)).await
    }

    /// The same engine; see [`Core::noting`].
    #[must_use]
    pub fn noting(&self, note: Note) -> Self {
        Self { core: self.core.noting(note), ..self.clone() }
    }

    /// [`Core::list_audit_events`].
    pub async fn list_audit_events(
        &self,
        principal: Principal,
        company: String,
        query: AuditQuery,
    ) -> Result<Page<AuditEventView>, Error> {
        self.run(|core, start| core.list_audit_events(start, principal, company, query)).await
    }

    /// [`Core::export_audit_events`].
    pub async fn export_audit_events(
        &self,
        principal: Principal,
        company: String,
        page: PageInput,
    ) -> Result<AuditExport, Error> {
        self.run(|core, start| core.export_audit_events(start, principal, company, page)).await
    }

    /// [`Core::get_audit_head`].
    pub async fn get_audit_head(
        &self,
        principal: Principal,
        company: String,
    ) -> Result<AuditHeadView, Error> {
        self.run(|core, start| core.get_audit_head(start, principal, company)).await
    }

    /// [`Core::verify_audit`].
    pub async fn verify_audit(
        &self,
        principal: Principal,
        company: String,
        input: AuditVerifyInput,
    ) -> Result<AuditVerification, Error> {
        self.run(|core, start| core.verify_audit(start, principal, company, input)).await
    }

    /// [`Core::get_contact`].
    pub async fn get_contact(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Result<ContactView, Error> {
        self.run(|core, start| core.get_contact(start, principal, company, client_id)).await
    }

    /// [`Core::change_contact`].
    pub async fn change_contact(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        change: ContactChangeInput,
    ) -> Result<ContactView, Error> {
        self.run(|core, start| core.change_contact(start, principal, company, client_id, change)).await
    }

    /// [`Core::repair_contact`].
    pub async fn repair_contact(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
        how: Repair,
    ) -> Result<ContactView, Error> {
        self.run(|core, start| core.repair_contact(start, principal, company, client_id, how)).await
    }

    /// [`Core::create_contact`].
    pub async fn create_contact(
        &self,
        principal: Principal,
        company: String,
        new: NewContact,
    ) -> Result<DirectoryEntry, Error> {
        self.run(|core, start| core.create_contact(start, principal, company, new)).await
    }

    /// [`Core::request_token`].
    ///
    /// # Errors
    /// `temporarily_unavailable` when the system gives no randomness.
    pub async fn request_token(&self, request: TokenRequest) -> Result<TokenResponse, TokenError> {
        let start = self.start()?;
        let mut answer = self.drive(self.core.request_token(start, request)).await;
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
        self.run(|core, start| core.authorize(start, presented, need)).await
    }

    /// [`Core::verify`].
    pub async fn verify(
        &self,
        presented: impl Into<Presented> + Send,
        audience: Option<String>,
    ) -> Result<ActiveToken, Error> {
        self.run(|core, start| core.verify(start, presented, audience)).await
    }

    /// [`Core::verify_actor_token`].
    pub async fn verify_actor_token(
        &self,
        token: String,
        issuer: String,
        keys: Vec<PublicJwk>,
    ) -> Result<Actor, Error> {
        self.run(|core, start| core.verify_actor_token(start, token, issuer, keys)).await
    }

    /// [`Core::jwks`].
    pub async fn jwks(&self) -> Result<Jwks, Error> {
        self.run(|core, start| core.jwks(start)).await
    }

    /// [`Core::maintain`].
    pub async fn maintain(&self) -> Result<bool, Error> {
        self.run(|core, start| core.maintain(start)).await
    }

    /// [`Core::get_usage`].
    pub async fn get_usage(
        &self,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Result<AccountUsage, Error> {
        self.run(|core, start| core.get_usage(start, principal, company, client_id)).await
    }

    /// Records the usage that was added up since the last time: [`Core::record_usage`]. By a timer, and once more at the end; what a
    /// crash or a failure keeps from being recorded is lost, and no answer with it.
    ///
    /// # Errors
    /// `unavailable` when the store was not reached; what of it was not recorded is gone.
    pub async fn record_usage(&self) -> Result<(), Error> {
        let start = self.start()?;
        let usage = self.usage.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.drive(self.core.record_usage(start, usage)).await
    }

    /// [`Core::handle`].
    pub async fn handle(&self, request: HttpRequest, actor: Option<Actor>) -> HttpResponse {
        match self.start() {
            Ok(start) => {
                let mut request = request;
                request.failures = self.failures_of(request.source.as_deref());
                let mut response = self.drive(self.core.handle(start, request, actor)).await;
                self.count(response.usage.take());
                self.keep(response.failure.take());
                response
            }
            Err(error) => error.to_response(),
        }
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

    /// Adds up in memory, where the answer does not wait for it.
    fn count(&self, usage: Option<Usage>) {
        if let Some(usage) = usage {
            self.usage.lock().unwrap_or_else(PoisonError::into_inner).add(usage);
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
        getrandom::fill(&mut seed).map_err(|error| Error {
            diagnostic: Some(format!("the system gave no randomness: {error}")),
            ..Error::new(Code::Unavailable, "the service cannot do this at the moment; try again")
        })?;
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
        audience: Option<String>,
    ) -> Reply<'a, Result<ActiveToken, Error>> {
        Box::pin(self.verify(presented, audience))
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Engine({})", self.settings().issuer)
    }
}
