//! Introspection (RFC 7662): whether a token is good now, for a resource server that cannot ask in its own process.
//!
//! The caller is an account. One that the platform has made a resource server sees the tokens for its audiences, of every company; any other sees its own
//! company's.

use super::authentication::{self, ClientProof};
use super::error::TokenError;
use super::grant;
use super::throttle::Budget;
use super::token::{self, ActiveToken, UnverifiedToken};
use crate::core::Context;
use crate::model::account::AccountRecord;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// A token to be looked at.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IntrospectionRequest {
    /// The client that asks.
    pub client_id: String,
    /// Its secret.
    pub client_secret: Zeroizing<String>,
    /// The token (RFC 7662 section 2.1).
    pub token: Zeroizing<String>,
}

/// What a token is (RFC 7662 section 2.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Introspection {
    /// Whether it was issued here, is good now, and may be used by the asking.
    pub active: bool,
    /// What it says; absent when it is not active.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub token: Option<ActiveToken>,
}

pub(crate) async fn introspect(
    context: &mut Context,
    proof: &ClientProof,
    token: &str,
    budget: Budget,
) -> Result<Introspection, TokenError> {
    let inactive = Introspection { active: false, token: None };
    let proven = authentication::prove(context, proof, Vec::new(), budget).await?;
    grant::require_functional(&proven.account, context.now)?;
    let Ok(token) = UnverifiedToken::parse(token) else { return Ok(inactive) };
    if !sees(&proven.account, &token) {
        return Ok(inactive);
    }
    match token::read_and_verify(context, &token, None).await {
        Ok(_) => Ok(Introspection { active: true, token: Some(token.active()) }),
        Err(error) if error.code == crate::value::error::Code::InvalidToken => Ok(inactive),
        Err(error) => Err(error.into()),
    }
}

/// Whether the caller may know of the token.
fn sees(caller: &AccountRecord, token: &UnverifiedToken) -> bool {
    match &caller.resource_server {
        Some(audiences) => audiences.iter().any(|audience| token.is_for(audience)),
        None => caller.company == *token.company(),
    }
}
