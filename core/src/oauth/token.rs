//! Access tokens: JWTs of the profile of RFC 9068, signed by the ring's active key.

use super::claim::{Audience, Confirmation, LEEWAY_SECONDS};
use super::dpop::{NOT_FRESH, Proof};
use super::jws::Jws;
use super::key_ring::Ring;
use super::scope::Scope;
use crate::core::Context;
use crate::model::account::AccountRecord;
use crate::model::company;
use crate::model::record::{self, Reading, Stored};
use crate::model::settings::LONGEST_TOKEN_SECONDS;
use crate::port::crypto::SigningKey;
use crate::port::store::Key;
use crate::value::address::same_address;
use crate::value::error::{Code, Error};
use crate::value::identifier::{ClientId, CompanyId, CredentialId, TokenId};
use base64ct::{Base64UrlUnpadded, Encoding};
use serde::{Deserialize, Serialize};

/// The media type of the header, without its `application/` (RFC 9068 section 2.1).
const TYPE: &str = "at+jwt";

/// The claims of an access token (RFC 9068 section 2.2), and ours.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename = "Claims…")]
pub(crate) struct Claims {
    pub(crate) iss: String,
    pub(crate) aud: Audience,
    pub(crate) sub: ClientId,
    pub(crate) client_id: ClientId,
    pub(crate) iat: u64,
    pub(crate) exp: u64,
    pub(crate) jti: TokenId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) scope: Option<String>,
    pub(crate) company: CompanyId,
    /// The account's epoch: raised, all earlier tokens are void.
    pub(crate) epoch: u64,
    /// The credential the token was fetched with: revoked, its tokens are void.
    pub(crate) cred: CredentialId,
    /// The key that the token is bound to (RFC 9449 section 6.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cnf: Option<Confirmation>,
}

impl Claims {
    /// How the token is presented (RFC 6749 section 7.1, RFC 9449 section 5).
    pub(crate) fn token_type(&self) -> &'static str {
        if self.cnf.is_some() { "DPoP" } else { "Bearer" }
    }
}

#[derive(Serialize)]
struct Header {
    typ: &'static str,
    alg: &'static str,
    kid: String,
}

/// The compact JWS of `claims`.
pub(crate) async fn sign(context: &Context, key: SigningKey, claims: &Claims) -> Result<String, Error> {
    let header = Header { typ: TYPE, alg: key.jwk.algorithm().name(), kid: key.jwk.kid() };
    let signing_input = format!("{}.{}", encode(&header)?, encode(claims)?);
    let signature = context.sign(key, signing_input.clone().into_bytes()).await?;
    Ok(format!("{signing_input}.{}", Base64UrlUnpadded::encode_string(&signature)))
}

/// A token that was taken apart, and of which nothing is believed yet.
#[derive(Clone, Debug)]
pub struct UnverifiedToken {
    jws: Jws<Claims>,
    /// What it came with, if it is bound to a key.
    proof: Option<Proof>,
}

impl UnverifiedToken {
    /// The parts of a compact JWS whose header is that of an access token, and whose life is not longer than any policy allows; or an `invalid_token`.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let consistent = |token: &Jws<Claims>| {
            let claims = &token.claims;
            token.typ.as_deref() == Some(TYPE)
                && claims.sub == claims.client_id
                && claims.client_id.segment() == claims.company.segment()
                && claims.exp.saturating_sub(claims.iat) <= LONGEST_TOKEN_SECONDS
        };
        let token = Jws::parse(text).filter(consistent);
        token.map(|jws| Self { jws, proof: None }).ok_or_else(|| invalid("the access token is malformed"))
    }

    /// The token with the proof that came with it, which is one of the key that the token says it is bound to.
    pub(crate) fn proven(self, proof: Proof) -> Result<Self, Error> {
        if self.bound_to() != Some(proof.thumbprint().as_str()) {
            return Err(invalid("the access token is not bound to the key of the DPoP proof"));
        }
        Ok(Self { proof: Some(proof), ..self })
    }

    /// The thumbprint of the key that it says it is bound to.
    pub(crate) fn bound_to(&self) -> Option<&str> {
        self.jws.claims.cnf.as_ref().map(|cnf| cnf.jkt.as_str())
    }

    /// The account it says it is of: where to look, not whom to trust.
    pub(crate) fn client_id(&self) -> &ClientId {
        &self.jws.claims.client_id
    }

    /// Its id, as it says.
    pub(crate) fn jti(&self) -> &TokenId {
        &self.jws.claims.jti
    }

    /// When it expires, as it says, in Unix seconds.
    pub(crate) fn expires_at(&self) -> u64 {
        self.jws.claims.exp
    }

    /// Whether it says it is for that audience, which may have been written otherwise when it was noted down.
    pub(crate) fn is_for(&self, audience: &str) -> bool {
        self.jws.claims.aud.iter().any(|own| same_address(own, audience))
    }

    /// What it says, once it was verified.
    pub(crate) fn active(self) -> ActiveToken {
        let token_type = self.jws.claims.token_type();
        let Claims { iss, aud, sub, client_id, iat, exp, jti, scope, company, cnf, .. } = self.jws.claims;
        ActiveToken { iss, aud, client_id, sub, exp, iat, jti, scope, token_type, company, cnf }
    }

    /// Whether a key of the ring that is still published has signed it, for this issuer.
    pub(crate) async fn is_signed(&self, context: &Context, ring: Option<&Ring>) -> Result<bool, Error> {
        let kid = self.jws.kid.as_deref();
        let Some(jwk) = kid.and_then(|kid| ring?.published(kid, context.clock)).cloned() else {
            return Ok(false);
        };
        Ok(self.jws.is_signed_by(context, &jwk).await? && self.jws.claims.iss == context.settings.issuer)
    }

    /// The company it says it is of.
    pub(crate) fn company(&self) -> &CompanyId {
        &self.jws.claims.company
    }
}

