//! DPoP (RFC 9449): a token that is bound to a key of its client's, and the proofs that the client holds it.
//!
//! A proof is good for one method and address, for a short time, and with [`Policy::dpop_nonces`](crate::settings::Policy::dpop_nonces) only with a nonce of ours. A nonce
//! is a MAC over the time under a key that follows from the sealing key, so that nothing is stored and every process knows each other's. The token endpoint
//! takes a proof once; an API's proofs are checked without a write, and live as long as their nonce or their `iat` lets them.

use super::claim::LEEWAY_SECONDS;
use super::jws::Jws;
use super::once::{self, Once};
use crate::core::Context;
use crate::model::public_key::read_jwk;
use crate::model::record;
use crate::port::crypto::CryptoError;
use crate::port::crypto::jwk::PublicJwk;
use crate::port::crypto::mac::{MacUse, mac_of};
use crate::port::crypto::seal::SealingKey;
use crate::value::address::same_place;
use crate::value::error::Error;
use crate::value::identifier::ClientId;
use crate::value::timestamp::{Timestamp, numeric_date};
use base64ct::{Base64UrlUnpadded, Encoding};
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fmt;
use subtle::ConstantTimeEq;

/// What a proof may be signed with.
pub(crate) const ALGORITHMS: [&str; 5] = ["ES256", "EdDSA", "Ed25519", "RS256", "PS256"];
/// The media type of the header (RFC 9449 section 4.2).
const TYPE: &str = "dpop+jwt";
/// For how long a proof is good after its `iat`.
const PROOF_SECONDS: u64 = 300;
/// What is said of a proof that is not fresh.
pub(crate) const NOT_FRESH: &str = "the DPoP proof is too old or from the future; check the clock";
/// A nonce is good in the span in which it was made, and in the next.
const NONCE_SECONDS: u64 = 180;
/// 144 bits, which nobody guesses in so short a time.
const NONCE_LENGTH: usize = 24;

/// A proof as a request to an API carries it.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DpopInput {
    /// The value of the request's one `DPoP` header.
    pub proof: String,
    /// The request's method.
    pub method: String,
    /// The request's address, as the client called it: scheme, host and path. Scheme and host are best the API's own, which the host knows: the header `Host`
    /// is whatever the caller has written, so that it would take another API's proof.
    pub url: String,
}

/// Without the proof, which is good for a while.
impl fmt::Debug for DpopInput {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "DpopInput(…, {} {})", self.method, self.url)
    }
}

/// Why a proof is none.
pub(crate) enum Refusal {
    /// It is malformed, of another request, too old, or signed by another.
    Invalid(&'static str),
    /// It lacks a nonce of ours, which is this one (RFC 9449 section 8).
    Nonce(String),
    /// Not the proof: the service failed.
    Failed(Error),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename = "Claims…")]
struct Claims {
    jti: String,
    htm: String,
    htu: String,
    #[serde(deserialize_with = "numeric_date::deserialize")]
    iat: u64,
    /// Of whatever kind: where no token is presented it means nothing, and keeps no proof from being one.
    #[serde(default)]
    ath: Value,
    /// Likewise, where no nonce is asked for.
    #[serde(default)]
    nonce: Value,
}

/// A proof that was taken apart, for this request at this moment. Whether its key has signed it is not known yet.
#[derive(Clone, Debug)]
pub(crate) struct Proof {
    jws: Jws<Claims>,
    jwk: PublicJwk,
}

impl Proof {
    /// The checks of RFC 9449 section 4.3, but for the signature. `token` is the access token that comes with it: only then the proof has to be of one.
    pub(crate) fn parse(context: &Context, input: &DpopInput, token: Option<&str>) -> Result<Self, Refusal> {
        let malformed = || {
            Refusal::Invalid(
                "a DPoP proof is one JWT of the type dpop+jwt with jti, htm, htu, iat and a public jwk",
            )
        };
        let jws = Jws::<Claims>::parse(&input.proof).ok_or_else(malformed)?;
        let members = jws.jwk.as_ref().filter(|_| jws.typ.as_deref() == Some(TYPE)).ok_or_else(malformed)?;
        let jwk = read_jwk(members).map_err(|_| malformed())?.jwk;
        let claims = &jws.claims;
        if !jwk.fits(jws.algorithm) || !once::is_jti(&claims.jti) {
            return Err(malformed());
        }
        if claims.htm != input.method || !same_place(&claims.htu, &input.url) {
            return Err(Refusal::Invalid("the DPoP proof is for another method or address"));
        }
        if token.is_some_and(|token| claims.ath.as_str() != Some(hash(token).as_str())) {
            return Err(Refusal::Invalid("the DPoP proof is for another access token"));
        }
        if context.settings.policy.dpop_nonces
            && !claims.nonce.as_str().is_some_and(|nonce| knows(context, nonce))
        {
            return Err(nonce(context).map_or_else(Refusal::Failed, Refusal::Nonce));
        }
        let proof = Self { jws, jwk };
        if proof.is_fresh(context.now) { Ok(proof) } else { Err(Refusal::Invalid(NOT_FRESH)) }
    }

    /// Whether it was made a short time ago, at that moment.
    pub(crate) fn is_fresh(&self, now: Timestamp) -> bool {
        let (iat, now) = (self.jws.claims.iat, now.seconds());
        iat <= now.saturating_add(LEEWAY_SECONDS) && now <= iat.saturating_add(PROOF_SECONDS)
    }

    /// What a token is bound to: the thumbprint of the key (RFC 9449 section 6.1).
    pub(crate) fn thumbprint(&self) -> String {
        self.jwk.kid()
    }

    pub(crate) async fn is_signed(&self, context: &Context) -> Result<bool, Error> {
        Ok(self.jws.is_signed_by(context, &self.jwk).await?)
    }

    /// Its `jti`, which is remembered with the account for as long as the proof is good.
    pub(crate) fn once(&self, client_id: &ClientId) -> Once {
        let hash = record::hash(&format!("{} {}", self.thumbprint(), self.jws.claims.jti));
        let end = self.jws.claims.iat.saturating_add(PROOF_SECONDS + LEEWAY_SECONDS);
        Once { key: record::proof(client_id, &hash), end }
    }
}

/// A nonce for the next proof.
pub(crate) fn nonce(context: &Context) -> Result<String, Error> {
    Ok(made(context.keys.first(), context.now.seconds() / NONCE_SECONDS)?)
}

/// Whether a nonce was made here or in another process, a short time ago; there by a clock that may be a little ahead.
fn knows(context: &Context, nonce: &str) -> bool {
    let span = context.now.seconds() / NONCE_SECONDS;
    let spans = [span, span.saturating_sub(1), span.saturating_add(1)];
    let mut good = context.keys.iter().flat_map(|key| spans.map(|span| made(key, span)));
    good.any(|good| good.is_ok_and(|good| good.as_bytes().ct_eq(nonce.as_bytes()).into()))
}

fn made(key: &SealingKey, span: u64) -> Result<String, CryptoError> {
    let mut mac = mac_of(key, MacUse::DpopNonce, &span.to_string())?;
    mac.truncate(NONCE_LENGTH);
    Ok(mac)
}

/// `ath`: the SHA-256 of an access token, base64url (RFC 9449 section 4.2).
fn hash(token: &str) -> String {
    Base64UrlUnpadded::encode_string(&Sha256::digest(token))
}
