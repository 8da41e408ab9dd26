//! What only the embedding product does: by a timer, for a company that goes, and for keys that are lost.

use super::{Core, Outcome};
use crate::account;
use crate::account::purge::Purged;
use crate::company;
use crate::company::erase::{Erasure, ErasureReceipt};
use crate::model::usage::Usage;
use crate::oauth::key_ring;
use crate::oauth::key_ring::replace::EarlierTokens;
use crate::oauth::key_ring::reseal::Resealed;
use crate::usage;
use crate::value::random::Start;

impl Core {
    /// Does what time has made due, which is to publish the next signing key. For the platform, by a timer. Whether anything changed.
    pub fn maintain(&self, start: Start) -> Outcome<bool> {
        self.begin(start, |mut context| async move { key_ring::maintain(&mut context).await })
    }

    /// Removes what is left of accounts that cannot be brought back any more, some at a time. For the platform, by a timer.
    pub fn purge_accounts(&self, start: Start, company: String) -> Outcome<Purged> {
        self.begin(start, |mut context| async move { account::purge::purge(&mut context, &company).await })
    }

    /// Removes everything of a company, some at a time, and answers a receipt at the end; `confirmation` is the company once more. For the platform.
    pub fn erase_company(&self, start: Start, company: String, confirmation: String) -> Outcome<Erasure> {
        self.begin(start, |mut context| async move {
            company::erase::erase(&mut context, &company, &confirmation).await
        })
    }

    /// Whether a receipt is this service's, by a sealing key that is configured. It asks no store.
    pub fn verify_erasure_receipt(&self, receipt: &ErasureReceipt) -> bool {
        receipt.is_signed(&self.settings)
    }

    /// Seals the signing keys at rest under the first sealing key, so that an earlier one can be taken out of the settings. For the platform; see
    /// [`reseal_audit`](Self::reseal_audit) for what else an earlier key has signed.
    pub fn reseal(&self, start: Start) -> Outcome<Resealed> {
        self.begin(start, |mut context| async move { key_ring::reseal::reseal(&mut context).await })
    }

    /// Makes a new signing key that signs from now on, and answers its `kid`: when the earlier ones cannot be opened any more, or when somebody
    /// else may know them. For the platform.
    pub fn replace_signing_key(&self, start: Start, earlier: EarlierTokens) -> Outcome<String> {
        self.begin(
            start,
            |mut context| async move { key_ring::replace::replace(&mut context, earlier).await },
        )
    }

    /// Adds up what answers reported as `usage`. For the platform, once in a while: it is one get and one commit for each twenty accounts
    /// of a company, and touches no account and no audit. After an error some of it is recorded; do not hand it in again.
    pub fn record_usage(&self, start: Start, usage: Vec<Usage>) -> Outcome<()> {
        self.begin(start, |mut context| async move { usage::keep::keep(&mut context, usage).await })
    }
}
