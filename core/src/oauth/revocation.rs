//! Revocation (RFC 7009): a client gives one of its tokens back. It counts from the commit on, wherever the token is looked at on the same store.

use super::authentication::{self, ClientProof};
use super::claim::LEEWAY_SECONDS;
use super::error::{TokenError, TokenErrorCode};
use super::throttle::Budget;
use super::token::UnverifiedToken;
use crate::core::{ATTEMPTS_TO_END, Context};
use crate::model::record::{self, VERSION};
use crate::model::usage::Usage;
use crate::port::store::{Commit, Expect};
use crate::value::error::Error;
use crate::value::identifier::TokenId;
use crate::value::tree::{FromTree, Misfit, Tree};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// A token to be revoked, by the client that it was issued to.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RevocationRequest {
    /// The client.
    pub client_id: String,
    /// Its secret.
    pub client_secret: Zeroizing<String>,
    /// The token (RFC 7009 section 2.1).
    pub token: Zeroizing<String>,
}

/// That a token is good no more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Revoked {
    /// For the host to add up; no answer carries it. Nothing where the token was none of ours, or none any more.
    pub usage: Option<Usage>,
}

/// That a token was revoked. The store may drop it once the token has expired.
#[derive(Serialize)]
pub(crate) struct RevokedRecord {
    v: u8,
    jti: TokenId,
}

impl FromTree for RevokedRecord {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        let record = tree.record()?;
        Ok(Self { v: record.needed("v")?, jti: record.needed("jti")? })
    }
}

/// A token that is none of ours, or none any more, is as good as revoked (RFC 7009 section 2.2).
pub(crate) async fn revoke(
    context: &mut Context,
    proof: &ClientProof,
    token: &str,
    budget: Budget,
) -> Result<Revoked, TokenError> {
    let proven = authentication::prove(context, proof, Vec::new(), budget).await?;
    let Ok(token) = UnverifiedToken::parse(token) else { return Ok(Revoked::default()) };
    let ring = proven.reading.record(&record::key_ring())?;
    if !token.is_signed(context, ring.map(|stored| stored.record).as_ref()).await? {
        return Ok(Revoked::default());
    }
    if *token.client_id() != proven.account.client_id {
        let description = "the token was issued to another client, which alone can revoke it";
        return Err(TokenError::new(TokenErrorCode::UnauthorizedClient, description));
    }
    let end = token.expires_at().saturating_add(LEEWAY_SECONDS);
    // By a clock that is ahead it may only seem to have expired.
    if end <= context.past().seconds() {
        return Ok(Revoked::default());
    }
    put(context, &token, end).await?;
    Ok(Revoked { usage: Some(Usage::revocation(proven.account.client_id, context.now)) })
}

/// Nothing is written for an account that is gone meanwhile, which moves the company's record; the account itself is not held, or whoever changes it would keep its
/// tokens alive.
async fn put(context: &Context, token: &UnverifiedToken, end: u64) -> Result<(), Error> {
    let revoked = RevokedRecord { v: VERSION, jti: token.jti().clone() };
    let account = record::account(token.client_id());
    let company = record::company(&token.client_id().segment());
    for _ in 0..ATTEMPTS_TO_END {
        let reading = context.read(vec![account.clone(), company.clone()]).await?;
        let (Some(_), Some(version)) = (reading.version(&account)?, reading.version(&company)?) else {
            return Ok(());
        };
        let changes = vec![
            record::keep(company.clone(), Expect::Version(version)),
            record::put_until(record::revoked(token.client_id(), token.jti()), Expect::Any, &revoked, end)?,
        ];
        if context.commit(changes).await? == Commit::Committed {
            return Ok(());
        }
    }
    Err(Error::unavailable("the company's accounts changed under every attempt"))
}
