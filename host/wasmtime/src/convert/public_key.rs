//! Public keys: wishes out, descriptions in.

use super::{all, key_id};
use crate::bindings::service_accounts as wit;
use badgehouse::error::Error;
use badgehouse::public_key::{KeyList, KeyView, NewKeyInput};
use badgehouse::timestamp::Timestamp;
use serde_json::Value;

impl From<NewKeyInput> for wit::NewKey {
    fn from(new: NewKeyInput) -> Self {
        Self {
            jwk: Value::Object(new.jwk).to_string(),
            name: new.name,
            expires_at: new.expires_at.map(Timestamp::seconds),
        }
    }
}

impl TryFrom<wit::Key> for KeyView {
    type Error = Error;

    fn try_from(key: wit::Key) -> Result<Self, Error> {
        Ok(Self {
            kid: key_id(key.kid)?,
            client_kid: key.client_kid,
            name: key.name,
            algorithm: key.algorithm,
            jwk: key.jwk.into(),
            created_at: Timestamp::from_seconds(key.created_at),
            expires_at: key.expires_at.map(Timestamp::from_seconds),
            revoked_at: key.revoked_at.map(Timestamp::from_seconds),
            live: key.live,
            last_used_at: key.last_used_at.map(Timestamp::from_seconds),
            warnings: key.warnings.into_iter().map(Into::into).collect(),
        })
    }
}

impl TryFrom<wit::KeyList> for KeyList {
    type Error = Error;

    fn try_from(list: wit::KeyList) -> Result<Self, Error> {
        Ok(Self { revision: list.revision, items: all(list.items)? })
    }
}
