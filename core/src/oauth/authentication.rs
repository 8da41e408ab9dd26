//! Client authentication: how an account proves itself at the token, revocation and introspection endpoints (RFC 6749 section 2.3, RFC 7523).
//!
//! The work done for a request depends on what was sent, never on what is stored: a secret of our form costs one get and one hash, real or dummy; a JWT of the right
//! form as many signatures; and a refusal decodes as many bytes, whether there is such an account or not, unless its record is longer than a block of the dummy's.
//! Anything else costs none of it.
//!
//! For a source that has spent its budget of wrong credentials the get and the bytes are the same, but no hash is computed unless the secret's id is of a live one of the
//! account, and no signature looked at unless a live key, or the issuer of a live trust, may have made it: what could be right costs what it takes to know, and nothing is done
//! to hide what is not there from those who name what is.

use super::assertion::{self, Assertion};
use super::dummy;
use super::error::TokenError;
use super::once::{Once, Used};
use super::throttle::Budget;
use super::workload::assertion::WorkloadAssertion;
use super::workload::issuer::IssuerRecord;
use crate::core::{ATTEMPTS, CONFLICTS_BEFORE_PRECEDENCE, Context};
use crate::model::account::AccountRecord;
use crate::model::account::details::AuthMethod;
use crate::model::company;
use crate::model::record::{self, Reading, Stored};
use crate::model::secret::{self, PresentedSecret};
use crate::model::usage::Usage;
use crate::port::store::{Change, Expect, Key, Version};
use crate::value::error::Error;
use crate::value::identifier::{ClientId, CredentialId, ProjectId};
use std::borrow::Cow;
use zeroize::Zeroizing;

/// How a client proves who it is.
pub(crate) enum ClientProof {
    /// By a secret (RFC 6749 section 2.3.1), which came in one of these ways.
    Secret { client_id: String, client_secret: Zeroizing<String>, ways: &'static [AuthMethod] },
    /// By an assertion (RFC 7523 section 2.2); the id, when it is sent as well, has to be the assertion's.
    Assertion { client_id: Option<String>, assertion: Zeroizing<String> },
    /// By the JWT of an outside issuer that it trusts (RFC 7523 section 2.1).
    Workload { client_id: String, assertion: Zeroizing<String> },
}

impl ClientProof {
    /// The client's id, as it was sent, and what is to prove it: for counting wrong ones.
    pub(crate) fn tried(&self) -> (Cow<'_, str>, &str) {
        match self {
            Self::Secret { client_id, client_secret, .. } => (client_id.into(), client_secret),
            // The assertion itself names its client.
            Self::Assertion { assertion, .. } => {
                (assertion::claimed_client(assertion).unwrap_or_default().into(), assertion)
            }
            Self::Workload { client_id, assertion } => (client_id.into(), assertion),
        }
    }

    fn ways(&self) -> &'static [AuthMethod] {
        match self {
            Self::Secret { ways, .. } => ways,
            Self::Assertion { .. } => &[AuthMethod::PrivateKeyJwt],
            Self::Workload { .. } => &[AuthMethod::JwtBearer],
        }
    }

    /// What every failure comes to.
    fn refusal(&self) -> TokenError {
        match self {
            Self::Secret { .. } | Self::Assertion { .. } => TokenError::invalid_client(),
            Self::Workload { .. } => TokenError::invalid_grant(),
        }
    }
}

/// An account that proved itself, and what was read with it: the key ring and what it holds in projects.
pub(crate) struct Proven {
    pub(crate) reading: Reading,
    pub(crate) account: AccountRecord,
    /// As it was read.
    version: Version,
    pub(crate) cred: CredentialId,
}

impl Proven {
    /// Uses up what counts once of what the client sent; whether it was new. Nothing is written for an account that is gone meanwhile, so that the account is
    /// held to what was read; where something else of it changed, it is looked at again. After two such conflicts the account is looked at once it is used
    /// up instead, and the company alone is held, so that nobody keeps a client from its token by changing its account. Which it is from then on is in `self`.
    pub(crate) async fn use_up(
        &mut self,
        context: &mut Context,
        proof: &ClientProof,
        once: &Once,
    ) -> Result<bool, TokenError> {
        for conflicts in 0..ATTEMPTS {
            let looks_first = conflicts < CONFLICTS_BEFORE_PRECEDENCE;
            let held = if looks_first { self.account_held() } else { self.company_held()? };
            let used = once.use_up(context, held).await?;
            if used == Used::Before {
                return Ok(false);
            }
            if used == Used::NotYet || !looks_first {
                self.look_again(context, proof).await?;
            }
            if used == Used::Now {
                return Ok(true);
            }
        }
        Err(Error::unavailable("the company's accounts changed under every attempt").into())
    }

