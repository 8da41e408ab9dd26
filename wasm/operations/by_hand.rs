//! The operations that take or answer otherwise than the core: a record of the core's that the contract has as arguments, an answer of one member.

use super::{run, run_as, run_for_client};
use crate::bindings::crypto::PublicJwk;
use crate::bindings::service_accounts as wit;
use crate::bindings::types::Error;
use crate::{convert, ports};
use badgehouse::account::DisableInput;
use badgehouse::audit::{AuditHeadView, AuditVerifyInput};
use badgehouse::company::ResealInput;
use badgehouse::contact::NewContact;
use badgehouse::driver::run as drive;
use badgehouse::key_ring::Jwks;
use badgehouse::permission::{AccountTemplate, AssignInput, PermissionPreview};
use badgehouse::secret::{Leak, LeakInput};
use badgehouse::workload::{IssuerJwks, TrustedIssuer};
use badgehouse::{Core, error};

pub(crate) fn disable_account(
    core: &Core,
    principal: wit::Principal,
    company: String,
    client_id: String,
    reason: String,
    revision: Option<u64>,
) -> Result<wit::Account, Error> {
    run_as(core, principal, |core, start, principal| {
        core.disable_account(start, principal, company, client_id, DisableInput { reason }, revision)
    })
}

pub(crate) fn look_up_leak(
    core: &Core,
    principal: wit::Principal,
    company: String,
    secret: String,
    revoke: bool,
) -> Result<Option<wit::FoundSecret>, Error> {
    let input = LeakInput { secret: secret.into(), revoke };
    let leak: Leak = run_as(core, principal, |core, start, principal| {
        core.look_up_leak(start, principal, company, input)
    })?;
    Ok(leak.found.map(Into::into))
}

pub(crate) fn preview_permissions(
    core: &Core,
    principal: wit::Principal,
    company: String,
    client_id: String,
    change: wit::PermissionChange,
) -> Result<Vec<wit::LevelChange>, Error> {
    let change = change.try_into()?;
    let preview: PermissionPreview = run_as(core, principal, |core, start, principal| {
        core.preview_permissions(start, principal, company, client_id, change)
    })?;
    Ok(preview.changes.into_iter().map(Into::into).collect())
}

pub(crate) fn assign_template(
    core: &Core,
    principal: wit::Principal,
    company: String,
    client_id: String,
    template_id: String,
    projects: Vec<String>,
) -> Result<wit::AssignedTemplate, Error> {
    let input = AssignInput { template_id, projects };
    run_as(core, principal, |core, start, principal| {
        core.assign_template(start, principal, company, client_id, input)
    })
}

pub(crate) fn get_assigned_template(
    core: &Core,
    principal: wit::Principal,
    company: String,
    client_id: String,
) -> Result<Option<wit::AssignedTemplate>, Error> {
    let of_account: AccountTemplate = run_as(core, principal, |core, start, principal| {
        core.get_assigned_template(start, principal, company, client_id)
    })?;
    Ok(of_account.template.map(Into::into))
}

pub(crate) fn create_contact(
    core: &Core,
    principal: wit::Principal,
    company: String,
    email: String,
) -> Result<wit::DirectoryEntry, Error> {
    run_as(core, principal, |core, start, principal| {
        core.create_contact(start, principal, company, NewContact { email })
    })
}

pub(crate) fn verify_audit(
    core: &Core,
    principal: wit::Principal,
    company: String,
    head: Option<wit::AuditHead>,
    cursor: Option<String>,
) -> Result<wit::AuditVerification, Error> {
    let input = audit_verify_input(head, cursor)?;
    run_as(core, principal, |core, start, principal| core.verify_audit(start, principal, company, input))
}

pub(crate) fn verify_platform_audit(
    core: &Core,
    head: Option<wit::AuditHead>,
    cursor: Option<String>,
) -> Result<wit::AuditVerification, Error> {
    let input = audit_verify_input(head, cursor)?;
    run(core, |core, start| core.verify_platform_audit(start, input))
}

