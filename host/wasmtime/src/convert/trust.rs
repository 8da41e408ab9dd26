//! Trusts in outside issuers: wishes out, descriptions in.

use super::{all, named_alike, trust_id};
use crate::bindings::service_accounts as wit;
use badgehouse::error::Error;
use badgehouse::timestamp::Timestamp;
use badgehouse::workload::{ClaimPrefix, ClaimValue, NewTrustInput, Preset, TrustList, TrustView};

impl From<NewTrustInput> for wit::NewTrust {
    fn from(new: NewTrustInput) -> Self {
        Self {
            preset: new.preset.map(Into::into),
            issuer: new.issuer,
            audience: new.audience,
            claims: new.claims.into_iter().map(|(name, value)| (name, value.into())).collect(),
            once: new.once,
            name: new.name,
            expires_at: new.expires_at.map(Timestamp::seconds),
        }
    }
}

impl From<ClaimValue> for wit::ClaimValue {
    fn from(value: ClaimValue) -> Self {
        match value {
            ClaimValue::Text(text) => Self::Text(text),
            ClaimValue::Number(number) => Self::Number(number),
            ClaimValue::Flag(flag) => Self::Flag(flag),
            ClaimValue::Prefix(ClaimPrefix { prefix }) => Self::Prefix(prefix),
        }
    }
}

impl From<wit::ClaimValue> for ClaimValue {
    fn from(value: wit::ClaimValue) -> Self {
        match value {
            wit::ClaimValue::Text(text) => Self::Text(text),
            wit::ClaimValue::Number(number) => Self::Number(number),
            wit::ClaimValue::Flag(flag) => Self::Flag(flag),
            wit::ClaimValue::Prefix(prefix) => Self::Prefix(ClaimPrefix { prefix }),
        }
    }
}

named_alike!(Preset => wit::Preset { GithubActions, Gitlab, Kubernetes, Google, Circleci, Buildkite });
named_alike!(wit::Preset => Preset { GithubActions, Gitlab, Kubernetes, Google, Circleci, Buildkite });

impl TryFrom<wit::Trust> for TrustView {
    type Error = Error;

    fn try_from(trust: wit::Trust) -> Result<Self, Error> {
        Ok(Self {
            trust_id: trust_id(trust.trust_id)?,
            name: trust.name,
            preset: trust.preset.map(Into::into),
            issuer: trust.issuer,
            audience: trust.audience,
            claims: trust.claims.into_iter().map(|(name, value)| (name, value.into())).collect(),
            once: trust.once,
            created_at: Timestamp::from_seconds(trust.created_at),
            expires_at: trust.expires_at.map(Timestamp::from_seconds),
            revoked_at: trust.revoked_at.map(Timestamp::from_seconds),
            live: trust.live,
            last_used_at: trust.last_used_at.map(Timestamp::from_seconds),
            warnings: trust.warnings.into_iter().map(Into::into).collect(),
        })
    }
}

impl TryFrom<wit::TrustList> for TrustList {
    type Error = Error;

    fn try_from(list: wit::TrustList) -> Result<Self, Error> {
        Ok(Self { revision: list.revision, items: all(list.items)? })
    }
}
