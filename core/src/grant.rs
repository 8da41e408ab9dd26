//! The grant: client credentials for an access token (RFC 6749 section 4.4).
//!
//! The work done for a request depends on what was sent, never on what is stored: a secret of our form costs one get and one hash,
//! real or dummy; anything else costs neither.

use crate::account::{AccountRecord, AccountState};
use crate::assertion::Assertion;
use crate::catalogue::Catalogue;
use crate::context::Context;
use crate::error::Error;
use crate::identifier::{ClientId, CredentialId, ProjectId, SecretId, TokenId};
use crate::key_ring::{self, Ring};
use crate::permission::set::ProjectRecord;
use crate::record::{self, Reading, Stored};
use crate::scope::Scope;
use crate::secret::{self, PresentedSecret};
use crate::timestamp::Timestamp;
use crate::token::{self, Audience, Claims};
use crate::usage::Usage;
use serde::{Deserialize, Serialize};
use std::fmt;
use zeroize::Zeroizing;

/// A record of the usual size that is decoded in place of an account that is not there.
const DUMMY_RECORD: &str = include_str!("grant/dummy_account.json");

/// A token request whose client has been told apart (RFC 6749 section 4.4.2).
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenRequest {
    /// The client.
    pub client_id: String,
    /// Its secret.
    pub client_secret: Zeroizing<String>,
    /// What the token shall be limited to.
    #[serde(default)]
    pub scope: Option<String>,
    /// The audience (RFC 8707): one of the settings', or the admin API's.
    #[serde(default)]
    pub resource: Option<String>,
}

impl fmt::Debug for TokenRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "TokenRequest({:?}, scope {:?}, resource {:?})",
            self.client_id, self.scope, self.resource
        )
    }
}

/// A token (RFC 6749 section 5.1).
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct TokenResponse {
    /// The token; the client does not look into it.
    pub access_token: String,
    /// Always `Bearer`.
    pub token_type: &'static str,
    /// In how many seconds it expires.
    pub expires_in: u64,
    /// The granted scope, when one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// For the host to add up; no answer carries it.
    #[serde(skip)]
    pub usage: Option<Usage>,
}

impl fmt::Debug for TokenResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "TokenResponse(…, expires in {}, scope {:?})", self.expires_in, self.scope)
    }
}

/// Why there is no token: the codes of RFC 6749 section 5.2 and RFC 8707 section 2, and one for a service that cannot answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenErrorCode {
    /// The request is malformed.
    InvalidRequest,
    /// Unknown client, wrong, ended or revoked secret: one answer for all.
    InvalidClient,
    /// The client proved itself, and its account has stopped working.
    UnauthorizedClient,
    /// Another grant than `client_credentials`.
    UnsupportedGrantType,
    /// The scope means nothing, or nothing of it is held.
    InvalidScope,
    /// The resource is no audience of this issuer.
    InvalidTarget,
    /// The service cannot answer now.
    TemporarilyUnavailable,
}

impl TokenErrorCode {
    /// The code as it stands in answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::InvalidScope => "invalid_scope",
            Self::InvalidTarget => "invalid_target",
            Self::TemporarilyUnavailable => "temporarily_unavailable",
        }
    }

    /// The HTTP status that goes with it.
    pub fn status(self) -> u16 {
        match self {
            Self::InvalidClient => 401,
            Self::TemporarilyUnavailable => 503,
            _ => 400,
        }
    }
}

/// A refused token request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TokenError {
    /// The code.
    pub error: TokenErrorCode,
    /// What was wrong, in the characters that RFC 6749 section 5.2 allows.
    #[serde(rename = "error_description")]
    pub description: String,
    /// For the operator's log; no answer carries it.
    #[serde(skip)]
    pub diagnostic: Option<String>,
    /// Of an account that is there, for the host to add up; no answer carries it.
    #[serde(skip)]
    pub usage: Option<Usage>,
}

impl TokenError {
    pub(crate) fn new(error: TokenErrorCode, description: impl Into<String>) -> Self {
        Self { error, description: description.into(), diagnostic: None, usage: None }
    }

    pub(crate) fn invalid_client() -> Self {
        Self::new(TokenErrorCode::InvalidClient, "the client is unknown or its credentials are not valid")
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.error.as_str(), self.description)
    }
}

impl std::error::Error for TokenError {}

/// A store or provider that fails never grants.
impl From<Error> for TokenError {
    fn from(error: Error) -> Self {
        let description = "the service cannot answer at the moment; try again";
        Self {
            diagnostic: error.diagnostic,
            ..Self::new(TokenErrorCode::TemporarilyUnavailable, description)
        }
    }
}

