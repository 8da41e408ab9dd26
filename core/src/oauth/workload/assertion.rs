//! The JWT of an outside issuer, as an authorization grant (RFC 7523 section 2.1).

use super::issuer::IssuerRecord;
use crate::core::Context;
use crate::model::account::AccountRecord;
use crate::model::record;
use crate::model::trust::TrustRecord;
use crate::oauth::claim::{Audience, LEEWAY_SECONDS};
use crate::oauth::dummy;
use crate::oauth::jws::Jws;
use crate::port::store::Key;
use crate::value::error::Error;
use crate::value::timestamp::{Timestamp, numeric_date};
use serde::Deserialize;

/// What `grant_type` is (RFC 7523 section 2.1).
pub(crate) const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

#[derive(Clone, Debug, Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Audience,
    #[serde(deserialize_with = "numeric_date::deserialize")]
    exp: u64,
    #[serde(default, deserialize_with = "numeric_date::optional")]
    iat: Option<u64>,
    #[serde(default, deserialize_with = "numeric_date::optional")]
    nbf: Option<u64>,
}

/// A JWT that was taken apart, and is good at this moment. Who has signed it is not known yet.
pub(crate) struct WorkloadAssertion(Jws<Claims>);

impl WorkloadAssertion {
    /// An access token or a client's own assertion says what it is in its `typ`, and is not taken for another thing (RFC 8725 section 3.11).
    pub(crate) fn parse(context: &Context, text: &str) -> Option<Self> {
        let jws = Jws::<Claims>::parse(text)?;
        let typed = jws.typ.as_deref().is_none_or(|typ| typ == "jwt");
        let longest = context.settings.policy.longest_outside_jwt_seconds;
        (typed && is_now(&jws.claims, longest, context.now.seconds())).then_some(Self(jws))
    }

    /// Where its issuer's keys lie.
    pub(crate) fn issuer(&self) -> Key {
        record::trusted_issuer(&self.0.claims.iss)
    }

    /// Whether a key of the issuer has signed it. What is looked at depends on the issuer alone, not on the account.
    pub(crate) async fn is_signed(
        &self,
        context: &Context,
        issuer: Option<&IssuerRecord>,
    ) -> Result<bool, Error> {
        let known = issuer.filter(|issuer| issuer.issuer == self.0.claims.iss);
        let keys = known.into_iter().flat_map(|issuer| &issuer.keys);
        let keys: Vec<_> = keys.filter(|key| key.fits(self.0.kid.as_deref(), self.0.algorithm)).collect();
        // Without a `kid` the one key that fits is meant, or none: who proves nothing is not to have many looked at.
        let keys = if self.0.kid.is_none() && keys.len() > 1 { Vec::new() } else { keys };
        if keys.is_empty() {
            let _ = self.0.is_signed_by(context, &dummy::key(self.0.algorithm)).await?;
        }
        for key in keys {
            if self.0.is_signed_by(context, &key.jwk).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The live trust of the account that it fits.
    pub(crate) fn trusted<'a>(&self, account: &'a AccountRecord, now: Timestamp) -> Option<&'a TrustRecord> {
        let claims = &self.0.claims;
        let fits = |trust: &&TrustRecord| {
            trust.issuer == claims.iss
                && claims.aud.contains(&trust.audience)
                && trust.subject.fits(&claims.sub)
        };
        account.trusts.iter().filter(|trust| trust.life.is_live(now)).find(fits)
    }
}

/// Whether the JWT is good at this moment, and for no longer than `longest` seconds in all.
fn is_now(claims: &Claims, longest: u64, now: u64) -> bool {
    let begins = claims.nbf.max(claims.iat).unwrap_or_default();
    let since = claims.iat.unwrap_or(now);
    now < claims.exp.saturating_add(LEEWAY_SECONDS)
        && begins <= now.saturating_add(LEEWAY_SECONDS)
        && claims.exp <= since.saturating_add(longest).saturating_add(LEEWAY_SECONDS)
}
