//! The resource `engine`: each of its functions runs the operation of the same name.

use crate::bindings::crypto::PublicJwk;
use crate::bindings::service_accounts as wit;
use crate::bindings::types::{Error, NewAccount};
use crate::{convert, ports};
use badgehouse::company::ResealInput;
use badgehouse::contact::NewContact;
use badgehouse::driver::run;
use badgehouse::principal::Principal;
use badgehouse::secret::{Leak, LeakInput};
use badgehouse::workload::{IssuerJwks, TrustedIssuer};
use badgehouse::{Core, Outcome, Start, error, grant};

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
}

/// The keys of a JWKS that came as text.
fn trusted_issuer_keys(jwks: &str) -> Result<IssuerJwks, Error> {
    let problem =
        |_| error::InputProblem::new("/jwks", "a JWKS is JSON with a list of keys (RFC 7517 section 5)");
    let read = serde_json::from_str(jwks).map_err(problem);
    read.map_err(|problem| error::Error::invalid(vec![problem]).into())
}

impl wit::GuestEngine for Engine {
    fn open(settings: wit::Settings) -> Result<wit::Engine, Error> {
        let core = convert::settings(settings).and_then(Core::open)?;
        Ok(wit::Engine::new(Self { core }))
    }

    fn create_account(
        &self,
        principal: wit::Principal,
        company: String,
        new: NewAccount,
        idempotency_key: Option<String>,
    ) -> Result<wit::CreatedAccount, Error> {
        self.run_as(principal, |core, start, principal| {
            core.create_account(start, principal, company, new.into(), idempotency_key)
        })
    }

    fn bootstrap(&self, company: String, name: String) -> Result<wit::CreatedAccount, Error> {
        self.run(|core, start| core.bootstrap(start, company, name))
    }

    fn get_account(
        &self,
        principal: wit::Principal,
        company: String,
        client_id: String,
    ) -> Result<wit::Account, Error> {
        self.run_as(principal, |core, start, principal| {
            core.get_account(start, principal, company, client_id)
        })
    }

    fn list_accounts(
        &self,
        principal: wit::Principal,
        company: String,
        query: wit::AccountQuery,
    ) -> Result<wit::AccountPage, Error> {
        let query = convert::account_query(query)?;
        self.run_as(principal, |core, start, principal| core.list_accounts(start, principal, company, query))
    }

    fn delete_account(
        &self,
        principal: wit::Principal,
        company: String,
        client_id: String,
    ) -> Result<(), Error> {
        self.run_as(principal, |core, start, principal| {
            core.delete_account(start, principal, company, client_id)
        })
    }

    fn add_secret(
        &self,
        principal: wit::Principal,
        company: String,
        client_id: String,
        new: wit::NewSecret,
        idempotency_key: Option<String>,
    ) -> Result<wit::AddedSecret, Error> {
        self.run_as(principal, |core, start, principal| {
            core.add_secret(start, principal, company, client_id, new.into(), idempotency_key)
        })
    }

    fn list_secrets(
        &self,
        principal: wit::Principal,
        company: String,
        client_id: String,
    ) -> Result<wit::SecretList, Error> {
        let list = self.run_as(principal, |core, start, principal| {
            core.list_secrets(start, principal, company, client_id)
        });
        list.map(|list: badgehouse::secret::SecretList| wit::SecretList {
            revision: list.revision,
            items: list.items.into_iter().map(Into::into).collect(),
        })
    }

    fn revoke_secret(
        &self,
        principal: wit::Principal,
        company: String,
        client_id: String,
        secret_id: String,
    ) -> Result<(), Error> {
        self.run_as(principal, |core, start, principal| {
            core.revoke_secret(start, principal, company, client_id, secret_id)
        })
    }

    fn get_permissions(
        &self,
        principal: wit::Principal,
        company: String,
        client_id: String,
        page: wit::Page,
    ) -> Result<wit::Permissions, Error> {
        self.run_as(principal, |core, start, principal| {
            core.get_permissions(start, principal, company, client_id, page.into())
        })
    }

    fn set_permissions(
        &self,
        principal: wit::Principal,
        company: String,
        client_id: String,
        change: wit::PermissionChange,
        revision: Option<u64>,
    ) -> Result<(), Error> {
        let change = convert::change(change)?;
        self.run_as(principal, |core, start, principal| {
            core.set_permissions(start, principal, company, client_id, change, revision)
        })
    }

    fn get_contact(
        &self,
        principal: wit::Principal,
        company: String,
        client_id: String,
    ) -> Result<wit::Contact, Error> {
        self.run_as(principal, |core, start, principal| {
            core.get_contact(start, principal, company, client_id)
        })
    }

