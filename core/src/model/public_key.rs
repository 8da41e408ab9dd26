//! Public keys as credentials: a program proves itself with a private key that never leaves it. They live as secrets do.

use super::life::Life;
use crate::port::crypto::built_in::is_public_key;
use crate::port::crypto::jwk::{Algorithm, PublicJwk};
use crate::value::identifier::KeyId;
use crate::value::tree::{FromTree, Misfit, Tree, as_serde_reads};
use serde::Serialize;
use serde_json::{Map, Value};

/// How many keys of an account may be live at a time.
pub const MAX_LIVE_KEYS: usize = 4;

/// The longest `kid` that a client gives a key of its own, in bytes.
pub(crate) const MAX_KID_BYTES: usize = 255;

/// What is kept of a key.
#[derive(Clone, Serialize)]
pub(crate) struct KeyRecord {
    /// The thumbprint of RFC 7638.
    pub(crate) kid: KeyId,
    /// As the client calls it, where that is not its thumbprint. Records of before have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) client_kid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(flatten)]
    pub(crate) life: Life,
    pub(crate) jwk: PublicJwk,
    /// PS256, for an RSA key that says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) alg: Option<Algorithm>,
}

impl FromTree for KeyRecord {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        let record = tree.record()?;
        Ok(Self {
            kid: record.needed("kid")?,
            client_kid: record.optional("client_kid")?,
            name: record.optional("name")?,
            life: Life::from_tree(tree)?,
            jwk: record.needed("jwk")?,
            alg: record.optional("alg")?,
        })
    }
}

impl KeyRecord {
    /// The one algorithm that the key is taken with (RFC 8725 section 3.1).
    pub(crate) fn algorithm(&self) -> Algorithm {
        self.alg.unwrap_or(self.jwk.algorithm())
    }
}

as_serde_reads!(PublicJwk, Algorithm);

/// A JWK (RFC 7517 section 4) that was understood. Members that are not known are left out; one that is null is as if it were not there.
pub(crate) struct ReadJwk {
    pub(crate) jwk: PublicJwk,
    /// The algorithm that it names.
    pub(crate) alg: Option<Algorithm>,
    pub(crate) kid: Option<String>,
}

impl ReadJwk {
    /// The algorithm that it names, if it is another than keys of its kind are for.
    pub(crate) fn other_algorithm(&self) -> Option<Algorithm> {
        self.alg.filter(|alg| *alg != self.jwk.algorithm())
    }
}

/// The public key in a JWK, or why there is none. A private one is refused, since whoever sends one has given the key away.
pub(crate) fn read_jwk(members: &Map<String, Value>) -> Result<ReadJwk, &'static str> {
    read(members, |jwk| jwk)
}

/// The same for a key whose thumbprint nobody else goes by: its numbers may have zero octets in front, which RFC 7518 section 6.3.1.1 asks to leave out.
pub(crate) fn read_padded_jwk(members: &Map<String, Value>) -> Result<ReadJwk, &'static str> {
    read(members, PublicJwk::without_leading_zeros)
}

fn read(
    members: &Map<String, Value>,
    plain: impl FnOnce(PublicJwk) -> PublicJwk,
) -> Result<ReadJwk, &'static str> {
    let member = |name: &str| members.get(name).filter(|value| !value.is_null());
    let text = |name: &str| member(name).and_then(Value::as_str);
    if ["d", "p", "q", "dp", "dq", "qi", "oth", "k"].iter().any(|name| member(name).is_some()) {
        return Err(
            "this holds a private key, which is not to leave the program; make a new pair and send its public half",
        );
    }
    let (curve, malformed) = match text("kty") {
        Some("EC") => {
            (Some("P-256"), "the x and y of a key are 32 bytes each in base64url, and a point of P-256")
        }
        Some("OKP") => (Some("Ed25519"), "the x of a key is 32 bytes in base64url, and a point of Ed25519"),
        Some("RSA") => (
            None,
            "the n of a key has 2048 to 4096 bits and its e at most 32, both odd, in base64url without a zero octet in front (RFC 7518 section 6.3.1)",
        ),
        Some(_) | None => return Err("the kty of a public key is EC, OKP or RSA"),
    };
    if curve.is_some_and(|curve| text("crv") != Some(curve)) {
        return Err("the crv of a key is P-256 with the kty EC, and Ed25519 with OKP");
    }
    let jwk = Tree::of_members(members).read().ok().map(plain).filter(is_public_key).ok_or(malformed)?;
    let named = |name: &Value| name.as_str().and_then(|name| name.parse::<Algorithm>().ok());
    let alg = match member("alg") {
        None => None,
        Some(name) => Some(named(name).filter(|alg| jwk.fits(*alg)).ok_or(
            "the alg of a key is one that it is for: ES256 on P-256, EdDSA on Ed25519, RS256 or PS256 of RSA",
        )?),
    };
    if member("use").is_some_and(|usage| usage != "sig") {
        return Err("the use of a key that proves is `sig`");
    }
    let kid = match member("kid") {
        None => None,
        Some(kid) => Some(kid.as_str().ok_or("the kid of a key is a text")?.to_owned()),
    };
    Ok(ReadJwk { jwk, alg, kid })
}
