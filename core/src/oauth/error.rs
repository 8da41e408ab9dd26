//! Why there is no token: the refusals of the OAuth endpoints.

use crate::model::usage::Usage;
use crate::value::error::Error;
use serde::Serialize;
use std::fmt;

/// Why there is no token: the codes of RFC 6749 section 5.2, RFC 8707 section 2 and RFC 9449 section 5, and one for a service that cannot answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TokenErrorCode {
    /// The request is malformed.
    InvalidRequest,
    /// Unknown client, wrong, ended or revoked secret: one answer for all.
    InvalidClient,
    /// The JWT of an outside issuer is not one that the account trusts (RFC 7523 section 3.1): one answer for all.
    InvalidGrant,
    /// The client proved itself, and its account has stopped working.
    UnauthorizedClient,
    /// Another grant than those of this service.
    UnsupportedGrantType,
    /// The scope means nothing, or nothing of it is held.
    InvalidScope,
    /// The resource is no audience of this issuer.
    InvalidTarget,
    /// The DPoP proof is none for this request, or the account's tokens need one and it is absent (RFC 9449 section 5).
    InvalidDpopProof,
    /// The DPoP proof needs the nonce that the response carries (RFC 9449 section 8).
    UseDpopNonce,
    /// The service cannot answer now.
    TemporarilyUnavailable,
}

impl TokenErrorCode {
    /// All of this release.
    pub const ALL: [Self; 10] = [
        Self::InvalidRequest,
        Self::InvalidClient,
        Self::InvalidGrant,
        Self::UnauthorizedClient,
        Self::UnsupportedGrantType,
        Self::InvalidScope,
        Self::InvalidTarget,
        Self::InvalidDpopProof,
        Self::UseDpopNonce,
        Self::TemporarilyUnavailable,
    ];

    /// The code as it stands in answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::InvalidScope => "invalid_scope",
            Self::InvalidTarget => "invalid_target",
            Self::InvalidDpopProof => "invalid_dpop_proof",
            Self::UseDpopNonce => "use_dpop_nonce",
            Self::TemporarilyUnavailable => "temporarily_unavailable",
        }
    }

    fn status(self) -> u16 {
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
    /// After too many wrong credentials: in how many seconds to come again. The HTTP status is then 429 (RFC 6585 section 4).
    #[serde(skip)]
    pub retry_after: Option<u64>,
    /// With `use_dpop_nonce`: the nonce, which goes into a header.
    #[serde(skip)]
    pub dpop_nonce: Option<String>,
    /// For the operator's log; no answer carries it.
    #[serde(skip)]
    pub diagnostic: Option<String>,
    /// Of an account that is there, for the host to add up; no answer carries it.
    #[serde(skip)]
    pub usage: Option<Usage>,
}

impl TokenError {
    pub(crate) fn new(error: TokenErrorCode, description: impl Into<String>) -> Self {
        Self {
            error,
            description: description.into(),
            retry_after: None,
            dpop_nonce: None,
            diagnostic: None,
            usage: None,
        }
    }

    pub(crate) fn invalid_grant() -> Self {
        let description = "the assertion is not valid, or not one that the account trusts";
        Self::new(TokenErrorCode::InvalidGrant, description)
    }

    pub(crate) fn invalid_client() -> Self {
        Self::new(TokenErrorCode::InvalidClient, "the client is unknown or its credentials are not valid")
    }
}

impl TokenError {
    /// The HTTP status of the refusal.
    pub fn status(&self) -> u16 {
        if self.retry_after.is_some() { 429 } else { self.error.status() }
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
            diagnostic: error.into_parts().diagnostic,
            ..Self::new(TokenErrorCode::TemporarilyUnavailable, description)
        }
    }
}
