//! Outside issuers and their keys, which the platform stores: what accounts trust is checked with them.

use super::jwks::{IgnoredKey, IssuerJwks, IssuerKey, KnownKey};
use crate::core::Context;
use crate::core::platform::{self, Verdict};
use crate::model::audit::{AuditAction, Deed};
use crate::model::record::{self, Found, VERSION};
use crate::model::trust::MAX_BYTES;
use crate::model::vouch;
use crate::port::store::{Entry, Key};
use crate::value::error::Error;
use crate::value::input;
use crate::value::name::is_visible;
use crate::value::tree::{FromTree, Misfit, Tree};
use serde::{Deserialize, Serialize};
use serde_json::json;

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

/// What became of an issuer's JWKS that was entered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename = "EnteredIssuer…")]
pub struct EnteredIssuer {
    /// The keys by which the issuer is known from now on; none, and it is no trusted issuer any more.
    pub known: Vec<KnownKey>,
    /// The entries that were left out.
    pub ignored: Vec<IgnoredKey>,
}

/// An issuer as it lies in the store.
#[derive(Clone, Serialize)]
pub(crate) struct IssuerRecord {
    v: u8,
    pub(crate) issuer: String,
    pub(crate) keys: Vec<IssuerKey>,
}

impl FromTree for IssuerRecord {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        let record = tree.record()?;
        Ok(Self { v: record.needed("v")?, issuer: record.needed("issuer")?, keys: record.needed("keys")? })
    }
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

/// Stores the issuer with these keys and no others; what was understood of them, and what was not.
pub(crate) async fn put(context: &mut Context, input: TrustedIssuer) -> Result<EnteredIssuer, Error> {
    if !(1..=MAX_BYTES).contains(&input.issuer.len()) || !is_visible(&input.issuer) {
        return Err(Error::invalid_at("/issuer", "1 to 255 visible ASCII characters"));
    }
    let (keys, ignored) = input.jwks.read().map_err(Error::invalid)?;
    let known = keys.iter().map(IssuerKey::known).collect();
    let key = record::trusted_issuer(&input.issuer);
    let record = IssuerRecord { v: VERSION, issuer: input.issuer, keys };
    platform::change(context, key.clone(), |_, reading| {
        // What lies there and is not this service's is written over.
        let found: Found<IssuerRecord> = reading.found(&key)?;
        let expect = found.unchanged();
        let (action, change) = match (record.keys.is_empty(), &found) {
            (true, Found::Nothing) => return Ok(Verdict::Nothing(())),
            (true, _) => (AuditAction::IssuerRemoved, record::delete(key.clone(), expect)),
            (false, _) => (AuditAction::IssuerChanged, record::put(key.clone(), expect, &record)?),
        };
        let deed = Deed {
            action,
            target: record.issuer.clone(),
            from: json!({ "keys": found.record().map(IssuerRecord::thumbprints) }),
            to: json!({ "keys": record.thumbprints() }),
        };
        Ok(Verdict::Change(change, deed, ()))
    })
    .await?;
    Ok(EnteredIssuer { known, ignored })
}
