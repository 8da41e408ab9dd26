//! Actor tokens: how a product tells a Badgehouse server which of its users is asking, and what that user may do.
//!
//! A compact JWS (RFC 7515) that the product signs with a key of its own, for one administrative request or a few. Header: `typ`
//! `badgehouse-actor+jwt` and `alg`. Claims (RFC 7519), all of them required: `iss` (the product's name, as the server was told), `aud`
//! (`<issuer>/admin`), `sub` (the user), `company`, `levels` (an object of levels by tool), `jti`, `iat` and `exp`, at most 300
//! seconds apart. `nbf` counts when it is there. Which `jti` were seen is not tracked: within its seconds a token can be used again,
//! so that it must travel by TLS only.

use crate::context::Context;
use crate::crypto::{Algorithm, PublicJwk};
use crate::error::Error;
use crate::identifier::{ActorId, CompanyId};
use crate::permission::Levels;
use crate::principal::{Actor, ActorKind};
use crate::token::{Audience, LEEWAY_SECONDS, MAX_BYTES, decode, invalid};
use data_encoding::BASE64URL_NOPAD;
use serde::Deserialize;

/// The longest that an actor token lives, in seconds.
pub const MAX_SECONDS: u64 = 300;
/// The media type of the header, without its `application/`.
pub const TYPE: &str = "badgehouse-actor+jwt";

/// Whether a bearer token says of itself that it is an actor token. Nothing of it is verified.
pub fn is_actor_token(token: &str) -> bool {
    token.len() <= MAX_BYTES
        && token
            .split_once('.')
            .and_then(|(header, _)| decode::<Header>(header))
            .is_some_and(|header| header.is_ours())
}

#[derive(Deserialize)]
struct Header {
    typ: String,
    alg: String,
    #[serde(default)]
    crit: Option<serde_json::Value>,
}

impl Header {
    fn is_ours(&self) -> bool {
        let typ = self.typ.to_ascii_lowercase();
        typ.strip_prefix("application/").unwrap_or(&typ) == TYPE
    }
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    aud: Audience,
    sub: ActorId,
    company: CompanyId,
    levels: Levels,
    jti: String,
    iat: u64,
    exp: u64,
    #[serde(default)]
    nbf: Option<u64>,
}

struct Parts {
    algorithm: Algorithm,
    signing_input: String,
    signature: Vec<u8>,
    claims: Claims,
}

/// Verifies an actor token. No store is asked; a signature is checked against each key of the token's algorithm until one fits.
pub(crate) async fn verify(
    context: &Context,
    token: &str,
    issuer: &str,
    keys: &[PublicJwk],
) -> Result<Actor, Error> {
    let parts = take_apart(token).ok_or_else(|| invalid("the actor token is malformed"))?;
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

fn take_apart(token: &str) -> Option<Parts> {
    if token.len() > MAX_BYTES {
        return None;
    }
    let (signing_input, signature) = token.rsplit_once('.')?;
    let (header, claims) = signing_input.split_once('.')?;
    let header: Header = decode(header)?;
    if !header.is_ours() || header.crit.is_some() {
        return None;
    }
    Some(Parts {
        algorithm: Algorithm::from_name(&header.alg)?,
        signing_input: signing_input.into(),
        signature: BASE64URL_NOPAD.decode(signature.as_bytes()).ok()?,
        claims: decode(claims)?,
    })
}

/// A key answers for its own algorithm only, whatever the header says (RFC 8725 section 3.1).
async fn signed_by_one_of(context: &Context, parts: &Parts, keys: &[PublicJwk]) -> Result<bool, Error> {
    for key in keys.iter().filter(|key| key.algorithm() == parts.algorithm) {
        let message = parts.signing_input.clone().into_bytes();
        if context.verify(key.clone(), message, parts.signature.clone()).await? {
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
