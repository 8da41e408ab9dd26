//! The grant: client credentials for an access token (RFC 6749 section 4.4).

use super::authentication::{ClientProof, Proven, prove};
use super::claim::{Audience, Confirmation};
use super::dpop::{self, DpopInput};
use super::error::{TokenError, TokenErrorCode};
use super::key_ring::{self, Ring};
use super::scope::Scope;
use super::throttle::Budget;
use super::token::{self, Claims};
use crate::core::Context;
use crate::model::account::AccountRecord;
use crate::model::account::details::AuthMethod;
use crate::model::account::state::AccountState;
use crate::model::catalogue::Catalogue;
use crate::model::levels::ProjectRecord;
use crate::model::record::{self, Reading, Stored};
use crate::model::usage::Usage;
use crate::value::address::same_address;
use crate::value::identifier::{ProjectId, TokenId};
use crate::value::input;
use crate::value::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use zeroize::Zeroizing;

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
    /// The audiences (RFC 8707 section 2): some of the settings', or the admin API's alone; none for the first of the settings. One may stand
    /// there without a list.
    #[serde(default, deserialize_with = "input::one_or_many")]
    pub resource: Vec<String>,
    /// The DPoP proof that comes with the request (RFC 9449 section 5), for a token that is bound to its key.
    #[serde(default)]
    pub dpop: Option<String>,
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
    /// `Bearer`, or `DPoP` for a token that is bound to a key (RFC 9449 section 5).
    pub token_type: &'static str,
    /// In how many seconds it expires.
    pub expires_in: u64,
    /// The granted scope, when one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// In the lenient mode, when it was issued, in Unix seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<u64>,
    /// The nonce for the next DPoP proof, when proofs need one; it goes into a header (RFC 9449 section 8.2).
    #[serde(skip)]
    pub dpop_nonce: Option<String>,
    /// For the host to add up; no answer carries it.
    #[serde(skip)]
    pub usage: Option<Usage>,
}

impl fmt::Debug for TokenResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "TokenResponse(…, expires in {}, scope {:?})", self.expires_in, self.scope)
    }
}

pub(crate) async fn request_token(
    context: &mut Context,
    request: TokenRequest,
) -> Result<TokenResponse, TokenError> {
    let TokenRequest { client_id, client_secret, scope, resource, dpop } = request;
    let ways = &[AuthMethod::ClientSecretBasic, AuthMethod::ClientSecretPost];
    let proof = ClientProof::Secret { client_id, client_secret, ways };
    grant(context, &proof, Wish { scope, resource, dpop }, Budget::Left).await
}

/// What a client wants of its token.
pub(crate) struct Wish {
    pub(crate) scope: Option<String>,
    pub(crate) resource: Vec<String>,
    pub(crate) dpop: Option<String>,
}

/// A token for a client, however it proves itself.
pub(crate) async fn grant(
    context: &mut Context,
    proof: &ClientProof,
    wish: Wish,
    budget: Budget,
) -> Result<TokenResponse, TokenError> {
    let scope = wish.scope.as_deref().map(|text| Scope::asked(text, &context.settings.catalogue));
    let projects: Vec<ProjectId> = scope.iter().flatten().flat_map(Scope::projects).cloned().collect();
    let dpop = wish.dpop.map(|proof| dpop_proof(context, proof)).transpose()?;
    let proven = prove(context, proof, projects, budget).await?;
    let (client_id, cred, now) = (proven.account.client_id.clone(), proven.cred.clone(), context.now);
    match issue(context, proof, wish.resource, scope, proven, dpop).await {
        Ok(token) => Ok(TokenResponse { usage: Some(Usage::token(client_id, cred, now)), ..token }),
        // Not the account was refused, but the service failed.
        Err(error) if error.error == TokenErrorCode::TemporarilyUnavailable => Err(error),
        Err(error) => Err(TokenError { usage: Some(Usage::refusal(client_id, now)), ..error }),
    }
}

/// The proof of a token request, its signature not checked yet.
fn dpop_proof(context: &Context, proof: String) -> Result<dpop::Proof, TokenError> {
    let url = format!("{}/oauth/token", context.settings.issuer);
    let input = DpopInput { proof, method: "POST".into(), url };
    dpop::Proof::parse(context, &input, None).map_err(|refusal| match refusal {
        dpop::Refusal::Invalid(why) => TokenError::new(TokenErrorCode::InvalidDpopProof, why),
        dpop::Refusal::Nonce(nonce) => {
            let description = "the DPoP proof needs the nonce of this response";
            let error = TokenError::new(TokenErrorCode::UseDpopNonce, description);
            TokenError { dpop_nonce: Some(nonce), ..error }
        }
        dpop::Refusal::Failed(error) => error.into(),
    })
}

