//! Trust in an outside issuer, as it lies in an account: what the issuer's JWTs have to say.

pub(crate) mod claim;
pub(crate) mod new;
pub(crate) mod preset;
pub(crate) mod width;

use super::life::Life;
use crate::value::identifier::TrustId;
use crate::value::map::Map;
use crate::value::tree::{FromTree, Misfit, Tree, as_serde_reads};
use claim::ClaimValue;
use preset::Preset;
use serde::Serialize;
use serde_json::Value;

/// How many trusts of an account may be live at a time.
pub const MAX_LIVE_TRUSTS: usize = 8;

/// The longest issuer and audience, in bytes.
pub(crate) const MAX_BYTES: usize = 255;

/// The claims that have to stand in a JWT, by what names them.
pub(crate) type Claims = Map<String, ClaimValue>;

as_serde_reads!(Claims, Preset);

/// What is kept of a trust.
#[derive(Clone, Serialize)]
pub(crate) struct TrustRecord {
    pub(crate) id: TrustId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(flatten)]
    pub(crate) life: Life,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) preset: Option<Preset>,
    pub(crate) issuer: String,
    pub(crate) audience: String,
    pub(crate) claims: Claims,
    /// Whether a `jti` counts once.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) once: bool,
}

impl FromTree for TrustRecord {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        let record = tree.record()?;
        Ok(Self {
            id: record.needed("id")?,
            name: record.optional("name")?,
            life: Life::from_tree(tree)?,
            preset: record.optional("preset")?,
            issuer: record.needed("issuer")?,
            audience: record.needed("audience")?,
            claims: record.needed("claims")?,
            once: record.or_default("once")?,
        })
    }
}

impl TrustRecord {
    /// Whether a JWT says all that it has to. A trust that asks for nothing fits nothing.
    pub(crate) fn fits(&self, jwt: &Value) -> bool {
        let said = |(name, wanted): (&String, &ClaimValue)| {
            claim::find(jwt, name).is_some_and(|claim| wanted.fits(claim))
        };
        !self.claims.is_empty() && self.claims.iter().all(said)
    }
}
