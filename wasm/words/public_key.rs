//! Public keys: wishes in, descriptions out.

use crate::bindings::service_accounts as wit;
use badgehouse::error::{Error, InputProblem};
use badgehouse::public_key::{KeyList, KeyView, NewKeyInput};
use badgehouse::timestamp::Timestamp;

impl TryFrom<wit::NewKey> for NewKeyInput {
    type Error = Error;

    fn try_from(new: wit::NewKey) -> Result<Self, Error> {
        let problem =
            |_| Error::invalid(vec![InputProblem::new("/jwk", "a JWK is a JSON object (RFC 7517)")]);
        Ok(Self {
            jwk: serde_json::from_str(&new.jwk).map_err(problem)?,
            name: new.name,
            expires_at: new.expires_at.map(Timestamp::from_seconds),
        })
    }
}

impl From<KeyView> for wit::Key {
    fn from(key: KeyView) -> Self {
        Self {
            kid: key.kid.to_string(),
            client_kid: key.client_kid,
            name: key.name,
            algorithm: key.algorithm,
            jwk: key.jwk.into(),
            created_at: key.created_at.seconds(),
            expires_at: key.expires_at.map(Timestamp::seconds),
            revoked_at: key.revoked_at.map(Timestamp::seconds),
            live: key.live,
            last_used_at: key.last_used_at.map(Timestamp::seconds),
            warnings: key.warnings.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<KeyList> for wit::KeyList {
    fn from(list: KeyList) -> Self {
        Self { revision: list.revision, items: list.items.into_iter().map(Into::into).collect() }
    }
}
