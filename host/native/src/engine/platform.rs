//! What only the embedding product does: by a timer, for a company that goes, and for keys that are lost.

use super::Engine;
use badgehouse::Core;
use badgehouse::account::Purged;
use badgehouse::company::{CompanyResealed, Erasure, ErasureReceipt, ResealInput};
use badgehouse::error::Error;
use badgehouse::identifier::CompanyId;
use badgehouse::key_ring::{EarlierTokens, Resealed, SigningKeyView};
use badgehouse::store::{Key, Standing};
use badgehouse::time::{ClockView, Maintained};

impl Engine {
    /// [`Core::purge_accounts`](badgehouse::Core::purge_accounts).
    pub async fn purge_accounts(&self, company: String) -> Result<Purged, Error> {
        self.run(|core, start| core.purge_accounts(start, company)).await
    }

    /// [`Core::erase_company`](badgehouse::Core::erase_company).
    pub async fn erase_company(&self, company: String, confirmation: String) -> Result<Erasure, Error> {
        self.run(|core, start| core.erase_company(start, company, confirmation)).await
    }

    /// [`Core::verify_erasure_receipt`](badgehouse::Core::verify_erasure_receipt).
    pub fn verify_erasure_receipt(&self, receipt: &ErasureReceipt) -> bool {
        self.core.verify_erasure_receipt(receipt)
    }

    /// [`Core::inspect`](badgehouse::Core::inspect).
    pub fn inspect(&self, key: &Key, value: &[u8]) -> Standing {
        self.core.inspect(key, value)
    }

    /// [`Core::company_at`](badgehouse::Core::company_at).
    pub fn company_at(&self, key: &Key, value: &[u8]) -> Option<CompanyId> {
        self.core.company_at(key, value)
    }

    /// [`Core::reseal`](badgehouse::Core::reseal).
    pub async fn reseal(&self) -> Result<Resealed, Error> {
        self.run(|core, start| core.reseal(start)).await
    }

    /// [`Core::reseal_company`](badgehouse::Core::reseal_company).
    pub async fn reseal_company(
        &self,
        company: String,
        input: ResealInput,
    ) -> Result<CompanyResealed, Error> {
        self.run(|core, start| core.reseal_company(start, company, input)).await
    }

    /// [`Core::replace_signing_key`](badgehouse::Core::replace_signing_key).
    pub async fn replace_signing_key(&self, earlier: EarlierTokens) -> Result<String, Error> {
        self.run(|core, start| core.replace_signing_key(start, earlier)).await
    }

    /// [`Core::maintain`](badgehouse::Core::maintain), with what this process has seen of time passing.
    pub async fn maintain(&self) -> Result<Maintained, Error> {
        let passed = self.watch.passed((self.monotonic)());
        let answer = self.run(|core, start| core.maintain(start, passed)).await?;
        self.watch.saw(&answer, (self.monotonic)());
        Ok(answer)
    }

    /// [`Core::clock`](badgehouse::Core::clock).
    pub async fn clock(&self) -> Result<ClockView, Error> {
        self.run(Core::clock).await
    }

    /// [`Core::signing_keys`](badgehouse::Core::signing_keys).
    pub async fn signing_keys(&self) -> Result<Vec<SigningKeyView>, Error> {
        self.run(Core::signing_keys).await
    }

    /// [`Core::believe_clock`](badgehouse::Core::believe_clock).
    pub async fn believe_clock(&self) -> Result<ClockView, Error> {
        self.run(Core::believe_clock).await
    }

    /// Records the usage that was added up since the last time: [`Core::record_usage`](badgehouse::Core::record_usage). By a timer, and once more at the end; what a
    /// crash or a failure keeps from being recorded is lost, and no answer with it.
    ///
    /// # Errors
    /// `unavailable` when the store was not reached; what of it was not recorded is gone.
    pub async fn record_usage(&self) -> Result<(), Error> {
        let start = self.start()?;
        let usage = self.kept.take_usage();
        self.drive(self.core.record_usage(start, usage)).await
    }
}
