//! Public keys as credentials: a program proves itself with a private key that never leaves it. They live as secrets do.

use super::life::Life;
use crate::port::crypto::built_in::is_public_key;
use crate::port::crypto::jwk::{Algorithm, PublicJwk};
use crate::value::error::InputProblem;
use crate::value::identifier::KeyId;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// How many keys of an account may be live at a time.
pub const MAX_LIVE_KEYS: usize = 4;

/// What is kept of a key.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct KeyRecord {
    /// The thumbprint of RFC 7638.
    pub(crate) kid: KeyId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(flatten)]
    pub(crate) life: Life,
    pub(crate) jwk: PublicJwk,
    /// PS256, for an RSA key that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) alg: Option<Algorithm>,
}

impl KeyRecord {
    /// The one algorithm that the key is taken with (RFC 8725 section 3.1).
    pub(crate) fn algorithm(&self) -> Algorithm {
        self.alg.unwrap_or(self.jwk.algorithm())
    }
}

/// The public key in a JWK. Members that are not known are left out (RFC 7517 section 4); a private one is refused, since whoever sends one has given the key away.
pub(crate) fn read_jwk(members: &Map<String, Value>) -> Result<(PublicJwk, Option<Algorithm>), InputProblem> {
    let refused = |rule: &str| InputProblem::new("/jwk", rule);
    if ["d", "p", "q", "dp", "dq", "qi", "oth", "k"].iter().any(|member| members.contains_key(*member)) {
        let rule = "this holds a private key, which is not to leave the program; make a new pair and send its public half";
        return Err(refused(rule));
    }
    let jwk = PublicJwk::deserialize(members)
        .ok()
        .filter(is_public_key)
        .ok_or_else(|| refused("a key is a public JWK on P-256 or Ed25519, with kty, crv and coordinates, or of RSA with 2048 to 4096 bits, with kty, n and e"))?;
    let named = |name: &Value| {
        name.as_str().and_then(|name| name.parse::<Algorithm>().ok()).filter(|alg| jwk.fits(*alg))
    };
    let alg = match members.get("alg") {
        None => None,
        Some(name) => Some(named(name).ok_or_else(|| refused("the alg is not one that the key is for"))?),
    };
    if members.get("use").is_some_and(|usage| *usage != json!("sig")) {
        return Err(refused("the use of a key that proves is `sig`"));
    }
    let other = alg.filter(|alg| *alg != jwk.algorithm());
    Ok((jwk, other))
}
