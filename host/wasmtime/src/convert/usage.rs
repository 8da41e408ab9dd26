//! Usage: what answers report, both ways, and what is kept of it, in.

use super::{all, client_id, key_id, secret_id, trust_id};
use crate::bindings::service_accounts as wit;
use badgehouse::error::Error;
use badgehouse::identifier::CredentialId;
use badgehouse::timestamp::Timestamp;
use badgehouse::usage::{AccountUsage, DayUsage, KeyUsage, SecretUsage, TrustUsage, Usage};

impl From<Usage> for wit::Usage {
    fn from(usage: Usage) -> Self {
        Self {
            client_id: usage.client_id.to_string(),
            credential: usage.credential.map(|id| id.to_string()),
            at: usage.at.seconds(),
            tokens: usage.tokens,
            refusals: usage.refusals,
            revocations: usage.revocations,
        }
    }
}

/// What an answer reports; nothing when the component reports what is none, since usage is no reason to refuse a token.
pub(crate) fn usage(usage: Option<wit::Usage>) -> Option<Usage> {
    let usage = usage?;
    Some(Usage {
        client_id: client_id(usage.client_id).ok()?,
        credential: usage.credential.and_then(|id| CredentialId::parse(id).ok()),
        at: Timestamp::from_seconds(usage.at),
        tokens: usage.tokens,
        refusals: usage.refusals,
        revocations: usage.revocations,
    })
}

impl TryFrom<wit::AccountUsage> for AccountUsage {
    type Error = Error;

    fn try_from(usage: wit::AccountUsage) -> Result<Self, Error> {
        Ok(Self {
            client_id: client_id(usage.client_id)?,
            last_used_at: usage.last_used_at.map(Timestamp::from_seconds),
            secrets: all(usage.secrets)?,
            keys: all(usage.keys)?,
            trusts: all(usage.trusts)?,
            days: usage.days.into_iter().map(Into::into).collect(),
        })
    }
}

impl TryFrom<wit::CredentialUsage> for SecretUsage {
    type Error = Error;

    fn try_from(usage: wit::CredentialUsage) -> Result<Self, Error> {
        let last_used_at = Timestamp::from_seconds(usage.last_used_at);
        Ok(Self { secret_id: secret_id(usage.credential)?, last_used_at })
    }
}

impl TryFrom<wit::CredentialUsage> for KeyUsage {
    type Error = Error;

    fn try_from(usage: wit::CredentialUsage) -> Result<Self, Error> {
        let last_used_at = Timestamp::from_seconds(usage.last_used_at);
        Ok(Self { kid: key_id(usage.credential)?, last_used_at })
    }
}

impl TryFrom<wit::CredentialUsage> for TrustUsage {
    type Error = Error;

    fn try_from(usage: wit::CredentialUsage) -> Result<Self, Error> {
        let last_used_at = Timestamp::from_seconds(usage.last_used_at);
        Ok(Self { trust_id: trust_id(usage.credential)?, last_used_at })
    }
}

impl From<wit::DayUsage> for DayUsage {
    fn from(usage: wit::DayUsage) -> Self {
        let wit::DayUsage { day, tokens, refusals, revocations } = usage;
        Self { day, tokens, refusals, revocations }
    }
}
