//! Looking at an account's usage.

use crate::administration::Call;
use crate::administration::look::look;
use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::core::Context;
use crate::model::account;
use crate::model::record;
use crate::model::usage::UsageRecord;
use crate::value::error::Error;
use crate::value::identifier::{ClientId, CredentialId, KeyId, SecretId, TrustId};
use crate::value::timestamp::Timestamp;
use serde::Serialize;

/// An account's usage. It is counted in windows, so that the last minutes may be missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AccountUsage {
    /// Whose.
    pub client_id: ClientId,
    /// When a token was last fetched; absent when none was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<Timestamp>,
    /// The secrets that tokens were fetched with.
    pub secrets: Vec<SecretUsage>,
    /// The public keys that tokens were fetched with.
    pub keys: Vec<KeyUsage>,
    /// The trusts in outside issuers that tokens were fetched by.
    pub trusts: Vec<TrustUsage>,
    /// The days of the last ninety on which there was anything, in their order.
    pub days: Vec<DayUsage>,
}

/// When a secret was last used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SecretUsage {
    /// Which.
    pub secret_id: SecretId,
    /// When a token was last fetched with it.
    pub last_used_at: Timestamp,
}

/// When a public key was last used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeyUsage {
    /// Which.
    pub kid: KeyId,
    /// When a token was last fetched with it.
    pub last_used_at: Timestamp,
}

/// When a trust in an outside issuer was last used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TrustUsage {
    /// Which.
    pub trust_id: TrustId,
    /// When a token was last fetched by it.
    pub last_used_at: Timestamp,
}

/// A day's counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DayUsage {
    /// The day in UTC: `2026-01-31`.
    pub day: String,
    /// How many tokens were fetched.
    pub tokens: u64,
    /// How many requests were refused.
    pub refusals: u64,
    /// How many tokens the program gave back (RFC 7009).
    pub revocations: u64,
}

impl UsageRecord {
    fn view(&self, client_id: ClientId, now: Timestamp) -> AccountUsage {
        let mut current = self.clone();
        current.trim(now, now);
        let (mut secrets, mut keys, mut trusts) = (Vec::new(), Vec::new(), Vec::new());
        for (credential, last) in &current.credentials {
            let last_used_at = Timestamp::from_seconds(*last);
            match credential.clone() {
                CredentialId::Secret(secret_id) => secrets.push(SecretUsage { secret_id, last_used_at }),
                CredentialId::Key(kid) => keys.push(KeyUsage { kid, last_used_at }),
                CredentialId::Trust(trust_id) => trusts.push(TrustUsage { trust_id, last_used_at }),
            }
        }
        let day = |(day, [tokens, refusals, revocations]): (&u32, &[u64; 3])| DayUsage {
            day: Timestamp::of_day(*day).date(),
            tokens: *tokens,
            refusals: *refusals,
            revocations: *revocations,
        };
        AccountUsage {
            client_id,
            last_used_at: current.last_used_at(),
            secrets,
            keys,
            trusts,
            days: current.days.iter().map(day).collect(),
        }
    }
}

pub(crate) async fn get(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
) -> Result<AccountUsage, Error> {
    let call = Call::new(principal, company, Right::Either)?;
    let client_id = account::parse(client_id)?;
    let usage = record::usage(&client_id);
    look(context, call.reading([usage.clone()]), &client_id, |scene, _| {
        let usage = scene.reading.record::<UsageRecord>(&usage)?.map(|stored| stored.record);
        Ok(usage.unwrap_or_default().view(client_id.clone(), scene.now))
    })
    .await
}
