//! Tokens: requests and needs in, tokens, refusals and public keys out.

use crate::bindings::service_accounts as wit;
use badgehouse::authorize::{Authorized, NeedInput, Presented, TokensOf};
use badgehouse::dpop::DpopInput;
use badgehouse::grant::{TokenError, TokenErrorCode, TokenRequest, TokenResponse};
use badgehouse::introspection::{ActiveToken, Audience, IntrospectionRequest};
use badgehouse::key_ring::PublishedJwk;
use badgehouse::revocation::RevocationRequest;
use zeroize::Zeroizing;

impl From<wit::TokenRequest> for TokenRequest {
    fn from(request: wit::TokenRequest) -> Self {
        Self {
            client_id: request.client_id,
            client_secret: Zeroizing::new(request.client_secret),
            scope: request.scope,
            resource: request.resources,
            dpop: request.dpop,
        }
    }
}

impl From<wit::PresentedToken> for IntrospectionRequest {
    fn from(request: wit::PresentedToken) -> Self {
        let [client_secret, token] = [request.client_secret, request.token].map(Zeroizing::new);
        Self { client_id: request.client_id, client_secret, token }
    }
}

impl From<wit::PresentedToken> for RevocationRequest {
    fn from(request: wit::PresentedToken) -> Self {
        let [client_secret, token] = [request.client_secret, request.token].map(Zeroizing::new);
        Self { client_id: request.client_id, client_secret, token }
    }
}

impl From<TokenResponse> for wit::TokenResponse {
    fn from(response: TokenResponse) -> Self {
        Self {
            bound: response.token_type == "DPoP",
            access_token: response.access_token,
            expires_in: response.expires_in,
            scope: response.scope,
            created_at: response.created_at,
            dpop_nonce: response.dpop_nonce,
            usage: response.usage.map(Into::into),
        }
    }
}

impl From<TokenError> for wit::TokenError {
    fn from(error: TokenError) -> Self {
        Self {
            code: error.error.into(),
            description: error.description,
            retry_after: error.retry_after,
            dpop_nonce: error.dpop_nonce,
            diagnostic: error.diagnostic,
            usage: error.usage.map(Into::into),
        }
    }
}

impl From<TokenErrorCode> for wit::TokenErrorCode {
    fn from(code: TokenErrorCode) -> Self {
        match code {
            TokenErrorCode::InvalidRequest => Self::InvalidRequest,
            TokenErrorCode::InvalidClient => Self::InvalidClient,
            TokenErrorCode::InvalidGrant => Self::InvalidGrant,
            TokenErrorCode::InvalidDpopProof => Self::InvalidDpopProof,
            TokenErrorCode::UseDpopNonce => Self::UseDpopNonce,
            TokenErrorCode::UnauthorizedClient => Self::UnauthorizedClient,
            TokenErrorCode::UnsupportedGrantType => Self::UnsupportedGrantType,
            TokenErrorCode::InvalidScope => Self::InvalidScope,
            TokenErrorCode::InvalidTarget => Self::InvalidTarget,
            TokenErrorCode::TemporarilyUnavailable => Self::TemporarilyUnavailable,
            // Each code of this release has an arm of its own: the test of the codes says so.
            _ => Self::TemporarilyUnavailable,
        }
    }
}

impl From<wit::Presented> for Presented {
    fn from(presented: wit::Presented) -> Self {
        let dpop = |dpop: wit::DpopProof| DpopInput { proof: dpop.proof, method: dpop.method, url: dpop.url };
        Self { authorization: presented.authorization, dpop: presented.dpop.map(dpop) }
    }
}

impl From<wit::Need> for NeedInput {
    fn from(need: wit::Need) -> Self {
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

impl From<wit::TokensOf> for TokensOf {
    fn from(of: wit::TokensOf) -> Self {
        match of {
            wit::TokensOf::Company(company) => Self::Company(company),
            wit::TokensOf::AnyCompany => Self::AnyCompany,
        }
    }
}

impl From<Authorized> for wit::Authorized {
    fn from(authorized: Authorized) -> Self {
        Self {
            client_id: authorized.client_id.to_string(),
            company: authorized.company.to_string(),
            tool: authorized.tool.to_string(),
            level: authorized.level.into(),
            action: authorized.action.map(|action| action.to_string()),
            project: authorized.project.map(|project| project.to_string()),
            expires_at: authorized.expires_at.seconds(),
        }
    }
}

impl From<ActiveToken> for wit::ActiveToken {
    fn from(token: ActiveToken) -> Self {
        Self {
            iss: token.iss,
            aud: match token.aud {
                Audience::One(one) => vec![one],
                Audience::Several(several) => several,
            },
            client_id: token.client_id.to_string(),
            company: token.company.to_string(),
            exp: token.exp,
            iat: token.iat,
            jti: token.jti.to_string(),
            scope: token.scope,
            jkt: token.cnf.map(|cnf| cnf.jkt),
        }
    }
}

impl From<PublishedJwk> for wit::PublishedJwk {
    fn from(key: PublishedJwk) -> Self {
        Self { alg: key.jwk.algorithm().into(), jwk: key.jwk.into(), kid: key.kid }
    }
}
