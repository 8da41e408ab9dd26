//! What shall change: of what may be absent, absent and unsaid are two things.

use crate::bindings::service_accounts as wit;
use badgehouse::account::AccountChange;
use badgehouse::secret::CredentialChange;
use badgehouse::timestamp::Timestamp;

fn text(change: Option<Option<String>>) -> wit::TextChange {
    match change {
        None => wit::TextChange::Keep,
        Some(None) => wit::TextChange::Clear,
        Some(Some(text)) => wit::TextChange::Set(text),
    }
}

fn moment(change: Option<Option<Timestamp>>) -> wit::MomentChange {
    match change {
        None => wit::MomentChange::Keep,
        Some(None) => wit::MomentChange::Clear,
        Some(Some(moment)) => wit::MomentChange::Set(moment.seconds()),
    }
}

impl From<CredentialChange> for wit::CredentialChange {
    fn from(change: CredentialChange) -> Self {
        Self { name: text(change.name), expires_at: moment(change.expires_at) }
    }
}

impl From<AccountChange> for wit::AccountChange {
    fn from(change: AccountChange) -> Self {
        Self {
            name: change.name,
            description: text(change.description),
            metadata: match change.metadata {
                None => wit::MetadataChange::Keep,
                Some(None) => wit::MetadataChange::Clear,
                Some(Some(members)) => wit::MetadataChange::Merge(members.into_iter().collect()),
            },
            owner: text(change.owner),
            expires_at: moment(change.expires_at),
            token_seconds: match change.token_seconds {
                None => wit::TokenSecondsChange::Keep,
                Some(None) => wit::TokenSecondsChange::Clear,
                Some(Some(seconds)) => wit::TokenSecondsChange::Set(seconds),
            },
            auth_methods: match change.auth_methods {
                None => wit::AuthMethodsChange::Keep,
                Some(None) => wit::AuthMethodsChange::Clear,
                Some(Some(methods)) => {
                    wit::AuthMethodsChange::Set(methods.into_iter().map(Into::into).collect())
                }
            },
            dpop_bound_access_tokens: change.dpop_bound_access_tokens,
        }
    }
}
