//! What only the embedding product does: by a timer, for a company that goes, and for keys that are lost.

use super::{Badgehouse, at_once, call};
use badgehouse::account::Purged;
use badgehouse::company::{CompanyResealed, Erasure, ErasureReceipt, ResealInput};
use badgehouse::error::Error;
use badgehouse::key_ring::{EarlierTokens, Resealed};
use badgehouse::time::{ClockView, Maintained};

impl Badgehouse {
    /// [`Core::maintain`](badgehouse::Core::maintain), with what this process has seen of time passing.
    pub async fn maintain(&self) -> Result<Maintained, Error> {
        let passed = self.watch.passed((self.monotonic)()).into();
        let answer: Maintained = call!(self, call_maintain(passed))?.into();
        self.watch.saw(&answer, (self.monotonic)());
        Ok(answer)
    }

    /// [`Core::clock`](badgehouse::Core::clock).
    pub async fn clock(&self) -> Result<ClockView, Error> {
        Ok(call!(self, call_clock())?.into())
    }

    /// [`Core::believe_clock`](badgehouse::Core::believe_clock).
    pub async fn believe_clock(&self) -> Result<ClockView, Error> {
        Ok(call!(self, call_believe_clock())?.into())
    }

    /// Records the usage that was added up since the last time:
    /// [`Core::record_usage`](badgehouse::Core::record_usage). By a timer, and once more at the end.
    pub async fn record_usage(&self) -> Result<(), Error> {
        let usage = self.kept.take_usage();
        if usage.is_empty() {
            return Ok(());
        }
        let usage: Vec<_> = usage.into_iter().map(Into::into).collect();
        call!(self, call_record_usage(&usage))
    }

    /// [`Core::purge_accounts`](badgehouse::Core::purge_accounts).
    pub async fn purge_accounts(&self, company: String) -> Result<Purged, Error> {
        Ok(call!(self, call_purge_accounts(&company))?.into())
    }

    /// [`Core::erase_company`](badgehouse::Core::erase_company).
    pub async fn erase_company(&self, company: String, confirmation: String) -> Result<Erasure, Error> {
        Ok(call!(self, call_erase_company(&company, &confirmation))?.into())
    }

    /// [`Core::verify_erasure_receipt`](badgehouse::Core::verify_erasure_receipt).
    pub async fn verify_erasure_receipt(&self, receipt: &ErasureReceipt) -> Result<bool, Error> {
        let receipt = receipt.clone().into();
        at_once!(self, call_verify_erasure_receipt(&receipt))
    }

    /// [`Core::reseal`](badgehouse::Core::reseal).
    pub async fn reseal(&self) -> Result<Resealed, Error> {
        Ok(call!(self, call_reseal())?.into())
    }

    /// [`Core::reseal_company`](badgehouse::Core::reseal_company).
    pub async fn reseal_company(
        &self,
        company: String,
        input: ResealInput,
    ) -> Result<CompanyResealed, Error> {
        let cursor = input.cursor.as_deref();
        Ok(call!(self, call_reseal_company(&company, input.keep_lost, cursor))?.into())
    }

    /// [`Core::replace_signing_key`](badgehouse::Core::replace_signing_key).
    pub async fn replace_signing_key(&self, earlier: EarlierTokens) -> Result<String, Error> {
        call!(self, call_replace_signing_key(earlier.into()))
    }
}
