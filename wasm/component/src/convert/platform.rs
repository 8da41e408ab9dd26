//! What the platform does: usage both ways, and what became of keys and secrets, out.

use crate::bindings::service_accounts as wit;
use badgehouse::error::{Error, InputProblem};
use badgehouse::identifier::{ClientId, SecretId};
use badgehouse::key_ring::{EarlierTokens, Resealed};
use badgehouse::secret::FoundSecret;
use badgehouse::timestamp::Timestamp;
use badgehouse::usage::Usage;

impl From<Usage> for wit::Usage {
    fn from(usage: Usage) -> Self {
        Self {
            client_id: usage.client_id.to_string(),
            secret_id: usage.secret_id.map(|id| id.to_string()),
            at: usage.at.seconds(),
            tokens: usage.tokens,
            refusals: usage.refusals,
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
        if client_id.is_none() {
            problem("client_id", ClientId::RULE);
        }
        let secret_id = usage.secret_id.map(SecretId::parse);
        if secret_id == Some(None) {
            problem("secret_id", SecretId::RULE);
        }
        let Some(client_id) = client_id else { continue };
        read.push(Usage {
            client_id,
            secret_id: secret_id.flatten(),
            at: Timestamp::from_seconds(usage.at),
            tokens: usage.tokens,
            refusals: usage.refusals,
        });
    }
    if problems.is_empty() { Ok(read) } else { Err(Error::invalid(problems)) }
}

impl From<Resealed> for wit::Resealed {
    fn from(outcome: Resealed) -> Self {
        Self { resealed: outcome.resealed, lost: outcome.lost }
    }
}

impl From<wit::EarlierTokens> for EarlierTokens {
    fn from(earlier: wit::EarlierTokens) -> Self {
        match earlier {
            wit::EarlierTokens::Kept => Self::Kept,
            wit::EarlierTokens::Refused => Self::Refused,
        }
    }
}

impl From<FoundSecret> for wit::FoundSecret {
    fn from(found: FoundSecret) -> Self {
        Self {
            company: found.company,
            client_id: found.client_id.to_string(),
            name: found.name,
            secret_id: found.secret_id.to_string(),
            live: found.live,
            revoked: found.revoked,
        }
    }
}
