//! A JWKS (RFC 7517 section 5) as others publish it: what is understood is used, and what is not is left out and named.

use crate::model::public_key::read_padded_jwk;
use crate::port::crypto::jwk::{Algorithm, PublicJwk};
use crate::value::error::InputProblem;
use crate::value::tree::{FromTree, Misfit, Tree};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The most keys that are taken of a JWKS.
const MAX_KEYS: usize = 16;
/// The longest `kid`, in bytes: a longer one leaves no room in the JWT that names it.
const MAX_KID_BYTES: usize = 1024;

/// A JWKS (RFC 7517 section 5).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename = "IssuerJwks…")]
pub struct IssuerJwks {
    /// Of these at most 16 that are understood; the others are left out (RFC 7517 section 5). None, and the issuer is removed.
    pub keys: Vec<Value>,
}

/// A key of a JWKS that was understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename = "KnownKey…")]
pub struct KnownKey {
    /// As the issuer calls it: any text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
    /// Its thumbprint (RFC 7638).
    pub thumbprint: String,
    /// The algorithms that it is taken with: `ES256`, `EdDSA`, `RS256` or `PS256`.
    pub algorithms: Vec<String>,
}

/// An entry of a JWKS that was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename = "IgnoredKey…")]
pub struct IgnoredKey {
    /// Which entry it is, from 0.
    pub index: u32,
    /// Its `kid`, if that is a text of at most 1,024 bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
    /// Why.
    pub reason: String,
}

/// A key of an issuer's, as it is stored.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub(crate) struct IssuerKey {
    /// As the issuer calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) kid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) alg: Option<Algorithm>,
    pub(crate) jwk: PublicJwk,
}

impl FromTree for IssuerKey {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        let record = tree.record()?;
        Ok(Self { kid: record.optional("kid")?, alg: record.optional("alg")?, jwk: record.needed("jwk")? })
    }
}

impl IssuerKey {
    /// Whether a token of that header may be signed with it: an RSA key that names no algorithm goes with both.
    pub(crate) fn fits(&self, kid: Option<&str>, algorithm: Algorithm) -> bool {
        let named = kid.is_none_or(|kid| self.kid.as_deref() == Some(kid));
        named && self.is_for(algorithm)
    }

    fn is_for(&self, algorithm: Algorithm) -> bool {
        self.jwk.fits(algorithm) && self.alg.is_none_or(|alg| alg == algorithm)
    }

    pub(crate) fn known(&self) -> KnownKey {
        let algorithms = Algorithm::ALL.into_iter().filter(|algorithm| self.is_for(*algorithm));
        KnownKey {
            kid: self.kid.clone(),
            thumbprint: self.jwk.kid(),
            algorithms: algorithms.map(|algorithm| algorithm.name().to_owned()).collect(),
        }
    }
}

impl IssuerJwks {
    /// The keys that are understood, and the entries that are not.
    ///
    /// # Errors
    /// Which rule each entry breaks, where none is understood: such a set was surely not meant to be empty. Or that there are more than 16.
    pub fn understood(&self) -> Result<(Vec<PublicJwk>, Vec<IgnoredKey>), Vec<InputProblem>> {
        let (keys, ignored) = self.read()?;
        Ok((keys.into_iter().map(|key| key.jwk).collect(), ignored))
    }

    pub(crate) fn read(&self) -> Result<(Vec<IssuerKey>, Vec<IgnoredKey>), Vec<InputProblem>> {
        let (mut known, mut ignored) = (Vec::new(), Vec::new());
        for (index, entry) in (0_u32..).zip(&self.keys) {
            let new = |key: IssuerKey| {
                if known.contains(&key) { Err("this key stands there before") } else { Ok(key) }
            };
            match read(entry).and_then(new) {
                Ok(key) => known.push(key),
                Err(reason) => ignored.push(IgnoredKey { index, kid: kid(entry), reason: reason.into() }),
            }
        }
        if known.len() > MAX_KEYS {
            return Err(vec![InputProblem::new("/jwks/keys", "an issuer has at most 16 keys")]);
        }
        if known.is_empty() && !ignored.is_empty() {
            let problem =
                |entry: IgnoredKey| InputProblem::new(&format!("/jwks/keys/{}", entry.index), entry.reason);
            return Err(ignored.into_iter().map(problem).collect());
        }
        Ok((known, ignored))
    }
}

fn read(entry: &Value) -> Result<IssuerKey, &'static str> {
    let members = entry.as_object().ok_or("an entry of a JWKS is a JSON object")?;
    let read = read_padded_jwk(members)?;
    if read.kid.as_ref().is_some_and(|kid| kid.len() > MAX_KID_BYTES) {
        return Err("the kid of a key has at most 1024 bytes");
    }
    Ok(IssuerKey { kid: read.kid, alg: read.alg, jwk: read.jwk })
}

fn kid(entry: &Value) -> Option<String> {
    let kid = entry.get("kid").and_then(Value::as_str)?;
    (kid.len() <= MAX_KID_BYTES).then(|| kid.to_owned())
}