    fn account_held(&self) -> Change {
        record::keep(record::account(&self.account.client_id), Expect::Version(self.version.clone()))
    }

    fn company_held(&self) -> Result<Change, Error> {
        let company = record::company(&self.account.client_id.segment());
        let expect = self.reading.version(&company)?.map_or(Expect::Absent, Expect::Version);
        Ok(record::keep(company, expect))
    }

    /// Reads all of it again. A credential is what it was, and was proved; what may have changed is whether it still counts.
    async fn look_again(&mut self, context: &Context, proof: &ClientProof) -> Result<(), TokenError> {
        self.reading = context.read(self.reading.asked()).await?;
        let client_id = &self.account.client_id;
        let stored: Option<Stored<AccountRecord>> = self.reading.record(&record::account(client_id))?;
        let stands = company::stands(&self.reading, &self.account.company)?;
        let counts = |stored: &Stored<AccountRecord>| {
            let live = stored.record.life(&self.cred).is_some_and(|life| life.is_live(context.now));
            live && stands && is_present(stored) && stored.record.details.allows(proof.ways())
        };
        let Some(Stored { record: account, version }) = stored.filter(counts) else {
            let usage = Some(Usage::refusal(client_id.clone(), context.now));
            return Err(TokenError { usage, ..proof.refusal() });
        };
        (self.account, self.version) = (account, version);
        Ok(())
    }
}

/// The account that proved itself, in a way that it may, whether it works or not. The key ring and what it holds in `projects` are read with it.
pub(crate) async fn prove(
    context: &mut Context,
    proof: &ClientProof,
    projects: Vec<ProjectId>,
    budget: Budget,
) -> Result<Proven, TokenError> {
    let (mut proven, once) = match proof {
        ClientProof::Secret { client_id, client_secret, .. } => {
            (by_secret(context, client_id, client_secret, projects, budget).await?, None)
        }
        ClientProof::Assertion { client_id, assertion } => {
            by_assertion(context, client_id.as_deref(), assertion, projects, budget).await?
        }
        ClientProof::Workload { client_id, assertion } => {
            by_workload(context, client_id, assertion, projects, budget).await?
        }
    };
    if !proven.account.details.allows(proof.ways()) {
        let usage = Some(Usage::refusal(proven.account.client_id, context.now));
        return Err(TokenError { usage, ..proof.refusal() });
    }
    match once {
        Some(once) if !proven.use_up(context, proof, &once).await? => Err(proof.refusal()),
        Some(_) | None => Ok(proven),
    }
}

async fn by_secret(
    context: &mut Context,
    client_id: &str,
    client_secret: &str,
    projects: Vec<ProjectId>,
    budget: Budget,
) -> Result<Proven, TokenError> {
    let (client_id, presented) =
        formed(context, client_id, client_secret).ok_or_else(TokenError::invalid_client)?;
    let reading = read(context, &client_id, &projects, None).await?;
    let stored: Option<Stored<AccountRecord>> = reading.record(&record::account(&client_id))?;
    let secret = stored.as_ref().and_then(|stored| stored.record.secret(&presented.id));
    let live = secret.is_some_and(|secret| secret.life.is_live(context.now));
    let matches = (live || budget == Budget::Left) && secret::matches(&presented, secret);
    match stored.filter(is_present) {
        Some(Stored { record: account, version })
            if matches && live && company::stands(&reading, &account.company)? =>
        {
            Ok(Proven { reading, account, version, cred: CredentialId::Secret(presented.id) })
        }
        found => Err(refused(TokenError::invalid_client(), context, &reading, &client_id, found.is_some())),
    }
}

/// The id and secret, if both are of our form and of one company.
fn formed(context: &Context, client_id: &str, client_secret: &str) -> Option<(ClientId, PresentedSecret)> {
    let client_id = ClientId::parse(client_id).ok()?;
    let presented = PresentedSecret::parse(&context.settings.policy.secret_prefix, client_secret)?;
    (client_id.segment().as_str() == presented.segment).then_some((client_id, presented))
}

