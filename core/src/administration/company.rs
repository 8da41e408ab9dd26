//! Companies, as a whole: erased by the platform, with a receipt, and resealed.

pub(crate) mod erase;
pub(crate) mod reseal;

use crate::core::{Core, Outcome};
use crate::model::erasure::ErasureReceipt;
use crate::value::random::Start;
use erase::Erasure;

impl Core {
    /// Removes everything of a company, some at a time, and answers a receipt at the end; `confirmation` is the company once more. From the first call on the
    /// company's tokens are refused, and its id is never used again. For the platform.
    pub fn erase_company(&self, start: Start, company: String, confirmation: String) -> Outcome<Erasure> {
        self.begin(start, |context| async move { erase::erase(&context, &company, &confirmation).await })
    }

    /// Whether a receipt is this service's, by a sealing key that is configured. It asks no store.
    pub fn verify_erasure_receipt(&self, receipt: &ErasureReceipt) -> bool {
        receipt.is_signed(self.keys())
    }
}
