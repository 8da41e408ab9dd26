//! The resource `engine`: each of its functions runs the operation of the same name.

use crate::bindings::crypto::PublicJwk;
use crate::bindings::service_accounts as wit;
use crate::bindings::types::{Catalogue, Error, NewAccount};
use crate::{convert, ports};
use badgehouse::account::DisableInput;
use badgehouse::audit::{AuditHeadView, AuditVerifyInput};
use badgehouse::company::ResealInput;
use badgehouse::contact::NewContact;
use badgehouse::driver::run;
use badgehouse::grant::TokenError;
use badgehouse::key_ring::Jwks;
use badgehouse::operation::Operation;
use badgehouse::permission::{AccountTemplate, AssignInput, PermissionPreview};
use badgehouse::principal::Principal;
use badgehouse::secret::{Leak, LeakInput};
use badgehouse::workload::{IssuerJwks, TrustedIssuer};
use badgehouse::{Core, Outcome, Start, error};

/// The core with one product's settings.
pub(crate) struct Engine {
    core: Core,
}

impl Engine {
    fn run<T, W: From<T>>(&self, begin: impl FnOnce(&Core, Start) -> Outcome<T>) -> Result<W, Error> {
        let outcome = ports::start().and_then(|start| run(begin(&self.core, start), ports::answer));
        outcome.map(W::from).map_err(Error::from)
    }

    fn run_as<T, W: From<T>>(
        &self,
        principal: wit::Principal,
        begin: impl FnOnce(&Core, Start, Principal) -> Outcome<T>,
    ) -> Result<W, Error> {
        let principal = convert::principal(principal)?;
        self.run(|core, start| begin(core, start, principal))
    }

    /// What a client does at the token endpoint.
    fn run_for_client<T>(
        &self,
        begin: impl FnOnce(&Core, Start) -> Operation<Result<T, TokenError>>,
    ) -> Result<T, wit::TokenError> {
        let start = ports::start().map_err(TokenError::from)?;
        Ok(run(begin(&self.core, start), ports::answer)?)
    }
}

/// What an administrator does, where the contract takes and answers as the core does: each is the core's operation of its name, for who asks and in which company.
macro_rules! administrative {
    ($($operation:ident($($given:ident: $type:ty),*) -> $answer:ty;)*) => {$(
        fn $operation(
            &self,
            principal: wit::Principal,
            company: String,
            $($given: $type),*
        ) -> Result<$answer, Error> {
            $(let $given = $given.try_into()?;)*
            self.run_as(principal, |core, start, principal| core.$operation(start, principal, company, $($given),*))
        }
    )*};
}

/// The same of what the platform does.
macro_rules! of_the_platform {
    ($($operation:ident($($given:ident: $type:ty),*) -> $answer:ty;)*) => {$(
        fn $operation(&self, $($given: $type),*) -> Result<$answer, Error> {
            $(let $given = $given.try_into()?;)*
            self.run(|core, start| core.$operation(start, $($given),*))
        }
    )*};
}

impl wit::GuestEngine for Engine {
    fn open(settings: wit::Settings) -> Result<wit::Engine, Error> {
        let core = convert::settings(settings).and_then(Core::open)?;
        Ok(wit::Engine::new(Self { core }))
    }

    fn noting(&self, note: wit::Note) -> Result<wit::Engine, Error> {
        let core = self.core.noting(convert::note(note)?);
        Ok(wit::Engine::new(Self { core }))
    }