pub(crate) fn request_token(
    core: &Core,
    request: wit::TokenRequest,
) -> Result<wit::TokenResponse, wit::TokenError> {
    let token = run_for_client(core, |core, start| core.request_token(start, request.into()))?;
    Ok(token.into())
}

pub(crate) fn revoke_token(
    core: &Core,
    request: wit::PresentedToken,
) -> Result<Option<wit::Usage>, wit::TokenError> {
    let revoked = run_for_client(core, |core, start| core.revoke_token(start, request.into()))?;
    Ok(revoked.usage.map(Into::into))
}

pub(crate) fn introspect(
    core: &Core,
    request: wit::PresentedToken,
) -> Result<Option<wit::ActiveToken>, wit::TokenError> {
    let introspection = run_for_client(core, |core, start| core.introspect(start, request.into()))?;
    Ok(introspection.token.map(Into::into))
}

pub(crate) fn authorize(
    core: &Core,
    presented: wit::Presented,
    need: wit::Need,
) -> Result<wit::Authorized, Error> {
    run(core, |core, start| core.authorize(start, presented, need.into()))
}

pub(crate) fn verify(
    core: &Core,
    presented: wit::Presented,
    tokens: wit::TokensOf,
    audience: Option<String>,
) -> Result<wit::ActiveToken, Error> {
    run(core, |core, start| core.verify(start, presented, tokens.into(), audience))
}

pub(crate) fn verify_actor_token(
    core: &Core,
    token: String,
    issuer: String,
    keys: Vec<PublicJwk>,
) -> Result<wit::Actor, Error> {
    let keys = keys.into_iter().map(Into::into).collect();
    run(core, |core, start| core.verify_actor_token(start, token, issuer, keys))
}

pub(crate) fn jwks(core: &Core) -> Result<Vec<wit::PublishedJwk>, Error> {
    let jwks: Jwks = run(core, |core, start| core.jwks(start))?;
    Ok(jwks.keys.into_iter().map(Into::into).collect())
}

pub(crate) fn record_usage(core: &Core, usage: Vec<wit::Usage>) -> Result<(), Error> {
    let usage = convert::usage(usage)?;
    run(core, |core, start| core.record_usage(start, usage))
}

pub(crate) fn is_machine_contact(core: &Core, email: String) -> bool {
    core.is_machine_contact(&email)
}

pub(crate) fn verify_erasure_receipt(core: &Core, receipt: wit::ErasureReceipt) -> bool {
    core.verify_erasure_receipt(&receipt.into())
}

pub(crate) fn put_trusted_issuer(
    core: &Core,
    issuer: String,
    jwks: String,
) -> Result<wit::EnteredIssuer, Error> {
    let jwks = trusted_issuer_keys(&jwks)?;
    run(core, |core, start| core.put_trusted_issuer(start, TrustedIssuer { issuer, jwks }))
}

pub(crate) fn reseal_company(
    core: &Core,
    company: String,
    keep_lost: bool,
    cursor: Option<String>,
) -> Result<wit::CompanyResealed, Error> {
    run(core, |core, start| core.reseal_company(start, company, ResealInput { keep_lost, cursor }))
}

pub(crate) fn look_up_leak_anywhere(
    core: &Core,
    secret: String,
    revoke: bool,
) -> Result<Option<wit::FoundSecret>, Error> {
    let input = LeakInput { secret: secret.into(), revoke };
    let leak: Leak = run(core, |core, start| core.look_up_leak_anywhere(start, input))?;
    Ok(leak.found.map(Into::into))
}

pub(crate) fn secret_pattern(core: &Core) -> String {
    core.secret_pattern()
}

pub(crate) fn handle(
    core: &Core,
    request: wit::HttpRequest,
    actor: Option<wit::Actor>,
) -> Result<wit::HttpResponse, Error> {
    let actor = actor.map(convert::actor).transpose()?;
    let response = match ports::start() {
        Ok(start) => drive(core.handle(start, request.into(), actor), ports::answer),
        Err(error) => error::Error::to_response(&error),
    };
    Ok(response.into())
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
