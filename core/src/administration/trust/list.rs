//! Listing the issuers that an account trusts.

use crate::administration::credential;
use crate::administration::principal::Principal;
use crate::core::Context;
use crate::model::life::CredentialWarning;
use crate::model::settings::Policy;
use crate::model::trust::TrustRecord;
use crate::model::trust::claim::ClaimValue;
use crate::model::trust::preset::Preset;
use crate::value::error::Error;
use crate::value::identifier::TrustId;
use crate::value::map::Map;
use crate::value::timestamp::Timestamp;
use serde::Serialize;

/// A trust of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TrustView {
    /// Its id within the account.
    pub trust_id: TrustId,
    /// What people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The platform by whose rules it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preset: Option<Preset>,
    /// The `iss` of its JWTs.
    pub issuer: String,
    /// What has to stand in their `aud`.
    pub audience: String,
    /// What they have to say, by claim.
    pub claims: Map<String, ClaimValue>,
    /// Whether each counts once, by its `jti`.
    pub once: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends, or ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// When it was revoked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Timestamp>,
    /// Whether tokens can be fetched by it.
    pub live: bool,
    /// When a token was last fetched by it, as far as that is recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<Timestamp>,
    /// What to look at before it stops a program.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<CredentialWarning>,
}

/// The issuers that an account trusts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TrustList {
    /// The account's, which grows with every change.
    pub revision: u64,
    /// By creation: live ones, and those that ended a short time ago.
    pub items: Vec<TrustView>,
}

pub(crate) async fn list(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
) -> Result<TrustList, Error> {
    let (revision, items) =
        credential::list(context, principal, company, client_id, TrustRecord::view).await?;
    Ok(TrustList { revision, items })
}

impl TrustRecord {
    pub(crate) fn view(&self, policy: &Policy, now: Timestamp, last_used_at: Option<Timestamp>) -> TrustView {
        TrustView {
            trust_id: self.id.clone(),
            name: self.name.clone(),
            preset: self.preset,
            issuer: self.issuer.clone(),
            audience: self.audience.clone(),
            claims: self.claims.clone(),
            once: self.once,
            created_at: self.life.created_at,
            expires_at: self.life.expires_at,
            revoked_at: self.life.revoked_at,
            live: self.life.is_live(now),
            last_used_at,
            warnings: self.life.warnings(policy, now),
        }
    }
}