    administrative! {
        create_account(new: NewAccount, idempotency_key: Option<String>) -> wit::CreatedAccount;
        get_account(client_id: String) -> wit::Account;
        list_accounts(query: wit::AccountQuery) -> wit::AccountPage;
        update_account(client_id: String, change: wit::AccountChange, revision: Option<u64>) -> wit::Account;
        enable_account(client_id: String, revision: Option<u64>) -> wit::Account;
        delete_account(client_id: String) -> ();
        undelete_account(client_id: String) -> wit::Account;
        list_deleted_accounts(page: wit::Page) -> wit::DeletedAccountPage;
        revoke_tokens(client_id: String, revision: Option<u64>) -> ();
        get_usage(client_id: String) -> wit::AccountUsage;
        get_me(client_id: Option<String>) -> wit::Me;

        add_secret(client_id: String, new: wit::NewSecret, idempotency_key: Option<String>) -> wit::AddedSecret;
        list_secrets(client_id: String) -> wit::SecretList;
        change_secret(client_id: String, secret_id: String, change: wit::CredentialChange, revision: Option<u64>) -> wit::Secret;
        revoke_secret(client_id: String, secret_id: String) -> ();
        finish_rotation(client_id: String, secret_id: String, revision: Option<u64>) -> wit::SecretList;
        add_key(client_id: String, new: wit::NewKey) -> wit::Key;
        list_keys(client_id: String) -> wit::KeyList;
        change_key(client_id: String, kid: String, change: wit::CredentialChange, revision: Option<u64>) -> wit::Key;
        revoke_key(client_id: String, kid: String) -> ();
        add_trust(client_id: String, new: wit::NewTrust) -> wit::Trust;
        list_trusts(client_id: String) -> wit::TrustList;
        revoke_trust(client_id: String, trust_id: String) -> ();

        get_catalogue() -> Catalogue;
        get_permissions(client_id: String, page: wit::Page) -> wit::Permissions;
        set_permissions(client_id: String, change: wit::PermissionChange, revision: Option<u64>) -> ();
        effective_permissions(client_id: String, project: Option<String>) -> wit::EffectivePermissions;
        requested_permissions(client_id: String, project: Option<String>) -> wit::RequestedPermissions;
        check_permissions(client_id: String, check: wit::PermissionCheck) -> wit::Checked;
        list_holders(query: wit::HolderQuery) -> wit::HolderPage;
        create_permissions_job(client_id: String, change: wit::PermissionChange) -> wit::JobProgress;
        get_permissions_job(client_id: String, job_id: String) -> wit::JobProgress;
        continue_permissions_job(client_id: String, job_id: String) -> wit::JobProgress;
        create_template(new: wit::NewTemplate) -> wit::Template;
        get_template(template_id: String) -> wit::Template;
        list_templates(page: wit::Page) -> wit::TemplatePage;
        change_template(template_id: String, change: wit::TemplateChange, revision: Option<u64>) -> wit::Template;
        delete_template(template_id: String, revision: Option<u64>) -> ();

        list_machine_contacts(page: wit::Page) -> wit::MachineContactPage;
        get_contact(client_id: String) -> wit::Contact;
        change_contact(client_id: String, change: wit::ContactChange) -> wit::Contact;
        repair_contact(client_id: String, how: wit::Repair) -> wit::Contact;

        list_audit_events(query: wit::AuditQuery) -> wit::AuditPage;
        export_audit_events(page: wit::Page) -> wit::AuditExport;
        get_audit_head() -> wit::AuditHead;
    }

    of_the_platform! {
        bootstrap(company: String, name: String) -> wit::CreatedAccount;
        mark_resource_server(company: String, client_id: String, audiences: Vec<String>) -> ();
        report_contact(company: String, client_id: String, report: wit::ContactReport) -> wit::ReportedContact;
        maintain(passed: wit::Passed) -> wit::Maintained;
        clock() -> wit::ClockView;
        believe_clock() -> wit::ClockView;
        purge_accounts(company: String) -> wit::Purged;
        cut_audit(company: String) -> wit::AuditCut;
        erase_company(company: String, confirmation: String) -> wit::Erasure;
        reseal() -> wit::Resealed;
        replace_signing_key(earlier: wit::EarlierTokens) -> String;
        list_platform_audit_events(query: wit::AuditQuery) -> wit::AuditPage;
        export_platform_audit_events(page: wit::Page) -> wit::AuditExport;
        get_platform_audit_head() -> wit::AuditHead;
    }

    fn disable_account(
        &self,
        principal: wit::Principal,
        company: String,
        client_id: String,
        reason: String,
        revision: Option<u64>,
    ) -> Result<wit::Account, Error> {
        self.run_as(principal, |core, start, principal| {
            core.disable_account(start, principal, company, client_id, DisableInput { reason }, revision)
        })
    }

    fn look_up_leak(
        &self,
        principal: wit::Principal,
        company: String,
        secret: String,
        revoke: bool,
    ) -> Result<Option<wit::FoundSecret>, Error> {
        let input = LeakInput { secret: secret.into(), revoke };
        let leak: Leak = self.run_as(principal, |core, start, principal| {
            core.look_up_leak(start, principal, company, input)
        })?;
        Ok(leak.found.map(Into::into))
    }

    fn preview_permissions(
        &self,
        principal: wit::Principal,
        company: String,
        client_id: String,
        change: wit::PermissionChange,
    ) -> Result<Vec<wit::LevelChange>, Error> {
        let change = change.try_into()?;
        let preview: PermissionPreview = self.run_as(principal, |core, start, principal| {
            core.preview_permissions(start, principal, company, client_id, change)
        })?;
        Ok(preview.changes.into_iter().map(Into::into).collect())
    }

    fn assign_template(
        &self,
        principal: wit::Principal,
        company: String,
        client_id: String,
        template_id: String,
        projects: Vec<String>,
    ) -> Result<wit::AssignedTemplate, Error> {
        let input = AssignInput { template_id, projects };
        self.run_as(principal, |core, start, principal| {
            core.assign_template(start, principal, company, client_id, input)
        })
    }

    fn get_assigned_template(
        &self,
        principal: wit::Principal,
        company: String,
        client_id: String,
    ) -> Result<Option<wit::AssignedTemplate>, Error> {
        let of_account: AccountTemplate = self.run_as(principal, |core, start, principal| {
            core.get_assigned_template(start, principal, company, client_id)
        })?;
        Ok(of_account.template.map(Into::into))
    }

    fn create_contact(
        &self,
        principal: wit::Principal,
        company: String,
        email: String,
    ) -> Result<wit::DirectoryEntry, Error> {
        self.run_as(principal, |core, start, principal| {
            core.create_contact(start, principal, company, NewContact { email })
        })
    }

