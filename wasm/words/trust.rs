//! Trusts in outside issuers: wishes in, descriptions out.

use super::named_alike;
use crate::bindings::service_accounts as wit;
use badgehouse::collection::Map;
use badgehouse::error::{Error, InputProblem};
use badgehouse::timestamp::Timestamp;
use badgehouse::workload::{ClaimPrefix, ClaimValue, NewTrustInput, Preset, TrustList, TrustView};

impl TryFrom<wit::NewTrust> for NewTrustInput {
    type Error = Error;

    fn try_from(new: wit::NewTrust) -> Result<Self, Error> {
        let mut claims = Map::new();
        for (name, value) in new.claims {
            if claims.insert(name, value.into()).is_some() {
                let rule = "a claim is asked for once";
                return Err(Error::invalid(vec![InputProblem::new("/claims", rule)]));
            }
        }
        Ok(Self {
            preset: new.preset.map(Into::into),
            issuer: new.issuer,
            audience: new.audience,
            claims,
            once: new.once,
            name: new.name,
            expires_at: new.expires_at.map(Timestamp::from_seconds),
        })
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

named_alike!(wit::Preset => Preset { GithubActions, Gitlab, Kubernetes, Google, Circleci, Buildkite });
named_alike!(Preset => wit::Preset { GithubActions, Gitlab, Kubernetes, Google, Circleci, Buildkite });

impl From<TrustView> for wit::Trust {
    fn from(trust: TrustView) -> Self {
        Self {
            trust_id: trust.trust_id.to_string(),
            name: trust.name,
            preset: trust.preset.map(Into::into),
            issuer: trust.issuer,
            audience: trust.audience,
            claims: trust.claims.into_iter().map(|(name, value)| (name, value.into())).collect(),
            once: trust.once,
            created_at: trust.created_at.seconds(),
            expires_at: trust.expires_at.map(Timestamp::seconds),
            revoked_at: trust.revoked_at.map(Timestamp::seconds),
            live: trust.live,
            last_used_at: trust.last_used_at.map(Timestamp::seconds),
            warnings: trust.warnings.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<TrustList> for wit::TrustList {
    fn from(list: TrustList) -> Self {
        Self { revision: list.revision, items: list.items.into_iter().map(Into::into).collect() }
    }
}
