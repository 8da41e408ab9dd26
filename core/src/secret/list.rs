//! Listing an account's secrets: what is known of each, never the secret.

use super::SecretRecord;
use crate::account::{self, AccountRecord, present};
use crate::administration::{Call, view};
use crate::context::Context;
use crate::error::Error;
use crate::identifier::SecretId;
use crate::principal::Principal;
use crate::record::{self, Stored};
use crate::right::Right;
use crate::timestamp::Timestamp;
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
    pub(crate) fn view(&self, now: Timestamp) -> SecretView {
        SecretView {
            secret_id: self.id.clone(),
            name: self.name.clone(),
            created_at: self.created_at,
            expires_at: self.expires_at,
            revoked_at: self.revoked_at,
            hint: self.hint.clone(),
            live: self.is_live(now),
        }
    }
}

pub(crate) async fn list(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
) -> Result<SecretList, Error> {
    let call = Call::new(principal, company, Right::Accounts)?;
    let key = record::account(&account::view::parse(client_id)?);
    let company = call.company.clone();
    view(context, call.reading([key.clone()]), |scene| {
        let stored: Option<Stored<AccountRecord>> = scene.reading.record(&key)?;
        let account = present(stored.map(|stored| stored.record), &company)?;
        let revision = account.revision;
        Ok(SecretList {
            revision,
            items: account.secrets.iter().map(|secret| secret.view(scene.now)).collect(),
        })
    })
    .await
}
