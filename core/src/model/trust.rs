//! Trust in an outside issuer, as it lies in an account: what the issuer's JWTs have to say.

use super::life::Life;
use crate::value::identifier::TrustId;
use serde::{Deserialize, Serialize};

/// How many trusts of an account may be live at a time.
pub const MAX_LIVE_TRUSTS: usize = 8;

/// The longest issuer, audience and subject, in bytes.
pub(crate) const MAX_BYTES: usize = 255;

/// What is kept of a trust.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct TrustRecord {
    pub(crate) id: TrustId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(flatten)]
    pub(crate) life: Life,
    pub(crate) issuer: String,
    pub(crate) audience: String,
    pub(crate) subject: Subject,
}

/// Whom an issuer has to vouch for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Subject {
    /// This one `sub`.
    Exact(#[cfg_attr(feature = "schema", schemars(length(min = 1, max = 255)))] String),
    /// Every `sub` that begins with this.
    Prefix(#[cfg_attr(feature = "schema", schemars(length(min = 1, max = 255)))] String),
}

impl Subject {
    pub(crate) fn fits(&self, subject: &str) -> bool {
        match self {
            Self::Exact(exact) => exact == subject,
            Self::Prefix(prefix) => subject.starts_with(prefix),
        }
    }

    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Exact(text) | Self::Prefix(text) => text,
        }
    }
}
