//! Listing an account's secrets: what is known of each, never the secret.

use crate::administration::credential;
use crate::administration::principal::Principal;
use crate::core::Context;
use crate::model::life::CredentialWarning;
use crate::model::secret::SecretRecord;
use crate::model::settings::Policy;
use crate::value::error::Error;
use crate::value::identifier::SecretId;
use crate::value::timestamp::Timestamp;
use serde::Serialize;

/// A secret's description.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SecretView {
    /// Its id within the account.
    pub secret_id: SecretId,
    /// What people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends, or ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// When it was revoked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Timestamp>,
    /// Its last characters, to recognise it by.
    pub hint: String,
    /// Whether tokens can be fetched with it.
    pub live: bool,
    /// When a token was last fetched with it, as far as that is recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<Timestamp>,
    /// What to look at before it stops a program.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<CredentialWarning>,
}

/// An account's secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SecretList {
    /// The account's, which grows with every change.
    pub revision: u64,
    /// By creation: live ones, and those that ended a short time ago.
    pub items: Vec<SecretView>,
}

impl SecretRecord {
    pub(crate) fn view(
        &self,
        policy: &Policy,
        now: Timestamp,
        last_used_at: Option<Timestamp>,
    ) -> SecretView {
        SecretView {
            secret_id: self.id.clone(),
            name: self.name.clone(),
            created_at: self.life.created_at,
            expires_at: self.life.expires_at,
            revoked_at: self.life.revoked_at,
            hint: self.hint.clone(),
            live: self.life.is_live(now),
            last_used_at,
            warnings: self.life.warnings(policy, now),
        }
    }
}

pub(crate) async fn list(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
) -> Result<SecretList, Error> {
    let (revision, items) =
        credential::list(context, principal, company, client_id, SecretRecord::view).await?;
    Ok(SecretList { revision, items })
}
