//! Listing an account's public keys.

use crate::administration::credential;
use crate::administration::principal::Principal;
use crate::core::Context;
use crate::model::life::CredentialWarning;
use crate::model::public_key::KeyRecord;
use crate::model::settings::Policy;
use crate::port::crypto::jwk::PublicJwk;
use crate::value::error::Error;
use crate::value::identifier::KeyId;
use crate::value::timestamp::Timestamp;
use serde::Serialize;

/// A public key of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeyView {
    /// Its id: the thumbprint of RFC 7638.
    pub kid: KeyId,
    /// Its `kid` as the client gave it, where that is another: assertions may name the key by either.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(length(max = 255)))]
    pub client_kid: Option<String>,
    /// What people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The algorithm it is for: `ES256`, `EdDSA`, `RS256` or `PS256`.
    pub algorithm: String,
    /// The key (RFC 7517).
    pub jwk: PublicJwk,
    /// When it was entered.
    pub created_at: Timestamp,
    /// When it ends, or ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// When it was revoked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Timestamp>,
    /// Whether the account may prove itself with it.
    pub live: bool,
    /// When a token was last fetched with it, as far as that is recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<Timestamp>,
    /// What to look at before it stops a program.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<CredentialWarning>,
}

/// An account's public keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeyList {
    /// The account's, which grows with every change.
    pub revision: u64,
    /// By creation: live ones, and those that ended a short time ago.
    pub items: Vec<KeyView>,
}

pub(crate) async fn list(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
) -> Result<KeyList, Error> {
    let (revision, items) = credential::list(context, principal, company, client_id, KeyRecord::view).await?;
    Ok(KeyList { revision, items })
}

impl KeyRecord {
    pub(crate) fn view(&self, policy: &Policy, now: Timestamp, last_used_at: Option<Timestamp>) -> KeyView {
        KeyView {
            kid: self.kid.clone(),
            client_kid: self.client_kid.clone(),
            name: self.name.clone(),
            algorithm: self.algorithm().name().into(),
            jwk: self.jwk.clone(),
            created_at: self.life.created_at,
            expires_at: self.life.expires_at,
            revoked_at: self.life.revoked_at,
            live: self.life.is_live(now),
            last_used_at,
            warnings: self.life.warnings(policy, now),
        }
    }
}
