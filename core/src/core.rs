//! The core: settings that were checked, and every operation as a value to be stepped.

use crate::account::{
    self, Account, AccountChange, AccountQuery, AuthMethod, CreatedAccount, DeletedAccount, DisableInput,
    NewAccount, Purged,
};
use crate::actor_token;
use crate::audit::{
    self, AuditCut, AuditEventView, AuditExport, AuditHeadView, AuditQuery, AuditVerification,
    AuditVerifyInput, Note,
};
use crate::authentication::ClientProof;
use crate::authorize::{self, Authorized, NeedInput, Presented};
use crate::catalogue::{self, Catalogue};
use crate::company::{self, Erasure, ErasureReceipt};
use crate::contact::{
    self, ContactChangeInput, ContactReport, ContactView, DirectoryEntry, MachineContact,
    MachineContactQuery, NewContact, Repair, ReportedContact,
};
use crate::context::Context;
use crate::crypto::PublicJwk;
use crate::error::Error;
use crate::grant::{self, TokenError, TokenRequest, TokenResponse};
use crate::http::{self, HttpRequest, HttpResponse};
use crate::introspection::{self, ActiveToken, Introspection, IntrospectionRequest};
use crate::key_ring::{self, EarlierTokens, Jwks, Resealed};
use crate::operation::Operation;
use crate::page::{Page, PageInput};
use crate::permission::{
    self, AccountTemplate, AssignInput, AssignedTemplate, CheckInput, Checked, EffectivePermissions, Holder,
    HoldersInput, JobProgress, NewTemplate, PermissionChange, PermissionPreview, Permissions,
    RequestedPermissions, Template, TemplateChange,
};
use crate::principal::{Actor, Principal};
use crate::public_key::{self, KeyList, KeyView, NewKeyInput};
use crate::random::{Random, Start};
use crate::revocation::{self, RevocationRequest};
use crate::secret::{
    self, AddedSecret, CredentialChange, Leak, LeakInput, NewSecretInput, SecretList, SecretView,
};
use crate::settings::Settings;
use crate::timestamp::Timestamp;
use crate::usage::{self, AccountUsage, Usage};
use crate::workload::{self, NewTrustInput, TrustList, TrustView, TrustedIssuer};
use std::sync::Arc;

/// What an administrative operation comes to.
pub type Outcome<T> = Operation<Result<T, Error>>;

/// The rules, with the settings of one product. Cheap to clone; it touches no store.
///
/// Each method begins an [`Operation`], which a [driver](crate::driver) runs. `principal` is who asks and `company` where; ids come
/// as text and are checked. An operation that is refused has written nothing.
#[derive(Clone, Debug)]
pub struct Core {
    settings: Arc<Settings>,
    note: Arc<Note>,
}

impl Core {
    /// Checks the settings. `invalid_input` names each rule that they break.
    pub fn open(settings: Settings) -> Result<Self, Error> {
        Ok(Self { settings: Arc::new(settings.checked()?), note: Arc::default() })
    }

    /// The same core; the audit events of the operations begun from it carry `note`.
    #[must_use]
    pub fn noting(&self, note: Note) -> Self {
        Self { settings: Arc::clone(&self.settings), note: Arc::new(note) }
    }

    /// The settings, with defaults filled in.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The regular expression that every secret of these settings matches, for scanners. Whether a match is one of ours is for
    /// [`look_up_leak`](Self::look_up_leak) to say.
    pub fn secret_pattern(&self) -> String {
        secret::pattern(&self.settings.policy)
    }

    /// Creates an account. Needs Admin on `admin`. The secret is in this answer and in no other.
    pub fn create_account(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        new: NewAccount,
        idempotency_key: Option<String>,
    ) -> Outcome<CreatedAccount> {
        self.begin(start, |mut context| async move {
            account::create::create(&mut context, principal, &company, new, idempotency_key).await
        })
    }

    /// Makes a company's first account, with Admin on `admin` and `directory`; once a company. For the platform.
    pub fn bootstrap(&self, start: Start, company: String, name: String) -> Outcome<CreatedAccount> {
        self.begin(start, |mut context| async move {
            account::create::bootstrap(&mut context, &company, &name).await
        })
    }