    fn change_contact(
        &self,
        principal: wit::Principal,
        company: String,
        client_id: String,
        change: wit::ContactChange,
    ) -> Result<wit::Contact, Error> {
        self.run_as(principal, |core, start, principal| {
            core.change_contact(start, principal, company, client_id, change.into())
        })
    }

    fn repair_contact(
        &self,
        principal: wit::Principal,
        company: String,
        client_id: String,
        how: wit::Repair,
    ) -> Result<wit::Contact, Error> {
        self.run_as(principal, |core, start, principal| {
            core.repair_contact(start, principal, company, client_id, how.into())
        })
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

    fn request_token(&self, request: wit::TokenRequest) -> Result<wit::TokenResponse, wit::TokenError> {
        let start = ports::start().map_err(grant::TokenError::from)?;
        let token = run(self.core.request_token(start, request.into()), ports::answer)?;
        Ok(token.into())
    }

    fn authorize(&self, presented: wit::Presented, need: wit::Need) -> Result<wit::Authorized, Error> {
        self.run(|core, start| core.authorize(start, presented, need.into()))
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
        let jwks: badgehouse::key_ring::Jwks = self.run(|core, start| core.jwks(start))?;
        Ok(jwks.keys.into_iter().map(Into::into).collect())
    }

    fn maintain(&self, passed: wit::Passed) -> Result<wit::Maintained, Error> {
        self.run(|core, start| core.maintain(start, passed.into()))
    }

    fn clock(&self) -> Result<wit::ClockView, Error> {
        self.run(Core::clock)
    }

    fn believe_clock(&self) -> Result<wit::ClockView, Error> {
        self.run(Core::believe_clock)
    }

    fn record_usage(&self, usage: Vec<wit::Usage>) -> Result<(), Error> {
        let usage = convert::usage(usage)?;
        self.run(|core, start| core.record_usage(start, usage))
    }

    fn report_contact(
        &self,
        company: String,
        client_id: String,
        report: wit::ContactReport,
    ) -> Result<wit::ReportedContact, Error> {
        self.run(|core, start| core.report_contact(start, company, client_id, report.into()))
    }

    fn is_machine_contact(&self, email: String) -> bool {
        self.core.is_machine_contact(&email)
    }

    fn purge_accounts(&self, company: String) -> Result<wit::Purged, Error> {
        self.run(|core, start| core.purge_accounts(start, company))
    }

    fn cut_audit(&self, company: String) -> Result<wit::AuditCut, Error> {
        self.run(|core, start| core.cut_audit(start, company))
    }

    fn erase_company(&self, company: String, confirmation: String) -> Result<wit::Erasure, Error> {
        self.run(|core, start| core.erase_company(start, company, confirmation))
    }

    fn verify_erasure_receipt(&self, receipt: wit::ErasureReceipt) -> bool {
        self.core.verify_erasure_receipt(&receipt.into())
    }

    fn mark_resource_server(
        &self,
        company: String,
        client_id: String,
        audiences: Vec<String>,
    ) -> Result<(), Error> {
        self.run(|core, start| core.mark_resource_server(start, company, client_id, audiences))
    }

    fn verify(
        &self,
        presented: wit::Presented,
        tokens: wit::TokensOf,
        audience: Option<String>,
    ) -> Result<wit::ActiveToken, Error> {
        self.run(|core, start| core.verify(start, presented, tokens.into(), audience))
    }

    fn put_trusted_issuer(&self, issuer: String, jwks: String) -> Result<wit::EnteredIssuer, Error> {
        let jwks = trusted_issuer_keys(&jwks)?;
        self.run(|core, start| core.put_trusted_issuer(start, TrustedIssuer { issuer, jwks }))
    }

    fn reseal(&self) -> Result<wit::Resealed, Error> {
        self.run(|core, start| core.reseal(start))
    }

    fn reseal_company(
        &self,
        company: String,
        keep_lost: bool,
        cursor: Option<String>,
    ) -> Result<wit::CompanyResealed, Error> {
        self.run(|core, start| core.reseal_company(start, company, ResealInput { keep_lost, cursor }))
    }

    fn replace_signing_key(&self, earlier: wit::EarlierTokens) -> Result<String, Error> {
        self.run(|core, start| core.replace_signing_key(start, earlier.into()))
    }

    fn look_up_leak(&self, secret: String, revoke: bool) -> Result<Option<wit::FoundSecret>, Error> {
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
