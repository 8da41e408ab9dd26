//! The JWT of an outside issuer, as an authorization grant (RFC 7523 section 2.1).

use super::issuer::IssuerRecord;
use crate::core::Context;
use crate::model::account::AccountRecord;
use crate::model::record;
use crate::model::trust::TrustRecord;
use crate::oauth::claim::{Audience, LEEWAY_SECONDS};
use crate::oauth::dummy;
use crate::oauth::jws::Jws;
use crate::oauth::once::{self, Once};
use crate::port::store::Key;
use crate::value::error::Error;
use crate::value::identifier::ClientId;
use crate::value::timestamp::{Timestamp, numeric_date};
use crate::value::tree::Tree;
use serde::Deserialize;
use serde_json::Value;

/// What `grant_type` is (RFC 7523 section 2.1).
pub(crate) const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/// The claims that count in each JWT. What a trust asks for is looked up beside them.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename = "Claims…")]
struct Claims {
    iss: String,
    aud: Audience,
    #[serde(deserialize_with = "numeric_date::deserialize")]
    exp: u64,
    #[serde(default, deserialize_with = "numeric_date::optional")]
    iat: Option<u64>,
    #[serde(default, deserialize_with = "numeric_date::optional")]
    nbf: Option<u64>,
}

/// A JWT that was taken apart, and is good at this moment. Who has signed it is not known yet.
pub(crate) struct WorkloadAssertion {
    jws: Jws<Value>,
    claims: Claims,
}

impl WorkloadAssertion {
    /// An access token or a client's own assertion says what it is in its `typ`, and is not taken for another thing (RFC 8725 section 3.11).
    pub(crate) fn parse(context: &Context, text: &str) -> Option<Self> {
        let jws = Jws::<Value>::parse(text).filter(|jws| jws.claims.is_object())?;
        let claims = Tree::of(&jws.claims).read::<Claims>().ok()?;
        let typed = jws.typ.as_deref().is_none_or(|typ| typ == "jwt");
        // RFC 7523 section 3 asks for one; what it has to be is the trust's.
        let has_subject = jws.claims.get("sub").is_some_and(Value::is_string);
        let assertion = (typed && has_subject).then_some(Self { jws, claims })?;
        assertion.is_good(context).then_some(assertion)
    }

    /// Whether it is good at the moment by which the operation goes.
    pub(crate) fn is_good(&self, context: &Context) -> bool {
        let longest = context.settings.policy.longest_outside_jwt_seconds;
        is_now(&self.claims, longest, context.now.seconds())
    }

    /// Where its issuer's keys lie.
    pub(crate) fn issuer(&self) -> Key {
        record::trusted_issuer(&self.claims.iss)
    }

    /// Whether a key of the issuer has signed it. What is looked at depends on the issuer alone, not on the account.
    pub(crate) async fn is_signed(
        &self,
        context: &Context,
        issuer: Option<&IssuerRecord>,
    ) -> Result<bool, Error> {
        let known = issuer.filter(|issuer| issuer.issuer == self.claims.iss);
        let keys = known.into_iter().flat_map(|issuer| &issuer.keys);
        let keys: Vec<_> = keys.filter(|key| key.fits(self.jws.kid.as_deref(), self.jws.algorithm)).collect();
        // Without a `kid` the one key that fits is meant, or none: who proves nothing is not to have many looked at.
        let keys = if self.jws.kid.is_none() && keys.len() > 1 { Vec::new() } else { keys };
        if keys.is_empty() {
            let _ = self.jws.is_signed_by(context, &dummy::key(self.jws.algorithm)).await?;
        }
        for key in keys {
            if self.jws.is_signed_by(context, &key.jwk).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The live trust of the account that it fits: of several, one for which it need not be remembered.
    pub(crate) fn trusted<'a>(&self, account: &'a AccountRecord, now: Timestamp) -> Option<&'a TrustRecord> {
        let claims = &self.claims;
        let fits = |trust: &&TrustRecord| {
            trust.issuer == claims.iss
                && claims.aud.contains(&trust.audience)
                && trust.fits(&self.jws.claims)
                && (!trust.once || self.jti().is_some())
        };
        let live = account.trusts.iter().filter(|trust| trust.life.is_live(now));
        live.filter(fits).min_by_key(|trust| trust.once)
    }

    /// Its `jti`, which is remembered in the company of the account until the JWT has expired; nothing without one.
    pub(crate) fn once(&self, client_id: &ClientId) -> Option<Once> {
        let jti = self.jti()?;
        // An issuer that an account trusts is of visible characters, so that no two pairs are one text.
        let hash = record::hash(&format!("{} {jti}", self.claims.iss));
        let key = record::outside(&client_id.segment(), &hash);
        Some(Once { key, end: self.claims.exp.saturating_add(LEEWAY_SECONDS) })
    }

    fn jti(&self) -> Option<&str> {
        self.jws.claims.get("jti").and_then(Value::as_str).filter(|jti| once::is_jti(jti))
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
