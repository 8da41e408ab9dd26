//! The page's tokens: actor tokens that also say when their link was made, which no renewal moves.

use crate::signer::token_id;
use anyhow::Result;
use badgehouse::actor_token::MAX_SECONDS;
use badgehouse::identifier::{ActorId, CompanyId};
use badgehouse::permission::Levels;
use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};

/// The `iss` of the page's tokens.
pub(crate) const ISSUER: &str = "badgehouse-admin-page";
/// The longest that a link is good for, in seconds.
pub(crate) const MAX_LINK_SECONDS: u64 = MAX_SECONDS;
/// For how long a token lives that was renewed.
const SECONDS: u64 = MAX_SECONDS;
/// How long after its link was made a token is renewed no more, nor lives.
const SESSION_SECONDS: u64 = 8 * 3600;

/// For whom a link is.
pub(crate) struct Link {
    pub(crate) user: ActorId,
    pub(crate) company: CompanyId,
    pub(crate) levels: Levels,
    /// For how long, in seconds, at most [`MAX_LINK_SECONDS`].
    pub(crate) seconds: u64,
}

impl Link {
    /// The claims of the token in the link.
    pub(super) fn claims(self, audience: &str, now: u64) -> Result<Claims> {
        Ok(Claims {
            iss: ISSUER.into(),
            aud: audience.into(),
            sub: self.user,
            company: self.company,
            levels: self.levels,
            jti: token_id()?,
            iat: now,
            exp: now + self.seconds.min(MAX_LINK_SECONDS),
            auth_time: now,
        })
    }
}

/// The claims of an actor token, and when its link was made.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Claims {
    iss: String,
    aud: String,
    sub: ActorId,
    company: CompanyId,
    levels: Levels,
    jti: String,
    iat: u64,
    exp: u64,
    auth_time: u64,
}

impl Claims {
    /// What a token says. It has to be verified first.
    pub(super) fn of(verified: &str) -> Option<Self> {
        let payload = verified.split('.').nth(1)?;
        serde_json::from_slice(&BASE64URL_NOPAD.decode(payload.as_bytes()).ok()?).ok()
    }

    /// The same for the next minutes; nothing once the link is too old.
    pub(super) fn renewed(self, jti: String, now: u64) -> Option<Self> {
        let end = self.auth_time.checked_add(SESSION_SECONDS)?;
        let exp = end.min(now + SECONDS);
        (self.auth_time <= self.iat && now < end).then_some(Self { jti, iat: now, exp, ..self })
    }

    /// For how long it is good, in seconds.
    pub(super) fn seconds(&self) -> u64 {
        self.exp.saturating_sub(self.iat)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(now: u64) -> Claims {
        let (user, company) = (ActorId::parse("ann").unwrap(), CompanyId::parse("acme").unwrap());
        let link = Link { user, company, levels: Levels::default(), seconds: 60 };
        link.claims("https://id.example.com/admin", now).unwrap()
    }

    #[test]
    fn no_renewal_reaches_beyond_eight_hours_after_the_link() {
        let mut claims = link(1000);
        assert_eq!((claims.iat, claims.exp), (1000, 1060));
        let end = 1000 + 8 * 3600;
        let mut now = 1000;
        while let Some(next) = claims.clone().renewed("next".into(), now) {
            assert!(next.exp <= end && next.exp > now && next.exp - next.iat <= 300, "{} at {now}", next.exp);
            assert_eq!((next.auth_time, next.iat), (1000, now), "the first moment is not moved");
            claims = next;
            now += 250;
        }
        assert!(now >= end && claims.exp == end, "it ended at {now}");
        assert_eq!(link(1000).renewed("next".into(), end - 1).unwrap().seconds(), 1);
        assert!(link(1000).renewed("next".into(), end).is_none());
    }

    #[test]
    fn a_link_lives_no_longer_than_an_actor_token_may() {
        let (user, company) = (ActorId::parse("ann").unwrap(), CompanyId::parse("acme").unwrap());
        let link = Link { user, company, levels: Levels::default(), seconds: 86_400 };
        assert_eq!(link.claims("a", 7).unwrap().seconds(), MAX_SECONDS);
    }

    #[test]
    fn a_token_that_says_it_was_made_before_its_link_is_not_renewed() {
        let claims = Claims { auth_time: 1001, ..link(1000) };
        assert!(claims.renewed("next".into(), 1002).is_none());
        assert!(Claims { auth_time: u64::MAX, iat: u64::MAX, ..link(1000) }.renewed("n".into(), 1).is_none());
    }
}
