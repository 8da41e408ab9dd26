//! Usage: when a credential was last used, and how many tokens, refusals and revocations an account had by day.
//!
//! It lies in a record of its own, so that token traffic never touches an account or its company's audit. What happened comes with
//! each answer of the token endpoint; the host adds it up and has it [recorded](crate::Core::record_usage) once in a while.

use super::record::{Stored, VERSION};
use super::store_time::NEAR_SECONDS;
use crate::value::identifier::{ClientId, CredentialId};
use crate::value::map::Map;
use crate::value::timestamp::Timestamp;
use crate::value::tree::{FromTree, Misfit, Tree, as_serde_reads};
use serde::Serialize;
use std::collections::BTreeMap;

/// For how many days usage is kept.
pub const KEPT_DAYS: u32 = 90;
/// How many credentials of an account are remembered, those used last: more than an account ever has live.
const KEPT_CREDENTIALS: usize = 32;
/// The most entries that a window holds; what comes on top is not counted.
pub const WINDOW_ENTRIES: usize = 10_000;

/// What an answer of the token endpoint has to report of an account that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usage {
    /// Whose.
    pub client_id: ClientId,
    /// The credential that a token was fetched with; none for a refusal or a revocation.
    pub credential: Option<CredentialId>,
    /// When.
    pub at: Timestamp,
    /// How many tokens.
    pub tokens: u64,
    /// How many refusals.
    pub refusals: u64,
    /// How many tokens were given back (RFC 7009).
    pub revocations: u64,
}

impl Usage {
    pub(crate) fn token(client_id: ClientId, credential: CredentialId, at: Timestamp) -> Self {
        Self { client_id, credential: Some(credential), at, tokens: 1, refusals: 0, revocations: 0 }
    }

    pub(crate) fn refusal(client_id: ClientId, at: Timestamp) -> Self {
        Self { client_id, credential: None, at, tokens: 0, refusals: 1, revocations: 0 }
    }

    pub(crate) fn revocation(client_id: ClientId, at: Timestamp) -> Self {
        Self { client_id, credential: None, at, tokens: 0, refusals: 0, revocations: 1 }
    }
}

/// Usage that a host adds up until it has it recorded. A crash loses it, and no answer with it.
#[derive(Clone, Debug, Default)]
pub struct UsageWindow(BTreeMap<(ClientId, Option<CredentialId>, u32), Usage>);

impl UsageWindow {
    /// Adds to what is there. When [`WINDOW_ENTRIES`] are held, an entry of a new kind is dropped.
    pub fn add(&mut self, usage: Usage) {
        let full = self.0.len() >= WINDOW_ENTRIES;
        let key = (usage.client_id.clone(), usage.credential.clone(), usage.at.day());
        match self.0.get_mut(&key) {
            Some(sum) => {
                sum.at = sum.at.max(usage.at);
                sum.tokens = sum.tokens.saturating_add(usage.tokens);
                sum.refusals = sum.refusals.saturating_add(usage.refusals);
                sum.revocations = sum.revocations.saturating_add(usage.revocations);
            }
            None if full => {}
            None => {
                self.0.insert(key, usage);
            }
        }
    }

    /// What was added up, and begins anew.
    pub fn take(&mut self) -> Vec<Usage> {
        std::mem::take(&mut self.0).into_values().collect()
    }
}

/// When a token was last fetched with the credential, by an account's usage if there is any.
pub(crate) fn last_used(usage: Option<Stored<UsageRecord>>, credential: &CredentialId) -> Option<Timestamp> {
    usage.and_then(|usage| usage.record.last_used(credential))
}

/// An account's usage as it lies in the store.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub(crate) struct UsageRecord {
    v: u8,
    /// By credential, when a token was last fetched with it, in Unix seconds.
    pub(crate) credentials: Map<CredentialId, u64>,
    /// By day (days since 1970-01-01, in UTC), tokens, refusals and revocations.
    pub(crate) days: Map<u32, [u64; 3]>,
}

impl FromTree for UsageRecord {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        let record = tree.record()?;
        Ok(Self {
            v: record.needed("v")?,
            credentials: record.needed("credentials")?,
            days: record.needed("days")?,
        })
    }
}

as_serde_reads!(Map<CredentialId, u64>, Map<u32, [u64; 3]>);

impl Default for UsageRecord {
    fn default() -> Self {
        Self { v: VERSION, credentials: Map::new(), days: Map::new() }
    }
}

impl UsageRecord {
    /// When a token was last fetched with the credential.
    pub(crate) fn last_used(&self, credential: &CredentialId) -> Option<Timestamp> {
        self.credentials.get(credential).copied().map(Timestamp::from_seconds)
    }

    /// When a token was last fetched with any.
    pub(crate) fn last_used_at(&self) -> Option<Timestamp> {
        self.credentials.values().max().copied().map(Timestamp::from_seconds)
    }

    /// `now` is the moment at which it is recorded: what is said to be later than that by more than clocks may differ was seen by one that was ahead, and gives way.
    pub(crate) fn add(&mut self, usage: &Usage, now: Timestamp) {
        if let Some(credential) = &usage.credential {
            let last = self.credentials.or_default(credential.clone());
            let ahead = *last > now.after(NEAR_SECONDS).seconds();
            *last = if ahead { usage.at.seconds() } else { usage.at.seconds().max(*last) };
        }
        let [tokens, refusals, revocations] = self.days.or_default(usage.at.day());
        *tokens = tokens.saturating_add(usage.tokens);
        *refusals = refusals.saturating_add(usage.refusals);
        *revocations = revocations.saturating_add(usage.revocations);
    }

    /// Drops what is too old for `certain`, and what a clock that was ahead has counted; and keeps the record bounded whatever was reported.
    pub(crate) fn trim(&mut self, now: Timestamp, certain: Timestamp) {
        let (first, last) = (certain.day(), now.after(NEAR_SECONDS).day());
        self.days.retain(|day, _| day.saturating_add(KEPT_DAYS) > first && *day <= last);
        self.days.keep_last(KEPT_DAYS as usize);
        while self.credentials.len() > KEPT_CREDENTIALS {
            let oldest = self.credentials.iter().min_by_key(|(_, last)| **last).map(|(id, _)| id.clone());
            oldest.and_then(|id| self.credentials.remove(&id));
        }
    }
}
