//! Trust in an outside issuer, as it lies in an account: what the issuer's JWTs have to say.

pub(crate) mod claim;
pub(crate) mod preset;
pub(crate) mod width;

use super::life::Life;
use crate::value::identifier::TrustId;
use claim::ClaimValue;
use preset::Preset;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// How many trusts of an account may be live at a time.
pub const MAX_LIVE_TRUSTS: usize = 8;

/// The longest issuer and audience, in bytes.
pub(crate) const MAX_BYTES: usize = 255;

/// The claims that have to stand in a JWT, by what names them.
pub(crate) type Claims = BTreeMap<String, ClaimValue>;

/// What is kept of a trust.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct TrustRecord {
    pub(crate) id: TrustId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(flatten)]
    pub(crate) life: Life,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) preset: Option<Preset>,
    pub(crate) issuer: String,
    pub(crate) audience: String,
    pub(crate) claims: Claims,
    /// Whether a `jti` counts once.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) once: bool,
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