async fn by_assertion(
    context: &mut Context,
    client_id: Option<&str>,
    assertion: &str,
    projects: Vec<ProjectId>,
    budget: Budget,
) -> Result<(Proven, Option<Once>), TokenError> {
    let assertion = Assertion::parse(context, assertion)?;
    let named = assertion.client_id();
    if client_id.is_some_and(|client_id| client_id != named.as_str()) {
        return Err(TokenError::invalid_client());
    }
    let reading = read(context, named, &projects, None).await?;
    let stored: Option<Stored<AccountRecord>> = reading.record(&record::account(named))?;
    let stored = stored.filter(is_present);
    let signer = assertion.signer(context, stored.as_ref().map(|stored| &stored.record), budget).await?;
    // Before the read it was good by the clock alone, which may have fallen back.
    let kid = signer.filter(|_| assertion.is_good(context)).map(|key| key.kid.clone());
    match (stored, kid) {
        (Some(Stored { record: account, version }), Some(kid))
            if company::stands(&reading, &account.company)? =>
        {
            let once = assertion.once();
            Ok((Proven { reading, account, version, cred: CredentialId::Key(kid) }, Some(once)))
        }
        (found, _) => Err(refused(TokenError::invalid_client(), context, &reading, named, found.is_some())),
    }
}

/// What is looked at of an issuer depends on which one the JWT names, never on the account; but for who has spent the budget.
async fn by_workload(
    context: &mut Context,
    client_id: &str,
    assertion: &str,
    projects: Vec<ProjectId>,
    budget: Budget,
) -> Result<(Proven, Option<Once>), TokenError> {
    let client_id = ClientId::parse(client_id).map_err(|_| TokenError::invalid_grant())?;
    let assertion = WorkloadAssertion::parse(context, assertion).ok_or_else(TokenError::invalid_grant)?;
    let reading = read(context, &client_id, &projects, Some(assertion.issuer())).await?;
    let issuer: Option<Stored<IssuerRecord>> = reading.record(&assertion.issuer())?;
    let stored: Option<Stored<AccountRecord>> = reading.record(&record::account(&client_id))?;
    let stored = stored.filter(is_present);
    let trust = stored.as_ref().and_then(|stored| assertion.trusted(&stored.record, context.now));
    let signed = (trust.is_some() || budget == Budget::Left)
        && assertion.is_signed(context, issuer.as_ref().map(|stored| &stored.record)).await?;
    let signed = signed && assertion.is_good(context);
    let trust = trust.filter(|_| signed).map(|trust| (trust.id.clone(), trust.once));
    match (stored, trust) {
        (Some(Stored { record: account, version }), Some((trust, once)))
            if company::stands(&reading, &account.company)? =>
        {
            // A trust for which it counts once is fitted by no JWT without a `jti`.
            let once = if once { assertion.once(&client_id) } else { None };
            Ok((Proven { reading, account, version, cred: CredentialId::Trust(trust) }, once))
        }
        (found, _) => {
            Err(refused(TokenError::invalid_grant(), context, &reading, &client_id, found.is_some()))
        }
    }
}

/// The key ring, the company, the account and what it holds in projects, and an outside issuer if one is named, in one get. The company is looked at once the account
/// has proved itself, so that a refusal costs the same whether there is such a company or not. From here on what has ended is judged by the store's time as well.
async fn read(
    context: &mut Context,
    client_id: &ClientId,
    projects: &[ProjectId],
    issuer: Option<Key>,
) -> Result<Reading, Error> {
    let in_project = |project: &ProjectId| record::account_project(client_id, project);
    let company = record::company(&client_id.segment());
    let keys = [record::key_ring(), company, record::account(client_id)];
    let keys = keys.into_iter().chain(issuer).chain(projects.iter().map(in_project)).collect();
    let reading = context.read(keys).await?;
    context.go_by_what_was_read(&reading)?;
    Ok(reading)
}

fn is_present(stored: &Stored<AccountRecord>) -> bool {
    stored.record.deleted_at.is_none()
}

/// The refusal of who proved nothing, which counts for an account that is there.
fn refused(
    refusal: TokenError,
    context: &Context,
    reading: &Reading,
    client_id: &ClientId,
    present: bool,
) -> TokenError {
    dummy::decode_rest(&context.keys, reading.size(&record::account(client_id)));
    let usage = Usage::refusal(client_id.clone(), context.now);
    TokenError { usage: present.then_some(usage), ..refusal }
}