pub(crate) async fn request_token(
    context: &mut Context,
    request: TokenRequest,
) -> Result<TokenResponse, TokenError> {
    let TokenRequest { client_id, client_secret, scope, resource } = request;
    let proof = ClientProof::Secret { client_id, client_secret };
    grant(context, &proof, scope, resource).await
}

/// A token for a client, however it proves itself.
pub(crate) async fn grant(
    context: &mut Context,
    proof: &ClientProof,
    scope: Option<String>,
    resource: Option<String>,
) -> Result<TokenResponse, TokenError> {
    let scope = scope.as_deref().map(|text| Scope::asked(text, &context.settings.catalogue));
    let projects: Vec<ProjectId> = scope.iter().flatten().flat_map(Scope::projects).cloned().collect();
    let Proven { reading, account, cred } = prove(context, proof, projects).await?;
    let (client_id, now) = (account.client_id.clone(), context.now);
    match issue(context, resource, scope, &reading, account, cred.clone()).await {
        Ok(token) => Ok(TokenResponse { usage: Some(Usage::token(client_id, cred, now)), ..token }),
        // Not the account was refused, but the service failed.
        Err(error) if error.error == TokenErrorCode::TemporarilyUnavailable => Err(error),
        Err(error) => Err(TokenError { usage: Some(Usage::refusal(client_id, now)), ..error }),
    }
}

/// How a client proves who it is.
pub(crate) enum ClientProof {
    /// By a secret (RFC 6749 section 2.3.1).
    Secret { client_id: String, client_secret: Zeroizing<String> },
    /// By an assertion (RFC 7523 section 2.2); the id, when it is sent as well, has to be the assertion's.
    Assertion { client_id: Option<String>, assertion: Zeroizing<String> },
}

/// An account that proved itself, and what was read with it: the key ring and what it holds in projects.
pub(crate) struct Proven {
    pub(crate) reading: Reading,
    pub(crate) account: AccountRecord,
    pub(crate) cred: CredentialId,
}

/// The account that proved itself, whether it works or not.
pub(crate) async fn prove(
    context: &Context,
    proof: &ClientProof,
    projects: Vec<ProjectId>,
) -> Result<Proven, TokenError> {
    match proof {
        ClientProof::Secret { client_id, client_secret } => {
            let (client_id, presented) =
                formed(context, client_id, client_secret).ok_or_else(TokenError::invalid_client)?;
            let reading = read(context, &client_id, &projects).await?;
            let (account, secret) = authenticate(&reading, &client_id, &presented, context)?;
            Ok(Proven { reading, account, cred: CredentialId::Secret(secret) })
        }
        ClientProof::Assertion { client_id, assertion } => {
            let assertion = Assertion::parse(context, assertion)?;
            let named = assertion.client_id().clone();
            if client_id.as_ref().is_some_and(|client_id| client_id != named.as_str()) {
                return Err(TokenError::invalid_client());
            }
            let reading = read(context, &named, &projects).await?;
            let stored: Option<Stored<AccountRecord>> = reading.record(&record::account(&named))?;
            let stored = stored.filter(|stored| stored.record.deleted_at.is_none());
            let signer = assertion.signer(context, stored.as_ref().map(|stored| &stored.record)).await?;
            let kid = signer.map(|key| key.kid.clone());
            let (Some(Stored { record: account, version }), Some(kid)) = (stored, kid) else {
                return Err(TokenError::invalid_client());
            };
            assertion.use_up(context, version).await?;
            Ok(Proven { reading, account, cred: CredentialId::Key(kid) })
        }
    }
}

/// The key ring, the account and what it holds in projects, in one get.
async fn read(context: &Context, client_id: &ClientId, projects: &[ProjectId]) -> Result<Reading, Error> {
    let in_project = |project: &ProjectId| record::account_project(client_id, project);
    let keys = [record::key_ring(), record::account(client_id)];
    context.read(keys.into_iter().chain(projects.iter().map(in_project)).collect()).await
}

/// Refuses an account that does not work, and says why: it has proved itself.
pub(crate) fn require_functional(account: &AccountRecord, now: Timestamp) -> Result<(), TokenError> {
    let stopped = match account.state(now) {
        AccountState::Disabled => "the account is disabled; an administrator has to enable it".to_owned(),
        AccountState::Expired => "the account has expired; an administrator has to extend it".to_owned(),
        AccountState::Broken => {
            let problems = account.contact.problems(&account.company);
            let reasons = problems.iter().map(|problem| problem.as_str()).collect::<Vec<_>>().join(", ");
            format!("the account is not functional ({reasons}); an administrator has to repair its contact")
        }
        AccountState::Functional => return Ok(()),
    };
    Err(TokenError::new(TokenErrorCode::UnauthorizedClient, stopped))
}

