//! What shall change: of what may be absent, absent and unsaid are two things.

use crate::bindings::service_accounts as wit;
use badgehouse::account::AccountChange;
use badgehouse::secret::CredentialChange;
use badgehouse::timestamp::Timestamp;

fn text(change: wit::TextChange) -> Option<Option<String>> {
    match change {
        wit::TextChange::Keep => None,
        wit::TextChange::Clear => Some(None),
        wit::TextChange::Set(text) => Some(Some(text)),
    }
}

fn moment(change: wit::MomentChange) -> Option<Option<Timestamp>> {
    match change {
        wit::MomentChange::Keep => None,
        wit::MomentChange::Clear => Some(None),
        wit::MomentChange::Set(seconds) => Some(Some(Timestamp::from_seconds(seconds))),
    }
}

impl From<wit::CredentialChange> for CredentialChange {
    fn from(change: wit::CredentialChange) -> Self {
        Self { name: text(change.name), expires_at: moment(change.expires_at) }
    }
}

impl From<wit::AccountChange> for AccountChange {
    fn from(change: wit::AccountChange) -> Self {
        Self {
            name: change.name,
            description: text(change.description),
            metadata: match change.metadata {
                wit::MetadataChange::Keep => None,
                wit::MetadataChange::Clear => Some(None),
                wit::MetadataChange::Merge(members) => Some(Some(members.into_iter().collect())),
            },
            owner: text(change.owner),
            expires_at: moment(change.expires_at),
            token_seconds: match change.token_seconds {
                wit::TokenSecondsChange::Keep => None,
                wit::TokenSecondsChange::Clear => Some(None),
                wit::TokenSecondsChange::Set(seconds) => Some(Some(seconds)),
            },
            auth_methods: match change.auth_methods {
                wit::AuthMethodsChange::Keep => None,
                wit::AuthMethodsChange::Clear => Some(None),
                wit::AuthMethodsChange::Set(methods) => {
                    Some(Some(methods.into_iter().map(Into::into).collect()))
                }
            },
            dpop_bound_access_tokens: change.dpop_bound_access_tokens,
        }
    }
}
