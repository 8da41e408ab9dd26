//! Secrets: wishes in, descriptions out.

use super::named_alike;
use crate::bindings::service_accounts as wit;
use badgehouse::secret::{AddedSecret, CredentialWarning, NewSecretInput, SecretList, SecretView};
use badgehouse::timestamp::Timestamp;

impl From<wit::NewSecret> for NewSecretInput {
    fn from(new: wit::NewSecret) -> Self {
        Self {
            name: new.name,
            expires_at: new.expires_at.map(Timestamp::from_seconds),
            overlap_seconds: new.overlap_seconds,
        }
    }
}

impl From<SecretView> for wit::Secret {
    fn from(secret: SecretView) -> Self {
        Self {
            secret_id: secret.secret_id.to_string(),
            name: secret.name,
            created_at: secret.created_at.seconds(),
            expires_at: secret.expires_at.map(|moment| moment.seconds()),
            revoked_at: secret.revoked_at.map(|moment| moment.seconds()),
            hint: secret.hint,
            live: secret.live,
            last_used_at: secret.last_used_at.map(Timestamp::seconds),
            warnings: secret.warnings.into_iter().map(Into::into).collect(),
        }
    }
}

named_alike!(CredentialWarning => wit::CredentialWarning { EndsSoon, TooOld });

impl From<AddedSecret> for wit::AddedSecret {
    fn from(added: AddedSecret) -> Self {
        Self {
            secret: added.secret.into(),
            client_secret: added.client_secret.map(|secret| secret.reveal().into()),
            notice: added.notice.map(Into::into),
        }
    }
}

impl From<SecretList> for wit::SecretList {
    fn from(list: SecretList) -> Self {
        Self { revision: list.revision, items: list.items.into_iter().map(Into::into).collect() }
    }
}
