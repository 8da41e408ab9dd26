//! Tokens: requests and needs out, tokens, refusals and public keys in.

use super::{action_id, client_id, company_id, project_id, tool_id, usage};
use crate::bindings::service_accounts as wit;
use badgehouse::authorize::{Authorized, NeedInput, Presented, TokensOf};
use badgehouse::dpop::DpopInput;
use badgehouse::error::Error;
use badgehouse::grant::{self, TokenError, TokenErrorCode, TokenResponse};
use badgehouse::identifier::TokenId;
use badgehouse::introspection::{ActiveToken, Audience, Confirmation, IntrospectionRequest};
use badgehouse::key_ring::PublishedJwk;
use badgehouse::revocation::RevocationRequest;
use badgehouse::timestamp::Timestamp;
use zeroize::Zeroize;

/// A token request in the words of the contract. The secret is wiped when it is dropped.
pub(crate) struct TokenRequest(wit::TokenRequest);

impl TokenRequest {
    pub(crate) fn of(mut request: grant::TokenRequest) -> Self {
        Self(wit::TokenRequest {
            client_id: request.client_id,
            client_secret: std::mem::take(&mut *request.client_secret),
            scope: request.scope,
            resources: request.resource,
            dpop: request.dpop,
        })
    }

    pub(crate) fn words(&self) -> &wit::TokenRequest {
        &self.0
    }
}

impl Drop for TokenRequest {
    fn drop(&mut self) {
        self.0.client_secret.zeroize();
    }
}

/// A token that a client hands in, in the words of the contract. It and the secret are wiped when it is dropped.
pub(crate) struct PresentedToken(wit::PresentedToken);

impl PresentedToken {
    pub(crate) fn words(&self) -> &wit::PresentedToken {
        &self.0
    }
}

impl From<RevocationRequest> for PresentedToken {
    fn from(mut request: RevocationRequest) -> Self {
        let [client_secret, token] =
            [&mut request.client_secret, &mut request.token].map(|text| std::mem::take(&mut **text));
        Self(wit::PresentedToken { client_id: request.client_id, client_secret, token })
    }
}

impl From<IntrospectionRequest> for PresentedToken {
    fn from(mut request: IntrospectionRequest) -> Self {
        let [client_secret, token] =
            [&mut request.client_secret, &mut request.token].map(|text| std::mem::take(&mut **text));
        Self(wit::PresentedToken { client_id: request.client_id, client_secret, token })
    }
}

impl Drop for PresentedToken {
    fn drop(&mut self) {
        self.0.client_secret.zeroize();
        self.0.token.zeroize();
    }
}

impl From<wit::TokenResponse> for TokenResponse {
    fn from(response: wit::TokenResponse) -> Self {
        Self {
            access_token: response.access_token,
            token_type: if response.bound { "DPoP" } else { "Bearer" },
            expires_in: response.expires_in,
            scope: response.scope,
            created_at: response.created_at,
            dpop_nonce: response.dpop_nonce,
            usage: usage(response.usage),
        }
    }
}

impl From<wit::TokenError> for TokenError {
    fn from(error: wit::TokenError) -> Self {
        Self {
            error: error.code.into(),
            description: error.description,
            retry_after: error.retry_after,
            dpop_nonce: error.dpop_nonce,
            diagnostic: error.diagnostic,
            usage: usage(error.usage),
        }
    }
}

impl From<wit::TokenErrorCode> for TokenErrorCode {
    fn from(code: wit::TokenErrorCode) -> Self {
        match code {
            wit::TokenErrorCode::InvalidRequest => Self::InvalidRequest,
            wit::TokenErrorCode::InvalidClient => Self::InvalidClient,
            wit::TokenErrorCode::InvalidGrant => Self::InvalidGrant,
            wit::TokenErrorCode::InvalidDpopProof => Self::InvalidDpopProof,
            wit::TokenErrorCode::UseDpopNonce => Self::UseDpopNonce,
            wit::TokenErrorCode::UnauthorizedClient => Self::UnauthorizedClient,
            wit::TokenErrorCode::UnsupportedGrantType => Self::UnsupportedGrantType,
            wit::TokenErrorCode::InvalidScope => Self::InvalidScope,
            wit::TokenErrorCode::InvalidTarget => Self::InvalidTarget,
            wit::TokenErrorCode::TemporarilyUnavailable => Self::TemporarilyUnavailable,
        }
    }
}

impl From<Presented> for wit::Presented {
    fn from(presented: Presented) -> Self {
        let dpop = |dpop: DpopInput| wit::DpopProof { proof: dpop.proof, method: dpop.method, url: dpop.url };
        Self { authorization: presented.authorization, dpop: presented.dpop.map(dpop) }
    }
}

impl From<NeedInput> for wit::Need {
    fn from(need: NeedInput) -> Self {
        Self {
            company: need.company,
            audience: need.audience,
            tool: need.tool,
            level: need.level.map(Into::into),
            action: need.action,
            project: need.project,
        }
    }
}

impl From<TokensOf> for wit::TokensOf {
    fn from(of: TokensOf) -> Self {
        match of {
            TokensOf::Company(company) => Self::Company(company),
            TokensOf::AnyCompany => Self::AnyCompany,
        }
    }
}

impl TryFrom<wit::Authorized> for Authorized {
    type Error = Error;

    fn try_from(authorized: wit::Authorized) -> Result<Self, Error> {
        Ok(Self {
            client_id: client_id(authorized.client_id)?,
            company: company_id(authorized.company)?,
            tool: tool_id(authorized.tool)?,
            level: authorized.level.into(),
            action: authorized.action.map(action_id).transpose()?,
            project: authorized.project.map(project_id).transpose()?,
            expires_at: Timestamp::from_seconds(authorized.expires_at),
        })
    }
}

impl TryFrom<wit::ActiveToken> for ActiveToken {
    type Error = Error;

    fn try_from(token: wit::ActiveToken) -> Result<Self, Error> {
        let client_id = client_id(token.client_id)?;
        let jti = TokenId::parse(token.jti).map_err(|_| Error::broken("the component answers no jti"))?;
        let mut aud = token.aud;
        Ok(Self {
            iss: token.iss,
            aud: if aud.len() == 1 { Audience::One(aud.remove(0)) } else { Audience::Several(aud) },
            sub: client_id.clone(),
            client_id,
            exp: token.exp,
            iat: token.iat,
            jti,
            scope: token.scope,
            token_type: if token.jkt.is_some() { "DPoP" } else { "Bearer" },
            company: company_id(token.company)?,
            cnf: token.jkt.map(|jkt| Confirmation { jkt }),
        })
    }
}

impl From<wit::PublishedJwk> for PublishedJwk {
    fn from(key: wit::PublishedJwk) -> Self {
        let algorithm: badgehouse::crypto::Algorithm = key.alg.into();
        Self { jwk: key.jwk.into(), kid: key.kid, alg: algorithm.name(), usage: "sig" }
    }
}
