//! Workload identity: an account trusts an outside issuer, and a CI job or a pod gets a token with the JWT that the issuer gave it (RFC 7523 section 2.1),
//! without a secret of its own.
//!
//! The platform stores the issuer's keys; nothing is ever fetched. An account's trust names the issuer, an audience, and one subject or what subjects begin with.

pub(crate) mod add;
pub(crate) mod assertion;
pub(crate) mod issuer;
pub(crate) mod list;
pub(crate) mod revoke;

pub use add::{NewTrustInput, Subject};
pub use issuer::{IssuerJwks, TrustedIssuer};
pub use list::{TrustList, TrustView};

use crate::model::life::Life;
use crate::model::settings::Policy;
use crate::value::error::Error;
use crate::value::identifier::TrustId;
use crate::value::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// How many trusts of an account may be live at a time.
pub const MAX_LIVE_TRUSTS: usize = 8;
/// The most trusts that an account's record keeps.
const KEPT_TRUSTS: usize = 16;

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

impl TrustRecord {
    pub(crate) fn view(&self, policy: &Policy, now: Timestamp, last_used_at: Option<Timestamp>) -> TrustView {
        TrustView {
            trust_id: self.id.clone(),
            name: self.name.clone(),
            issuer: self.issuer.clone(),
            audience: self.audience.clone(),
            subject: self.subject.clone(),
            created_at: self.life.created_at,
            expires_at: self.life.expires_at,
            revoked_at: self.life.revoked_at,
            live: self.life.is_live(now),
            last_used_at,
            warnings: self.life.warnings(policy, now),
        }
    }
}

pub(crate) fn parse(trust_id: &str) -> Result<TrustId, Error> {
    TrustId::parse(trust_id).ok_or_else(|| Error::invalid_at("/trust_id", TrustId::RULE))
}