/// What a good token says.
pub(crate) struct Verified {
    pub(crate) account: AccountRecord,
    pub(crate) scope: Scope,
    pub(crate) expires_at: u64,
}

impl Verified {
    /// Whether the token is limited to nothing less than what its account holds.
    pub(crate) fn is_whole(&self) -> bool {
        self.scope == Scope::default()
    }
}

/// What a token is verified against.
pub(crate) fn keys(token: &UnverifiedToken) -> [Key; 4] {
    let client_id = token.client_id();
    let company = record::company(&client_id.segment());
    [record::key_ring(), company, record::account(client_id), record::revoked(client_id, token.jti())]
}

/// Verifies a token against the ring, its company and its account as they were read by [`keys`] (RFC 9068 section 4); without an audience, for whichever it
/// is. Every failure is `invalid_token`.
pub(crate) async fn verify(
    context: &Context,
    token: &UnverifiedToken,
    reading: &Reading,
    audience: Option<&str>,
) -> Result<Verified, Error> {
    let ring: Option<Stored<Ring>> = reading.record(&record::key_ring())?;
    let ring = ring.map(|stored| stored.record);
    let now = context.judged(ring.as_ref().and_then(Ring::time));
    if !token.is_signed(context, ring.as_ref()).await? {
        return Err(invalid(
            "the access token was signed by no key of this issuer, or its signature is wrong",
        ));
    }
    if let Some(proof) = &token.proof
        && !proof.is_signed(context).await?
    {
        return Err(Error::new(Code::InvalidDpopProof, "the DPoP proof was not signed by its key"));
    }
    if token.proof.as_ref().is_some_and(|proof| !proof.is_fresh(now)) {
        return Err(Error::new(Code::InvalidDpopProof, NOT_FRESH));
    }
    let claims = &token.jws.claims;
    if audience.is_some_and(|audience| !claims.aud.contains(audience)) {
        return Err(invalid("the access token is for another audience"));
    }
    if now.seconds() >= claims.exp.saturating_add(LEEWAY_SECONDS)
        || claims.iat > now.seconds().saturating_add(LEEWAY_SECONDS)
    {
        return Err(invalid("the access token has expired or is not valid yet; get a new one"));
    }
    let is_revoked = reading.version(&record::revoked(&claims.client_id, &claims.jti))?.is_some();
    let account: Option<Stored<AccountRecord>> = reading.record(&record::account(&claims.client_id))?;
    let counts = |account: &AccountRecord| {
        !is_revoked
            && account.is_functional(now)
            && account.company == claims.company
            && account.epoch == claims.epoch
            && account.upholds(&claims.cred)
    };
    let stopped = || invalid("the access token was revoked, or its account has stopped working");
    let account = account.map(|stored| stored.record).filter(counts).ok_or_else(stopped)?;
    // Opened only where it decides: what stays of a company that was erased may be under a sealing key that has gone since, and no token of it is good whatever it says.
    if !company::stands(reading, &claims.company)? {
        return Err(stopped());
    }
    if account.details.dpop_bound_access_tokens && claims.cnf.is_none() {
        return Err(invalid(
            "the account's tokens are bound to a key since; get a new one with a DPoP proof",
        ));
    }
    let scope = match &claims.scope {
        None => Scope::default(),
        Some(text) => Scope::parse(text, &context.settings.catalogue)
            .ok_or_else(|| invalid("the scope of the access token means nothing any more; get a new one"))?,
    };
    Ok(Verified { account, scope, expires_at: claims.exp })
}

/// Verifies a token against the ring and its account as they are read now, in one get.
pub(crate) async fn read_and_verify(
    context: &Context,
    token: &UnverifiedToken,
    audience: Option<&str>,
) -> Result<Verified, Error> {
    verify(context, token, &context.read(keys(token).into()).await?, audience).await
}

pub(crate) fn invalid(detail: &str) -> Error {
    Error::new(Code::InvalidToken, detail)
}

fn encode<T: Serialize>(part: &T) -> Result<String, Error> {
    let json = serde_json::to_vec(part).map_err(|_| Error::broken("a token cannot be written"))?;
    Ok(Base64UrlUnpadded::encode_string(&json))
}

/// What a good token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ActiveToken {
    /// The issuer.
    pub iss: String,
    /// The audience.
    pub aud: Audience,
    /// The account it was issued to.
    pub client_id: ClientId,
    /// The same (RFC 9068 section 2.2).
    pub sub: ClientId,
    /// When it expires, in Unix seconds.
    pub exp: u64,
    /// When it was issued, in Unix seconds.
    pub iat: u64,
    /// Its id.
    pub jti: TokenId,
    /// What it is limited to, if it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// `Bearer`, or `DPoP` for a token that is bound to a key (RFC 9449 section 6.2).
    pub token_type: &'static str,
    /// The account's company.
    pub company: CompanyId,
    /// The key that it is bound to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cnf: Option<Confirmation>,
}
