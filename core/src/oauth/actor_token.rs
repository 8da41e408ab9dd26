//! Actor tokens: how a product tells a Badgehouse server which of its users is asking, and what that user may do.
//!
//! A compact JWS (RFC 7515) that the product signs with a key of its own, for one administrative request or a few. Header: `typ`
//! `badgehouse-actor+jwt` and `alg`. Claims (RFC 7519), all of them required: `iss` (the product's name, as the server was told), `aud`
//! (`<issuer>/admin`), `sub` (the user), `company`, `levels` (an object of levels by tool), `jti`, `iat` and `exp`, at most 300
//! seconds apart. `nbf` counts when it is there. Which `jti` were seen is not tracked: within its seconds a token can be used again,
//! so that it must travel by TLS only.

use super::claim::{Audience, LEEWAY_SECONDS};
use super::jws::{self, Jws};
use super::token::invalid;
use crate::core::Context;
use crate::model::actor::{Actor, ActorKind};
use crate::model::levels::Levels;
use crate::port::crypto::jwk::PublicJwk;
use crate::value::error::Error;
use crate::value::identifier::{ActorId, CompanyId};
use crate::value::timestamp::numeric_date;
use serde::Deserialize;

/// The longest that an actor token lives, in seconds.
pub const MAX_SECONDS: u64 = 300;
/// The media type of the header, without its `application/`.
pub const TYPE: &str = "badgehouse-actor+jwt";

/// Whether a bearer token says of itself that it is an actor token. Nothing of it is verified.
pub fn is_actor_token(token: &str) -> bool {
    jws::typ(token).as_deref() == Some(TYPE)
}

#[derive(Deserialize)]
#[serde(rename = "Claims…")]
struct Claims {
    iss: String,
    aud: Audience,
    sub: ActorId,
    company: CompanyId,
    levels: Levels,
    jti: String,
    #[serde(deserialize_with = "numeric_date::deserialize")]
    iat: u64,
    #[serde(deserialize_with = "numeric_date::deserialize")]
    exp: u64,
    #[serde(default, deserialize_with = "numeric_date::optional")]
    nbf: Option<u64>,
}

/// Verifies an actor token. No store is asked; a signature is checked against each key of the token's algorithm until one fits.
pub(crate) async fn verify(
    context: &Context,
    token: &str,
    issuer: &str,
    keys: &[PublicJwk],
) -> Result<Actor, Error> {
    let parts: Jws<Claims> = Jws::parse(token)
        .filter(|parts: &Jws<Claims>| parts.typ.as_deref() == Some(TYPE))
        .ok_or_else(|| invalid("the actor token is malformed"))?;
    if !signed_by_one_of(context, &parts, keys).await? {
        return Err(invalid("the actor token was signed by no key that this service knows"));
    }
    let claims = parts.claims;
    if claims.iss != issuer || !claims.aud.contains(&context.settings.admin_audience()) {
        return Err(invalid("the actor token is of another issuer or for another audience"));
    }
    if claims.jti.is_empty() {
        return Err(invalid("the actor token has no jti"));
    }
    check_times(&claims, context.now.seconds())?;
    Ok(Actor { company: claims.company, id: claims.sub, kind: ActorKind::User { levels: claims.levels } })
}

async fn signed_by_one_of(context: &Context, parts: &Jws<Claims>, keys: &[PublicJwk]) -> Result<bool, Error> {
    for key in keys {
        if parts.is_signed_by(context, key).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn check_times(claims: &Claims, now: u64) -> Result<(), Error> {
    if claims.exp.checked_sub(claims.iat).is_none_or(|seconds| seconds > MAX_SECONDS) {
        return Err(invalid("an actor token lives at most 300 seconds"));
    }
    let begins = claims.nbf.map_or(claims.iat, |begins| begins.max(claims.iat));
    if now >= claims.exp.saturating_add(LEEWAY_SECONDS) || begins > now.saturating_add(LEEWAY_SECONDS) {
        return Err(invalid("the actor token has expired or is not valid yet; make a new one"));
    }
    Ok(())
}
