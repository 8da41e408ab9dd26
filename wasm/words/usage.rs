//! Usage: what answers report, both ways, and what is kept of it, out.

use crate::bindings::service_accounts as wit;
use badgehouse::error::{Error, InputProblem};
use badgehouse::identifier::{ClientId, CredentialId};
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

/// The usage, or each id in it that is none.
pub(crate) fn usage(usage: Vec<wit::Usage>) -> Result<Vec<Usage>, Error> {
    let (mut read, mut problems) = (Vec::new(), Vec::new());
    for (index, usage) in usage.into_iter().enumerate() {
        let mut problem = |member: &str, rule: &str| {
            problems.push(InputProblem::new(&format!("/{index}/{member}"), rule));
        };
        let client_id = ClientId::parse(usage.client_id);
        let client_id = client_id.map_err(|error| problem("client_id", error.rule())).ok();
        let credential = usage.credential.map(CredentialId::parse).transpose();
        let credential = credential.map_err(|error| problem("credential", error.rule())).ok();
        let Some(client_id) = client_id else { continue };
        read.push(Usage {
            client_id,
            credential: credential.flatten(),
            at: Timestamp::from_seconds(usage.at),
            tokens: usage.tokens,
            refusals: usage.refusals,
            revocations: usage.revocations,
        });
    }
    if problems.is_empty() { Ok(read) } else { Err(Error::invalid(problems)) }
}

impl From<AccountUsage> for wit::AccountUsage {
    fn from(usage: AccountUsage) -> Self {
        Self {
            client_id: usage.client_id.to_string(),
            last_used_at: usage.last_used_at.map(Timestamp::seconds),
            secrets: usage.secrets.into_iter().map(Into::into).collect(),
            keys: usage.keys.into_iter().map(Into::into).collect(),
            trusts: usage.trusts.into_iter().map(Into::into).collect(),
            days: usage.days.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<SecretUsage> for wit::CredentialUsage {
    fn from(usage: SecretUsage) -> Self {
        Self { credential: usage.secret_id.to_string(), last_used_at: usage.last_used_at.seconds() }
    }
}

impl From<KeyUsage> for wit::CredentialUsage {
    fn from(usage: KeyUsage) -> Self {
        Self { credential: usage.kid.to_string(), last_used_at: usage.last_used_at.seconds() }
    }
}

impl From<TrustUsage> for wit::CredentialUsage {
    fn from(usage: TrustUsage) -> Self {
        Self { credential: usage.trust_id.to_string(), last_used_at: usage.last_used_at.seconds() }
    }
}

impl From<DayUsage> for wit::DayUsage {
    fn from(usage: DayUsage) -> Self {
        let DayUsage { day, tokens, refusals, revocations } = usage;
        Self { day, tokens, refusals, revocations }
    }
}