/// A token for an account that proved itself.
async fn issue(
    context: &mut Context,
    resource: Option<String>,
    scope: Option<Option<Scope>>,
    reading: &Reading,
    account: AccountRecord,
    cred: CredentialId,
) -> Result<TokenResponse, TokenError> {
    require_functional(&account, context.now)?;
    let scope = scope
        .map(|scope| granted(scope, &account, reading, &context.settings.catalogue))
        .transpose()?
        .map(|scope| scope.to_text());
    let audience = audience(context, resource)?;
    let ring: Option<Stored<Ring>> = reading.record(&record::key_ring())?;
    let (_, key) = key_ring::ready(context, ring).await?;
    // No token outlives its account.
    let left = account.details.expires_at.map(|end| end.seconds().saturating_sub(context.now.seconds()));
    let policy = &context.settings.policy;
    let own = account.details.token_seconds.unwrap_or(policy.token_seconds);
    let longest = own.min(policy.longest_token_seconds());
    let lifetime = left.map_or(longest, |left| left.min(longest));
    let claims = Claims {
        iss: context.settings.issuer.clone(),
        aud: Audience::One(audience),
        sub: account.client_id.clone(),
        client_id: account.client_id,
        iat: context.now.seconds(),
        exp: context.now.after(lifetime).seconds(),
        jti: TokenId::generate(&mut context.random),
        scope: scope.clone(),
        company: account.company,
        epoch: account.epoch,
        cred,
    };
    let access_token = token::sign(context, key, &claims).await?;
    Ok(TokenResponse { access_token, token_type: "Bearer", expires_in: lifetime, scope, usage: None })
}

/// The id and secret, if both are of our form and of one company.
fn formed(context: &Context, client_id: &str, client_secret: &str) -> Option<(ClientId, PresentedSecret)> {
    let client_id = ClientId::parse(client_id)?;
    let presented = PresentedSecret::parse(&context.settings.policy.secret_prefix, client_secret)?;
    (client_id.segment().as_str() == presented.segment).then_some((client_id, presented))
}

/// The account whose live secret was presented. One record decoded and one hash, whatever is stored.
fn authenticate(
    reading: &Reading,
    client_id: &ClientId,
    presented: &PresentedSecret,
    context: &Context,
) -> Result<(AccountRecord, SecretId), TokenError> {
    let stored: Option<Stored<AccountRecord>> = reading.record(&record::account(client_id))?;
    let known = stored.is_some();
    let account = match stored {
        Some(stored) => stored.record,
        None => record::decode(&record::account(client_id), DUMMY_RECORD.as_bytes())?,
    };
    let secret = account.secret(&presented.id);
    let matches = secret::matches(presented, secret);
    let live = secret.is_some_and(|secret| secret.life.is_live(context.now));
    let cred = presented.id.clone();
    let present = known && account.deleted_at.is_none();
    if !(matches && live && present) {
        let usage = present.then(|| Usage::refusal(client_id.clone(), context.now));
        return Err(TokenError { usage, ..TokenError::invalid_client() });
    }
    Ok((account, cred))
}

/// What is left of the scope that was asked for.
fn granted(
    scope: Option<Scope>,
    account: &AccountRecord,
    reading: &Reading,
    catalogue: &Catalogue,
) -> Result<Scope, TokenError> {
    let refused = |description: &str| TokenError::new(TokenErrorCode::InvalidScope, description);
    let scope = scope.ok_or_else(|| {
        refused("a scope is made of tool:level, tool.action and project=id, with tools, levels and actions of the catalogue")
    })?;
    let mut highest = account.highest_levels();
    if scope.projects().next().is_some() {
        highest = account.levels.clone();
        for project in scope.projects() {
            let stored =
                reading.record::<ProjectRecord>(&record::account_project(&account.client_id, project))?;
            stored.iter().for_each(|stored| highest.add(&stored.record.levels));
        }
    }
    scope
        .granted(&highest, catalogue)
        .ok_or_else(|| refused("the account holds nothing of the scope that was asked for"))
}

fn audience(context: &Context, resource: Option<String>) -> Result<String, TokenError> {
    let settings = &context.settings;
    let known =
        |audience: &String| settings.audiences.contains(audience) || *audience == settings.admin_audience();
    resource.or_else(|| settings.audiences.first().cloned()).filter(known).ok_or_else(|| {
        TokenError::new(TokenErrorCode::InvalidTarget, "the resource is no audience of this issuer")
    })
}
