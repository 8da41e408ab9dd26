//! Client assertions: `private_key_jwt` (RFC 7523 section 2.2, as RFC 10070 updates it). A client proves itself with a JWT that it signs with the private half of
//! a key that its account has.
//!
//! The issuer is the only audience that is taken, as the sole one: an assertion that a client made for another server, or for an endpoint of this one by another name,
//! proves nothing here. A `jti` counts once, also across processes, since the commit that remembers it fails the second time.

use crate::account::AccountRecord;
use crate::context::Context;
use crate::crypto::PublicJwk;
use crate::error::Error;
use crate::grant::TokenError;
use crate::identifier::ClientId;
use crate::jws::Jws;
use crate::once;
use crate::public_key::KeyRecord;
use crate::record;
use crate::store::Version;
use crate::timestamp::numeric_date;
use crate::token::{Audience, LEEWAY_SECONDS};
use serde::Deserialize;

/// What `client_assertion_type` has to be (RFC 7523 section 2.2).
pub(crate) const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// For how long an assertion may be good: a longer one would have to be remembered for longer.
const MAX_SECONDS: u64 = 3600;

#[derive(Clone, Debug, Deserialize)]
struct Claims {
    iss: ClientId,
    sub: ClientId,
    aud: Audience,
    #[serde(deserialize_with = "numeric_date::deserialize")]
    exp: u64,
    jti: String,
    #[serde(default, deserialize_with = "numeric_date::optional")]
    iat: Option<u64>,
    #[serde(default, deserialize_with = "numeric_date::optional")]
    nbf: Option<u64>,
}

/// An assertion that was taken apart, of the right form and for this issuer at this moment. Who has signed it is not known yet.
pub(crate) struct Assertion(Jws<Claims>);

impl Assertion {
    /// The assertion, or `invalid_client`, which is what every failure comes to (RFC 7523 section 3.2).
    pub(crate) fn parse(context: &Context, text: &str) -> Result<Self, TokenError> {
        let assertion = Jws::<Claims>::parse(text).ok_or_else(TokenError::invalid_client)?;
        let typed = assertion.typ.as_deref();
        let typed = typed.is_none_or(|typ| ["jwt", "client-authentication+jwt"].contains(&typ));
        let claims = &assertion.claims;
        let sole = claims.aud.is_sole(&context.settings.issuer);
        let identified = claims.iss == claims.sub && once::is_jti(&claims.jti);
        if typed && sole && identified && is_now(claims, context.now.seconds()) {
            Ok(Self(assertion))
        } else {
            Err(TokenError::invalid_client())
        }
    }

    /// The client that it says it is of.
    pub(crate) fn client_id(&self) -> &ClientId {
        &self.0.claims.sub
    }

    /// The live key of the account that has signed it. As many signatures are looked at whether or not there is such an account.
    pub(crate) async fn signer<'a>(
        &self,
        context: &Context,
        account: Option<&'a AccountRecord>,
    ) -> Result<Option<&'a KeyRecord>, TokenError> {
        let named = |key: &&KeyRecord| self.0.kid.as_deref().is_none_or(|kid| key.kid.as_str() == kid);
        let live = account.into_iter().flat_map(|account| &account.keys);
        let live = live.filter(|key| key.life.is_live(context.now) && key.algorithm() == self.0.algorithm);
        let candidates: Vec<&KeyRecord> = live.filter(named).collect();
        if candidates.is_empty() {
            let _ = self.0.is_signed_by(context, &dummy(self.0.algorithm)).await.map_err(Error::from)?;
        }
        for key in candidates {
            if self.0.is_signed_by(context, &key.jwk).await.map_err(Error::from)? {
                return Ok(Some(key));
            }
        }
        Ok(None)
    }

    /// Remembers the `jti` until the assertion has expired. `invalid_client` when it was there: the assertion was used before.
    pub(crate) async fn use_up(&self, context: &Context, account: &Version) -> Result<(), TokenError> {
        let claims = &self.0.claims;
        let key = record::assertion(&claims.sub, &once::hash(&claims.jti));
        let end = claims.exp.saturating_add(LEEWAY_SECONDS);
        let new = once::use_up(context, (&claims.sub, account), key, end).await?;
        if new { Ok(()) } else { Err(TokenError::invalid_client()) }
    }
}

/// The client that an assertion says it is of, whatever else it is: for counting wrong ones.
pub(crate) fn claimed_client(text: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Claimed {
        sub: String,
    }
    Jws::<Claimed>::parse(text).map(|assertion| assertion.claims.sub)
}

fn is_now(claims: &Claims, now: u64) -> bool {
    let begins = claims.nbf.max(claims.iat).unwrap_or_default();
    now < claims.exp.saturating_add(LEEWAY_SECONDS)
        && claims.exp <= now.saturating_add(MAX_SECONDS + LEEWAY_SECONDS)
        && begins <= now.saturating_add(LEEWAY_SECONDS)
}

/// The modulus of RFC 7515 appendix A.2.
const DUMMY_MODULUS: &str = "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";

/// A key to look at signatures with when there is none: RFC 7515 and RFC 8032 print it. What it verifies is never believed.
pub(crate) fn dummy(algorithm: crate::crypto::Algorithm) -> PublicJwk {
    use crate::crypto::{Algorithm, EcCurve, OkpCurve};
    match algorithm {
        Algorithm::Es256 => PublicJwk::Ec {
            crv: EcCurve::P256,
            x: "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU".into(),
            y: "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0".into(),
        },
        Algorithm::EdDsa => {
            PublicJwk::Okp { crv: OkpCurve::Ed25519, x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo".into() }
        }
        Algorithm::Rs256 | Algorithm::Ps256 => PublicJwk::Rsa { n: DUMMY_MODULUS.into(), e: "AQAB".into() },
    }
}
