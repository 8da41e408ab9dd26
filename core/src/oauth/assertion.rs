//! Client assertions: `private_key_jwt` (RFC 7523 section 2.2, as RFC 10070 updates it). A client proves itself with a JWT that it signs with the private half of
//! a key that its account has.
//!
//! The issuer is the only audience that is taken, as the sole one: an assertion that a client made for another server, or for an endpoint of this one by another name,
//! proves nothing here. A `jti` counts once, also across processes, since the commit that remembers it fails the second time.

use super::claim::{Audience, LEEWAY_SECONDS};
use super::dummy;
use super::error::TokenError;
use super::jws::Jws;
use super::once::{self, Once};
use super::throttle::Budget;
use crate::core::Context;
use crate::model::account::AccountRecord;
use crate::model::public_key::{KeyRecord, MAX_LIVE_KEYS};
use crate::model::record;
use crate::value::error::Error;
use crate::value::identifier::{ClientId, KeyId};
use crate::value::timestamp::numeric_date;
use serde::Deserialize;

/// What `client_assertion_type` has to be (RFC 7523 section 2.2).
pub(crate) const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// For how long an assertion may be good: a longer one would have to be remembered for longer.
const MAX_SECONDS: u64 = 3600;

#[derive(Clone, Debug, Deserialize)]
#[serde(rename = "Claims…")]
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

    /// Whether it is good at the moment by which the operation goes.
    pub(crate) fn is_good(&self, context: &Context) -> bool {
        is_now(&self.0.claims, context.now.seconds())
    }

    /// The client that it says it is of.
    pub(crate) fn client_id(&self) -> &ClientId {
        &self.0.claims.sub
    }

    /// The live key of the account that has signed it. As many signatures are looked at whatever keys the account has, or whether there is such an
    /// account: with a `kid` of the form of a thumbprint one, else as many as an account may have keys. For who has spent the budget only keys are looked at that
    /// may have made it.
    pub(crate) async fn signer<'a>(
        &self,
        context: &Context,
        account: Option<&'a AccountRecord>,
        budget: Budget,
    ) -> Result<Option<&'a KeyRecord>, TokenError> {
        let live = account.into_iter().flat_map(|account| &account.keys);
        let live = live.filter(|key| key.life.is_live(context.now) && key.algorithm() == self.0.algorithm);
        let candidates = self.named(live.collect());
        for key in &candidates {
            if self.0.is_signed_by(context, &key.jwk).await.map_err(Error::from)? {
                return Ok(Some(*key));
            }
        }
        let looks = match budget {
            Budget::Spent => 0,
            Budget::Left if self.names_one() => 1,
            Budget::Left => MAX_LIVE_KEYS,
        };
        for _ in candidates.len()..looks {
            let _ = self.0.is_signed_by(context, &dummy::key(self.0.algorithm)).await.map_err(Error::from)?;
        }
        Ok(None)
    }

    /// Whether its `kid` is of the form of a thumbprint, so that one key is meant.
    fn names_one(&self) -> bool {
        self.0.kid.as_deref().is_some_and(|kid| KeyId::parse(kid).is_ok())
    }

    /// Those of the account's keys, by creation, that its `kid` may mean: all without one. A thumbprint means the key of which it is, and only where there is none the last one that
    /// the client calls so; any other text all that the client calls so.
    fn named<'a>(&self, keys: Vec<&'a KeyRecord>) -> Vec<&'a KeyRecord> {
        let Some(kid) = self.0.kid.as_deref() else { return keys };
        let called = |key: &&&KeyRecord| key.client_kid.as_deref() == Some(kid);
        if !self.names_one() {
            return keys.iter().filter(called).copied().collect();
        }
        let found = keys.iter().find(|key| key.kid.as_str() == kid);
        found.or_else(|| keys.iter().rfind(called)).copied().into_iter().collect()
    }

    /// Its `jti`, which is remembered until the assertion has expired.
    pub(crate) fn once(&self) -> Once {
        let claims = &self.0.claims;
        let key = record::assertion(&claims.sub, &record::hash(&claims.jti));
        Once { key, end: claims.exp.saturating_add(LEEWAY_SECONDS) }
    }
}

/// The client that an assertion says it is of, whatever else it is: for counting wrong ones.
pub(crate) fn claimed_client(text: &str) -> Option<String> {
    #[derive(Deserialize)]
    #[serde(rename = "Claimed…")]
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
