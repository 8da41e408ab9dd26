//! Ann, an administrator of the company: how her requests say that they are hers.

use super::client::Proof;
use super::product::DemoProduct;
use anyhow::Result;

/// What a server knows her by.
pub(super) enum Ann {
    /// The product vouches for her, each time anew.
    VouchedFor(DemoProduct),
    /// She is signed in, by this `Cookie`.
    SignedIn(String),
}

impl Ann {
    pub(super) fn proof(&self) -> Result<Proof> {
        Ok(match self {
            Self::VouchedFor(product) => ("authorization", format!("Bearer {}", product.vouch_for_ann()?)),
            Self::SignedIn(cookie) => ("cookie", cookie.clone()),
        })
    }
}