    fn verify_audit(
        &self,
        principal: wit::Principal,
        company: String,
        head: Option<wit::AuditHead>,
        cursor: Option<String>,
    ) -> Result<wit::AuditVerification, Error> {
        let input = audit_verify_input(head, cursor)?;
        self.run_as(principal, |core, start, principal| core.verify_audit(start, principal, company, input))
    }

    fn verify_platform_audit(
        &self,
        head: Option<wit::AuditHead>,
        cursor: Option<String>,
    ) -> Result<wit::AuditVerification, Error> {
        let input = audit_verify_input(head, cursor)?;
        self.run(|core, start| core.verify_platform_audit(start, input))
    }

    fn request_token(&self, request: wit::TokenRequest) -> Result<wit::TokenResponse, wit::TokenError> {
        let token = self.run_for_client(|core, start| core.request_token(start, request.into()))?;
        Ok(token.into())
    }

    fn revoke_token(&self, request: wit::PresentedToken) -> Result<Option<wit::Usage>, wit::TokenError> {
        let revoked = self.run_for_client(|core, start| core.revoke_token(start, request.into()))?;
        Ok(revoked.usage.map(Into::into))
    }

    fn introspect(&self, request: wit::PresentedToken) -> Result<Option<wit::ActiveToken>, wit::TokenError> {
        let introspection = self.run_for_client(|core, start| core.introspect(start, request.into()))?;
        Ok(introspection.token.map(Into::into))
    }

    fn authorize(&self, presented: wit::Presented, need: wit::Need) -> Result<wit::Authorized, Error> {
        self.run(|core, start| core.authorize(start, presented, need.into()))
    }

    fn verify(
        &self,
        presented: wit::Presented,
        tokens: wit::TokensOf,
        audience: Option<String>,
    ) -> Result<wit::ActiveToken, Error> {
        self.run(|core, start| core.verify(start, presented, tokens.into(), audience))
    }

    fn verify_actor_token(
        &self,
        token: String,
        issuer: String,
        keys: Vec<PublicJwk>,
    ) -> Result<wit::Actor, Error> {
        let keys = keys.into_iter().map(Into::into).collect();
        self.run(|core, start| core.verify_actor_token(start, token, issuer, keys))
    }

    fn jwks(&self) -> Result<Vec<wit::PublishedJwk>, Error> {
        let jwks: Jwks = self.run(|core, start| core.jwks(start))?;
        Ok(jwks.keys.into_iter().map(Into::into).collect())
    }

    fn record_usage(&self, usage: Vec<wit::Usage>) -> Result<(), Error> {
        let usage = convert::usage(usage)?;
        self.run(|core, start| core.record_usage(start, usage))
    }

    fn is_machine_contact(&self, email: String) -> bool {
        self.core.is_machine_contact(&email)
    }

    fn verify_erasure_receipt(&self, receipt: wit::ErasureReceipt) -> bool {
        self.core.verify_erasure_receipt(&receipt.into())
    }

    fn put_trusted_issuer(&self, issuer: String, jwks: String) -> Result<wit::EnteredIssuer, Error> {
        let jwks = trusted_issuer_keys(&jwks)?;
        self.run(|core, start| core.put_trusted_issuer(start, TrustedIssuer { issuer, jwks }))
    }

    fn reseal_company(
        &self,
        company: String,
        keep_lost: bool,
        cursor: Option<String>,
    ) -> Result<wit::CompanyResealed, Error> {
        self.run(|core, start| core.reseal_company(start, company, ResealInput { keep_lost, cursor }))
    }

    fn look_up_leak_anywhere(&self, secret: String, revoke: bool) -> Result<Option<wit::FoundSecret>, Error> {
        let input = LeakInput { secret: secret.into(), revoke };
        let leak: Leak = self.run(|core, start| core.look_up_leak_anywhere(start, input))?;
        Ok(leak.found.map(Into::into))
    }

    fn secret_pattern(&self) -> String {
        self.core.secret_pattern()
    }

    fn handle(
        &self,
        request: wit::HttpRequest,
        actor: Option<wit::Actor>,
    ) -> Result<wit::HttpResponse, Error> {
        let actor = actor.map(convert::actor).transpose()?;
        let response = match ports::start() {
            Ok(start) => run(self.core.handle(start, request.into(), actor), ports::answer),
            Err(error) => error::Error::to_response(&error),
        };
        Ok(response.into())
    }
}

/// The keys of a JWKS that came as text.
fn trusted_issuer_keys(jwks: &str) -> Result<IssuerJwks, Error> {
    let problem =
        |_| error::InputProblem::new("/jwks", "a JWKS is JSON with a list of keys (RFC 7517 section 5)");
    let read = serde_json::from_str(jwks).map_err(problem);
    read.map_err(|problem| error::Error::invalid(vec![problem]).into())
}

fn audit_verify_input(
    head: Option<wit::AuditHead>,
    cursor: Option<String>,
) -> Result<AuditVerifyInput, Error> {
    let head = head.map(AuditHeadView::try_from).transpose()?;
    Ok(AuditVerifyInput { head, cursor })
}
