//! Secrets: wishes out, descriptions in.

use super::{all, named_alike, secret_id};
use crate::bindings::service_accounts as wit;
use badgehouse::error::Error;
use badgehouse::secret::{
    AddedSecret, CredentialWarning, NewSecretInput, SecretList, SecretView, ShownSecret,
};
use badgehouse::timestamp::Timestamp;
use zeroize::Zeroizing;

impl From<NewSecretInput> for wit::NewSecret {
    fn from(new: NewSecretInput) -> Self {
        Self {
            name: new.name,
            expires_at: new.expires_at.map(Timestamp::seconds),
            overlap_seconds: new.overlap_seconds,
        }
    }
}

impl TryFrom<wit::Secret> for SecretView {
    type Error = Error;

    fn try_from(secret: wit::Secret) -> Result<Self, Error> {
        Ok(Self {
            secret_id: secret_id(secret.secret_id)?,
            name: secret.name,
            created_at: Timestamp::from_seconds(secret.created_at),
            expires_at: secret.expires_at.map(Timestamp::from_seconds),
            revoked_at: secret.revoked_at.map(Timestamp::from_seconds),
            hint: secret.hint,
            live: secret.live,
            last_used_at: secret.last_used_at.map(Timestamp::from_seconds),
            warnings: secret.warnings.into_iter().map(Into::into).collect(),
        })
    }
}

impl TryFrom<wit::SecretList> for SecretList {
    type Error = Error;

    fn try_from(secrets: wit::SecretList) -> Result<Self, Error> {
        Ok(Self { revision: secrets.revision, items: all(secrets.items)? })
    }
}

named_alike!(wit::CredentialWarning => CredentialWarning { EndsSoon, TooOld });

impl TryFrom<wit::AddedSecret> for AddedSecret {
    type Error = Error;

    fn try_from(added: wit::AddedSecret) -> Result<Self, Error> {
        Ok(Self {
            client_secret: added.client_secret.map(|text| ShownSecret::new(Zeroizing::new(text))),
            secret: added.secret.try_into()?,
            notice: added.notice.map(Into::into),
        })
    }
}