/// The key that the token will be bound to, once the proof was found to be signed by it and was never used before.
async fn binding(
    context: &mut Context,
    client: &ClientProof,
    proven: &mut Proven,
    proof: Option<dpop::Proof>,
) -> Result<Option<String>, TokenError> {
    let refused = |why: &str| TokenError::new(TokenErrorCode::InvalidDpopProof, why);
    let Some(proof) = proof else {
        if proven.account.details.dpop_bound_access_tokens {
            return Err(refused("the account's tokens are bound to a key: send a DPoP proof"));
        }
        return Ok(None);
    };
    if !proof.is_fresh(context.now) {
        return Err(refused(dpop::NOT_FRESH));
    }
    if !proof.is_signed(context).await? {
        return Err(refused("the DPoP proof was not signed by its key"));
    }
    let once = proof.once(&proven.account.client_id);
    if !proven.use_up(context, client, &once).await? {
        return Err(refused("the DPoP proof was used before; make a new one"));
    }
    Ok(Some(proof.thumbprint()))
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
    proof: &ClientProof,
    resource: Vec<String>,
    scope: Option<Option<Scope>>,
    mut proven: Proven,
    dpop: Option<dpop::Proof>,
) -> Result<TokenResponse, TokenError> {
    may(context, &proven, scope.as_ref())?;
    let aud = audience(context, resource)?;
    let bound = binding(context, proof, &mut proven, dpop).await?;
    // The account may have been looked at again.
    let scope = may(context, &proven, scope.as_ref())?;
    let Proven { reading, account, cred, .. } = proven;
    let ring: Option<Stored<Ring>> = reading.record(&record::key_ring())?;
    let (_, key) = key_ring::ready(context, ring).await?;
    // No token outlives its account.
    let left = account.details.expires_at.map(|end| end.seconds().saturating_sub(context.now.seconds()));
    let policy = &context.settings.policy;
    let longest = account.details.token_seconds(policy);
    let lifetime = left.map_or(longest, |left| left.min(longest));
    let claims = Claims {
        iss: context.settings.issuer.clone(),
        aud,
        sub: account.client_id.clone(),
        client_id: account.client_id,
        iat: context.now.seconds(),
        exp: context.now.after(lifetime).seconds(),
        jti: TokenId::generate(&mut context.random),
        scope: scope.clone(),
        company: account.company,
        epoch: account.epoch,
        cred,
        cnf: bound.map(|jkt| Confirmation { jkt }),
    };
    let access_token = token::sign(context, key, &claims).await?;
    let wants_nonces = claims.cnf.is_some() && context.settings.policy.dpop_nonces;
    let dpop_nonce = wants_nonces.then(|| dpop::nonce(context)).transpose()?;
    Ok(TokenResponse {
        access_token,
        token_type: claims.token_type(),
        expires_in: lifetime,
        scope,
        created_at: context.settings.policy.lenient_token_endpoint.then(|| context.now.seconds()),
        dpop_nonce,
        usage: None,
    })
}

/// Refuses an account that gets no token, or not with the scope that was asked for; what is left of the scope.
fn may(
    context: &Context,
    proven: &Proven,
    scope: Option<&Option<Scope>>,
) -> Result<Option<String>, TokenError> {
    let Proven { account, reading, .. } = proven;
    require_functional(account, context.now)?;
    let granted = |scope: &Option<Scope>| {
        let scope = granted(scope.as_ref(), account, reading, &context.settings.catalogue)?;
        Ok(scope.to_text())
    };
    scope.map(granted).transpose()
}

/// What is left of the scope that was asked for.
fn granted(
    scope: Option<&Scope>,
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

/// What the token is for (RFC 8707 section 2). The admin API stands alone, so that no API that receives a token can administer with it.
/// However a client writes an address, what stands in the token is the one of the settings.
fn audience(context: &Context, resource: Vec<String>) -> Result<Audience, TokenError> {
    let settings = &context.settings;
    let refused = |description: &str| TokenError::new(TokenErrorCode::InvalidTarget, description);
    let admin = settings.admin_audience();
    let known = |meant: &String| {
        let admin = || Some(&admin).filter(|admin| same_address(admin, meant));
        settings.audience(meant).or_else(admin).cloned()
    };
    let unknown = || refused("the resource is no audience of this issuer");
    let mut audiences: Vec<String> = Vec::new();
    for resource in &resource {
        let audience = known(resource).ok_or_else(unknown)?;
        if !audiences.contains(&audience) {
            audiences.push(audience);
        }
    }
    if audiences.is_empty() {
        audiences.extend(settings.audiences.first().cloned());
    }
    if audiences.len() > 1 && audiences.contains(&admin) {
        return Err(refused("a token for the admin API is for nothing else"));
    }
    Ok(Audience::of(audiences))
}
