//! Outside issuers and their keys, which the platform stores: what accounts trust is checked with them.

use crate::core::Context;
use crate::core::platform::{self, Verdict};
use crate::model::audit::{AuditAction, Deed};
use crate::model::public_key::read_jwk;
use crate::model::record::{self, Found, VERSION};
use crate::model::trust::MAX_BYTES;
use crate::model::vouch;
use crate::port::crypto::jwk::{Algorithm, PublicJwk};
use crate::port::store::{Entry, Key};
use crate::value::error::{Error, InputProblem};
use crate::value::input;
use crate::value::name::is_visible;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// The most keys of an issuer.
const MAX_KEYS: usize = 16;

/// An outside issuer, as the platform enters it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrustedIssuer {
    /// Its `iss`: 1 to 255 visible ASCII characters.
    pub issuer: String,
    /// Its JWKS.
    #[serde(deserialize_with = "input::as_object")]
    pub jwks: IssuerJwks,
}

/// A JWKS (RFC 7517 section 5).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuerJwks {
    /// At most 16 keys that are known here; those that are not are left out (RFC 7517 section 5). None, and the issuer is removed.
    pub keys: Vec<Map<String, Value>>,
}

/// An issuer as it lies in the store.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct IssuerRecord {
    v: u8,
    pub(crate) issuer: String,
    pub(crate) keys: Vec<IssuerKey>,
}

impl IssuerRecord {
    /// The issuer that an entry of the store is of, by its own word.
    pub(crate) fn claimed(context: &Context, key: &Key, entry: &Entry) -> Option<String> {
        let (json, _) = vouch::claimed(&context.keys, key, &entry.value);
        record::decode::<Self>(key, json).ok().map(|record| record.issuer)
    }

    /// Which keys, by their thumbprints (RFC 7638), whatever the issuer calls them.
    fn thumbprints(&self) -> Vec<String> {
        self.keys.iter().map(|key| key.jwk.kid()).collect()
    }
}

/// A key of an issuer's.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct IssuerKey {
    /// As the issuer calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) kid: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) alg: Option<Algorithm>,
    pub(crate) jwk: PublicJwk,
}

impl IssuerKey {
    /// Whether a token of that header may be signed with it: an RSA key that names no algorithm goes with both.
    pub(crate) fn fits(&self, kid: Option<&str>, algorithm: Algorithm) -> bool {
        let named = kid.is_none_or(|kid| self.kid.as_deref() == Some(kid));
        named && self.jwk.fits(algorithm) && self.alg.is_none_or(|alg| alg == algorithm)
    }
}

/// Stores the issuer with these keys and no others. How many keys of it are known from now on.
pub(crate) async fn put(context: &mut Context, input: TrustedIssuer) -> Result<u32, Error> {
    if !(1..=MAX_BYTES).contains(&input.issuer.len()) || !is_visible(&input.issuer) {
        return Err(Error::invalid_at("/issuer", "1 to 255 visible ASCII characters"));
    }
    let keys = read(&input.jwks.keys).map_err(|problem| Error::invalid(vec![problem]))?;
    let count = u32::try_from(keys.len()).unwrap_or(u32::MAX);
    let key = record::trusted_issuer(&input.issuer);
    let record = IssuerRecord { v: VERSION, issuer: input.issuer, keys };
    platform::change(context, key.clone(), |_, reading| {
        // What lies there and is not this service's is written over.
        let found: Found<IssuerRecord> = reading.found(&key)?;
        let expect = found.unchanged();
        let (action, change) = match (count, &found) {
            (0, Found::Nothing) => return Ok(Verdict::Nothing(0)),
            (0, _) => (AuditAction::IssuerRemoved, record::delete(key.clone(), expect)),
            _ => (AuditAction::IssuerChanged, record::put(key.clone(), expect, &record)?),
        };
        let deed = Deed {
            action,
            target: record.issuer.clone(),
            from: json!({ "keys": found.record().map(IssuerRecord::thumbprints) }),
            to: json!({ "keys": record.thumbprints() }),
        };
        Ok(Verdict::Change(change, deed, count))
    })
    .await
}

/// The keys that are known; a set of which none is known was surely not meant to remove the issuer.
fn read(keys: &[Map<String, Value>]) -> Result<Vec<IssuerKey>, InputProblem> {
    let mut known = Vec::new();
    for members in keys {
        let text = |name: &str| members.get(name).and_then(Value::as_str);
        let Ok((jwk, _)) = read_jwk(members) else { continue };
        let alg = text("alg").and_then(|name| name.parse::<Algorithm>().ok());
        known.push(IssuerKey { kid: text("kid").map(ToOwned::to_owned), alg, jwk });
        if known.len() > MAX_KEYS {
            return Err(InputProblem::new("/jwks/keys", "an issuer has at most 16 keys"));
        }
    }
    if known.is_empty() && !keys.is_empty() {
        return Err(InputProblem::new(
            "/jwks/keys",
            "none of these keys is one for ES256, EdDSA, RS256 or PS256",
        ));
    }
    Ok(known)
}