    /// One account. Needs Admin on `admin`.
    pub fn get_account(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Outcome<Account> {
        self.begin(start, |mut context| async move {
            account::view::get(&mut context, principal, &company, &client_id).await
        })
    }

    /// A page of a company's accounts, all or those that fit a search. Needs Admin on `admin`.
    pub fn list_accounts(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        query: AccountQuery,
    ) -> Outcome<Page<Account>> {
        self.begin(start, |mut context| async move {
            account::view::list(&mut context, principal, &company, query).await
        })
    }

    /// Changes what an account is called and said to be, if it still is at `revision`. Needs Admin on `admin`.
    pub fn update_account(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        change: AccountChange,
        revision: Option<u64>,
    ) -> Outcome<Account> {
        self.begin(start, |mut context| async move {
            let seen = revision.into();
            account::update::update(&mut context, principal, &company, &client_id, change, seen).await
        })
    }

    /// Disables an account: it works no more until it is enabled. Needs Admin on `admin`.
    pub fn disable_account(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        input: DisableInput,
        revision: Option<u64>,
    ) -> Outcome<Account> {
        self.begin(start, |mut context| async move {
            let seen = revision.into();
            account::disable::disable(&mut context, principal, &company, &client_id, input, seen).await
        })
    }

    /// Enables a disabled account. Needs Admin on `admin`.
    pub fn enable_account(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        revision: Option<u64>,
    ) -> Outcome<Account> {
        self.begin(start, |mut context| async move {
            account::disable::enable(&mut context, principal, &company, &client_id, revision.into()).await
        })
    }

    /// Deletes an account: it fetches no token any more, and those that are out are refused. Needs Admin on `admin`.
    pub fn delete_account(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Outcome<()> {
        self.begin(start, |mut context| async move {
            account::delete::delete(&mut context, principal, &company, &client_id, None.into()).await
        })
    }

    /// Brings a deleted account back within policy's window: as it was, without a secret; tokens that were out stay refused. Needs
    /// Admin on `admin`.
    pub fn undelete_account(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Outcome<Account> {
        self.begin(start, |mut context| async move {
            account::undelete::undelete(&mut context, principal, &company, &client_id, None.into()).await
        })
    }

    /// A page of the deleted accounts that can be brought back. Needs Admin on `admin`.
    pub fn list_deleted_accounts(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        page: PageInput,
    ) -> Outcome<Page<DeletedAccount>> {
        self.begin(start, |mut context| async move {
            account::delete::list(&mut context, principal, &company, page).await
        })
    }

    /// Revokes all tokens of an account that are out, if it still is at `revision`; its credentials stay. Needs Admin on `admin`.
    pub fn revoke_tokens(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        revision: Option<u64>,
    ) -> Outcome<()> {
        self.begin(start, |mut context| async move {
            account::revoke_tokens::revoke(&mut context, principal, &company, &client_id, revision.into())
                .await
        })
    }

    /// Lets an account look at the tokens for these audiences, of every company; none, and it is a resource server no more. For the platform.
    pub fn mark_resource_server(
        &self,
        start: Start,
        company: String,
        client_id: String,
        audiences: Vec<String>,
    ) -> Outcome<()> {
        self.begin(start, |mut context| async move {
            account::resource_server::mark(&mut context, &company, &client_id, audiences).await
        })
    }

    /// Revokes a token for the client that it was issued to (RFC 7009).
    pub fn revoke_token(
        &self,
        start: Start,
        request: RevocationRequest,
    ) -> Operation<Result<(), TokenError>> {
        self.begin(start, |context| async move {
            let RevocationRequest { client_id, client_secret, token } = request;
            let ways = &[AuthMethod::ClientSecretBasic, AuthMethod::ClientSecretPost];
            let proof = ClientProof::Secret { client_id, client_secret, ways };
            revocation::revoke(&context, &proof, &token).await
        })
    }

    /// What a token is, for a client that may know (RFC 7662).
    pub fn introspect(
        &self,
        start: Start,
        request: IntrospectionRequest,
    ) -> Operation<Result<Introspection, TokenError>> {
        self.begin(start, |context| async move {
            let IntrospectionRequest { client_id, client_secret, token } = request;
            let ways = &[AuthMethod::ClientSecretBasic, AuthMethod::ClientSecretPost];
            let proof = ClientProof::Secret { client_id, client_secret, ways };
            introspection::introspect(&context, &proof, &token).await
        })
    }

    /// Makes one more secret; with an overlap the others end after it, which is a rotation. Needs Admin on `admin` and every level that
    /// the account holds, or Admin on `admin` and `directory`.
    pub fn add_secret(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        new: NewSecretInput,
        idempotency_key: Option<String>,
    ) -> Outcome<AddedSecret> {
        self.begin(start, |mut context| async move {
            secret::add::add(&mut context, principal, &company, &client_id, new, idempotency_key).await
        })
    }

    /// What is known of an account's secrets. Needs Admin on `admin`.
    pub fn list_secrets(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Outcome<SecretList> {
        self.begin(start, |mut context| async move {
            secret::list::list(&mut context, principal, &company, &client_id).await
        })
    }

    /// Revokes one secret and the tokens that were fetched with it. Needs Admin on `admin`.
    pub fn revoke_secret(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        secret_id: String,
    ) -> Outcome<()> {
        self.begin(start, |mut context| async move {
            secret::revoke::revoke(&mut context, principal, &company, &client_id, &secret_id).await
        })
    }

    /// Changes what a secret is called or when it ends, if the account still is at `revision`. Needs Admin on `admin`; to let it live longer, as
    /// much as making one.
    #[expect(clippy::too_many_arguments)]
    pub fn change_secret(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        secret_id: String,
        change: CredentialChange,
        revision: Option<u64>,
    ) -> Outcome<SecretView> {
        self.begin(start, |mut context| async move {
            let (place, seen) = ((client_id.as_str(), secret_id.as_str()), revision.into());
            secret::change::change(&mut context, principal, &company, place, change, seen).await
        })
    }

    /// Ends an account's other secrets, once this one has been seen in use. Needs Admin on `admin`.
    pub fn finish_rotation(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        secret_id: String,
        revision: Option<u64>,
    ) -> Outcome<SecretList> {
        self.begin(start, |mut context| async move {
            let (place, seen) = ((client_id.as_str(), secret_id.as_str()), revision.into());
            secret::finish::finish(&mut context, principal, &company, place, seen).await
        })
    }

    /// Whether a text is a secret of the company, whose, and whether it is live; with `revoke` it is then revoked. Needs Admin on `admin`.
    pub fn look_up_leak(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        input: LeakInput,
    ) -> Outcome<Leak> {
        self.begin(start, |mut context| async move {
            secret::leak::look_up(&mut context, principal, &company, input).await
        })
    }

    /// Whether a text is a secret of any company. For the platform.
    pub fn look_up_leak_anywhere(&self, start: Start, input: LeakInput) -> Outcome<Leak> {
        self.begin(
            start,
            |mut context| async move { secret::leak::look_up_anywhere(&mut context, input).await },
        )
    }

    /// Enters a public key that the account proves itself with. Needs Admin on `admin` and every level that the account holds, or Admin on
    /// `admin` and `directory`.
    pub fn add_key(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        new: NewKeyInput,
    ) -> Outcome<KeyView> {
        self.begin(start, |mut context| async move {
            public_key::add::add(&mut context, principal, &company, &client_id, new).await
        })
    }

    /// An account's public keys. Needs Admin on `admin`.
    pub fn list_keys(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Outcome<KeyList> {
        self.begin(start, |mut context| async move {
            public_key::list::list(&mut context, principal, &company, &client_id).await
        })
    }

    /// Changes what a public key is called or when it ends, as [`change_secret`](Self::change_secret) does.
    #[expect(clippy::too_many_arguments)]
    pub fn change_key(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        kid: String,
        change: CredentialChange,
        revision: Option<u64>,
    ) -> Outcome<KeyView> {
        self.begin(start, |mut context| async move {
            let (place, seen) = ((client_id.as_str(), kid.as_str()), revision.into());
            public_key::change::change(&mut context, principal, &company, place, change, seen).await
        })
    }

    /// Revokes one public key. Needs Admin on `admin`.
    pub fn revoke_key(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        kid: String,
    ) -> Outcome<()> {
        self.begin(start, |mut context| async move {
            public_key::revoke::revoke(&mut context, principal, &company, &client_id, &kid).await
        })
    }

    /// Lets an account trust an outside issuer, whose JWTs it then gets tokens with. Needs Admin on `admin` and every level that the account holds, or
    /// Admin on `admin` and `directory`.
    pub fn add_trust(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        new: NewTrustInput,
    ) -> Outcome<TrustView> {
        self.begin(start, |mut context| async move {
            workload::add::add(&mut context, principal, &company, &client_id, new).await
        })
    }

    /// The outside issuers that an account trusts. Needs Admin on `admin`.
    pub fn list_trusts(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Outcome<TrustList> {
        self.begin(start, |mut context| async move {
            workload::list::list(&mut context, principal, &company, &client_id).await
        })
    }

    /// Revokes one trust, and the tokens that were fetched by it. Needs Admin on `admin`.
    pub fn revoke_trust(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        trust_id: String,
    ) -> Outcome<()> {
        self.begin(start, |mut context| async move {
            workload::revoke::revoke(&mut context, principal, &company, &client_id, &trust_id).await
        })
    }

    /// Stores the keys of an outside issuer; none, and it is removed. How many of them are of a kind that is known. For the platform.
    pub fn put_trusted_issuer(&self, start: Start, issuer: TrustedIssuer) -> Outcome<u32> {
        self.begin(start, |context| async move { workload::issuer::put(&context, issuer).await })
    }

    /// An account's levels. Needs Admin on `directory`.
    pub fn get_permissions(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        page: PageInput,
    ) -> Outcome<Permissions> {
        self.begin(start, |mut context| async move {
            permission::view::get(&mut context, principal, &company, &client_id, page).await
        })
    }

    /// Sets levels at company level and in up to twenty projects, all or none, if the account still is at `revision`. Needs Admin on `directory`.
    pub fn set_permissions(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        change: PermissionChange,
        revision: Option<u64>,
    ) -> Outcome<()> {
        self.begin(start, |mut context| async move {
            permission::set::set(&mut context, principal, &company, &client_id, change, revision.into())
                .await
                .map(drop)
        })
    }

    /// What setting permissions would change; nothing is written. Needs Admin on `directory`.
    pub fn preview_permissions(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        change: PermissionChange,
    ) -> Outcome<PermissionPreview> {
        self.begin(start, |mut context| async move {
            permission::set::preview(&mut context, principal, &company, &client_id, change).await
        })
    }

    /// The levels in force, at company level or in a project, and where each comes from. Needs Admin on `directory`.
    pub fn effective_permissions(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        project: Option<String>,
    ) -> Outcome<EffectivePermissions> {
        self.begin(start, |mut context| async move {
            permission::effective::get(&mut context, principal, &company, &client_id, project).await
        })
    }

    /// Whether an account may do something, in the company or in up to 64 projects, and why. Needs Admin on `directory`.
    pub fn check_permissions(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        input: CheckInput,
    ) -> Outcome<Checked> {
        self.begin(start, |mut context| async move {
            permission::check::check(&mut context, principal, &company, &client_id, input).await
        })
    }

    /// What the account's app asks for, and where it differs from what is held. Needs Admin on `directory`.
    pub fn requested_permissions(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        project: Option<String>,
    ) -> Outcome<RequestedPermissions> {
        self.begin(start, |mut context| async move {
            permission::requested::get(&mut context, principal, &company, &client_id, project).await
        })
    }

    /// The catalogue. Needs Admin on `admin` or `directory`.
    pub fn get_catalogue(&self, start: Start, principal: Principal, company: String) -> Outcome<Catalogue> {
        self.begin(start, |mut context| async move {
            catalogue::view::get(&mut context, principal, &company).await
        })
    }

    /// Names levels, to be assigned to accounts. Needs Admin on `directory`.
    pub fn create_template(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        new: NewTemplate,
    ) -> Outcome<Template> {
        self.begin(start, |mut context| async move {
            permission::template::create(&mut context, principal, &company, new).await
        })
    }

    /// One template. Needs Admin on `directory`.
    pub fn get_template(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        template_id: String,
    ) -> Outcome<Template> {
        self.begin(start, |mut context| async move {
            permission::template::get(&mut context, principal, &company, &template_id).await
        })
    }

    /// A page of a company's templates. Needs Admin on `directory`.
    pub fn list_templates(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        page: PageInput,
    ) -> Outcome<Page<Template>> {
        self.begin(start, |mut context| async move {
            permission::template::list(&mut context, principal, &company, page).await
        })
    }

    /// Changes a template, with a revision only if it is still at it; what was assigned stays. Needs Admin on `directory`.
    pub fn change_template(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        template_id: String,
        change: TemplateChange,
        revision: Option<u64>,
    ) -> Outcome<Template> {
        self.begin(start, |mut context| async move {
            permission::template::update(
                &mut context,
                principal,
                &company,
                &template_id,
                change,
                revision.into(),
            )
            .await
        })
    }

    /// Deletes a template, with a revision only if it is still at it; what was assigned stays. Needs Admin on `directory`.
    pub fn delete_template(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        template_id: String,
        revision: Option<u64>,
    ) -> Outcome<()> {
        self.begin(start, |mut context| async move {
            permission::template::delete(&mut context, principal, &company, &template_id, revision.into())
                .await
        })
    }

    /// Copies a template's levels to an account, in the company or in up to twenty projects. Needs Admin on `directory`.
    pub fn assign_template(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        input: AssignInput,
    ) -> Outcome<AssignedTemplate> {
        self.begin(start, |mut context| async move {
            permission::assign::assign(&mut context, principal, &company, &client_id, input).await
        })
    }

    /// The template that was assigned to an account last, if any was. Needs Admin on `directory`.
    pub fn get_assigned_template(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Outcome<AccountTemplate> {
        self.begin(start, |mut context| async move {
            permission::assign::assigned(&mut context, principal, &company, &client_id).await
        })
    }

    /// Stores a change of up to 500 projects, to be continued. Needs Admin on `directory`.
    pub fn create_permissions_job(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        change: PermissionChange,
    ) -> Outcome<JobProgress> {
        self.begin(start, |mut context| async move {
            permission::job::create(&mut context, principal, &company, &client_id, change).await
        })
    }

    /// How far a job has come. Needs Admin on `directory`.
    pub fn get_permissions_job(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        job_id: String,
    ) -> Outcome<JobProgress> {
        self.begin(start, |mut context| async move {
            permission::job::get(&mut context, principal, &company, &client_id, &job_id).await
        })
    }

    /// Does a job's next projects, up to twenty. Needs Admin on `directory`.
    pub fn continue_permissions_job(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        job_id: String,
    ) -> Outcome<JobProgress> {
        self.begin(start, |mut context| async move {
            permission::job::proceed(&mut context, principal, &company, &client_id, &job_id).await
        })
    }

    /// A page of the accounts that hold a level on a tool. Needs Admin on `directory`.
    pub fn list_holders(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        input: HoldersInput,
    ) -> Outcome<Page<Holder>> {
        self.begin(start, |mut context| async move {
            permission::holders::list(&mut context, principal, &company, input).await
        })
    }

    /// An account's contact. Needs Admin on `directory`.
    pub fn get_contact(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Outcome<ContactView> {
        self.begin(start, |mut context| async move {
            contact::view::get(&mut context, principal, &company, &client_id).await
        })
    }

    /// Changes an account's contact; what would break the account is refused until someone insists. Needs Admin on `directory`.
    pub fn change_contact(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        change: ContactChangeInput,
    ) -> Outcome<ContactView> {
        self.begin(start, |mut context| async move {
            contact::change::change(&mut context, principal, &company, &client_id, change).await
        })
    }

    /// Makes a broken account work again. Needs Admin on `directory`.
    pub fn repair_contact(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
        how: Repair,
    ) -> Outcome<ContactView> {
        self.begin(start, |mut context| async move {
            contact::repair::repair(&mut context, principal, &company, &client_id, how).await
        })
    }

    /// Enters an address in a company's directory, as an entry of its own. Needs Admin on `directory`.
    pub fn create_contact(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        new: NewContact,
    ) -> Outcome<DirectoryEntry> {
        self.begin(start, |mut context| async move {
            contact::entry::create(&mut context, principal, &company, new).await
        })
    }

    /// A page of a company's audit events, oldest first. Needs Admin on `admin` or `directory`.
    pub fn list_audit_events(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        query: AuditQuery,
    ) -> Outcome<Page<AuditEventView>> {
        self.begin(start, |mut context| async move {
            audit::read::list(&mut context, principal, &company, query).await
        })
    }

    /// A page of a company's audit events as JSON lines, byte for byte as they are chained. Needs Admin on `admin` or `directory`.
    pub fn export_audit_events(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        page: PageInput,
    ) -> Outcome<AuditExport> {
        self.begin(start, |mut context| async move {
            audit::read::export(&mut context, principal, &company, page).await
        })
    }

    /// Where a company's audit stands, signed, to be kept outside. Needs Admin on `admin` or `directory`.
    pub fn get_audit_head(
        &self,
        start: Start,
        principal: Principal,
        company: String,
    ) -> Outcome<AuditHeadView> {
        self.begin(
            start,
            |mut context| async move { audit::read::head(&mut context, principal, &company).await },
        )
    }

    /// Walks up to a thousand audit events and says how far they are as they were written. Needs Admin on `admin` or `directory`.
    pub fn verify_audit(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        input: AuditVerifyInput,
    ) -> Outcome<AuditVerification> {
        self.begin(start, |mut context| async move {
            audit::verify::verify(&mut context, principal, &company, input).await
        })
    }

    /// The client-credentials grant (RFC 6749 section 4.4).
    pub fn request_token(
        &self,
        start: Start,
        request: TokenRequest,
    ) -> Operation<Result<TokenResponse, TokenError>> {
        self.begin(start, |mut context| async move { grant::request_token(&mut context, request).await })
    }

    /// Whether an API call may go on. `presented` is what the request presents; without DPoP the value of its Authorization header will do.
    pub fn authorize(
        &self,
        start: Start,
        presented: impl Into<Presented>,
        need: NeedInput,
    ) -> Outcome<Authorized> {
        let presented = presented.into();
        self.begin(
            start,
            |mut context| async move { authorize::authorize(&mut context, presented, need).await },
        )
    }

    /// What the access token of a request says, for an API that decides by itself: it is good now, for `audience`, which is one of the settings' and the first of
    /// them when absent. The refusals are those of [`authorize`](Self::authorize), but for permissions.
    pub fn verify(
        &self,
        start: Start,
        presented: impl Into<Presented>,
        audience: Option<String>,
    ) -> Outcome<ActiveToken> {
        let presented = presented.into();
        self.begin(
            start,
            |mut context| async move { authorize::inspect(&mut context, presented, audience).await },
        )
    }

    /// The user whom an [actor token](crate::actor_token) vouches for. `issuer` is the name by which the host signs them and `keys` are
    /// its public keys. Every failure is `invalid_token`.
    pub fn verify_actor_token(
        &self,
        start: Start,
        token: String,
        issuer: String,
        keys: Vec<PublicJwk>,
    ) -> Outcome<Actor> {
        self.begin(
            start,
            |context| async move { actor_token::verify(&context, &token, &issuer, &keys).await },
        )
    }

    /// The public keys (RFC 7517 section 5).
    pub fn jwks(&self, start: Start) -> Outcome<Jwks> {
        self.begin(start, |mut context| async move { key_ring::published(&mut context).await })
    }

    /// Does what time has made due, which is to publish the next signing key. For the platform, by a timer. Whether anything changed.
    pub fn maintain(&self, start: Start) -> Outcome<bool> {
        self.begin(start, |mut context| async move { key_ring::maintain(&mut context).await })
    }

    /// When an account's secrets were last used, and its tokens and refusals by day. Needs Admin on `admin` or `directory`.
    pub fn get_usage(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        client_id: String,
    ) -> Outcome<AccountUsage> {
        self.begin(start, |mut context| async move {
            usage::view::get(&mut context, principal, &company, &client_id).await
        })
    }

    /// A page of the contacts of a company's service accounts, for a host to leave out where it lists people. Needs Admin on `directory`.
    pub fn list_machine_contacts(
        &self,
        start: Start,
        principal: Principal,
        company: String,
        query: MachineContactQuery,
    ) -> Outcome<Page<MachineContact>> {
        self.begin(start, |mut context| async move {
            contact::machine::list(&mut context, principal, &company, query).await
        })
    }

    /// Whether an address is of the form that the contacts of service accounts are made with. It asks no store.
    pub fn is_machine_contact(&self, email: &str) -> bool {
        contact::machine::is_machine_address(email, &self.settings.contact_domain)
    }

    /// Tells what a contact has become in the host's own directory. For the platform, at least once and in any order: the greatest revision counts.
    pub fn report_contact(
        &self,
        start: Start,
        company: String,
        client_id: String,
        report: ContactReport,
    ) -> Outcome<ReportedContact> {
        self.begin(start, |mut context| async move {
            contact::report::report(&mut context, &company, &client_id, report).await
        })
    }

    /// Removes a company's audit events that are older than policy keeps them, a thousand at most, and leaves a signed cut. For the platform.
    pub fn cut_audit(&self, start: Start, company: String) -> Outcome<AuditCut> {
        self.begin(start, |mut context| async move { audit::cut::cut(&mut context, &company).await })
    }

    /// Removes what is left of accounts that cannot be brought back any more, some at a time. For the platform, by a timer.
    pub fn purge_accounts(&self, start: Start, company: String) -> Outcome<Purged> {
        self.begin(start, |mut context| async move { account::purge::purge(&mut context, &company).await })
    }

    /// Removes everything of a company, some at a time, and answers a receipt at the end; `confirmation` is the company once more. For the platform.
    pub fn erase_company(&self, start: Start, company: String, confirmation: String) -> Outcome<Erasure> {
        self.begin(start, |mut context| async move {
            company::erase::erase(&mut context, &company, &confirmation).await
        })
    }

    /// Whether a receipt is this service's, by a sealing key that is configured. It asks no store.
    pub fn verify_erasure_receipt(&self, receipt: &ErasureReceipt) -> bool {
        receipt.is_signed(&self.settings)
    }

    /// Seals the signing keys at rest under the first sealing key, so that an earlier one can be taken out of the settings. For the platform; see
    /// [`reseal_audit`](Self::reseal_audit) for what else an earlier key has signed.
    pub fn reseal(&self, start: Start) -> Outcome<Resealed> {
        self.begin(start, |mut context| async move { key_ring::reseal::reseal(&mut context).await })
    }

    /// Signs the head of a company's audit anew under the first sealing key; whether it had been under another. For the platform.
    pub fn reseal_audit(&self, start: Start, company: String) -> Outcome<bool> {
        self.begin(start, |mut context| async move { audit::reseal::reseal(&mut context, &company).await })
    }

    /// Makes a new signing key that signs from now on, and answers its `kid`: when the earlier ones cannot be opened any more, or when somebody
    /// else may know them. For the platform.
    pub fn replace_signing_key(&self, start: Start, earlier: EarlierTokens) -> Outcome<String> {
        self.begin(
            start,
            |mut context| async move { key_ring::replace::replace(&mut context, earlier).await },
        )
    }

    /// Adds up what answers reported as `usage`. For the platform, once in a while: it is one get and one commit for each twenty accounts
    /// of a company, and touches no account and no audit. After an error some of it is recorded; do not hand it in again.
    pub fn record_usage(&self, start: Start, usage: Vec<Usage>) -> Outcome<()> {
        self.begin(start, |mut context| async move { usage::keep::keep(&mut context, usage).await })
    }

    /// Answers an HTTP request. `actor` is whom the host has authenticated, if it has.
    pub fn handle(
        &self,
        start: Start,
        request: HttpRequest,
        actor: Option<Actor>,
    ) -> Operation<HttpResponse> {
        self.begin(start, |mut context| async move { http::handle(&mut context, request, actor).await })
    }

    fn begin<T, F>(&self, start: Start, body: impl FnOnce(Context) -> F) -> Operation<T>
    where
        F: Future<Output = T> + Send + 'static,
    {
        let (settings, note) = (Arc::clone(&self.settings), Arc::clone(&self.note));
        let (now, random) = (Timestamp::from_seconds(start.now), Random::new(start.seed));
        Operation::new(|port| body(Context { settings, port, now, random, note }))
    }
}
