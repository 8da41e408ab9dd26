//! The product of the demo, which vouches for its user Ann by actor tokens.

use crate::sample::COMPANY;
use crate::sealing;
use crate::signer::{Signer, now, token_id};
use anyhow::Result;
use badgehouse::crypto::PublicJwk;
use serde_json::json;

/// A product with a key of its own.
pub(super) struct DemoProduct {
    audience: String,
    signer: Signer,
}

impl DemoProduct {
    pub(super) fn new(issuer: &str) -> Result<Self> {
        let signer = Signer::generate(vec![sealing::generate()?])?;
        Ok(Self { audience: format!("{issuer}/admin"), signer })
    }

    /// The issuer of its actor tokens.
    pub(super) fn name(&self) -> &'static str {
        "demo-product"
    }

    pub(super) fn public_key(&self) -> PublicJwk {
        self.signer.public_key()
    }

    /// A token that says: this is Ann, who is Admin on `admin` and `directory` in the company.
    pub(super) fn vouch_for_ann(&self) -> Result<String> {
        let now = now()?;
        self.signer.sign(&json!({
            "iss": self.name(), "aud": self.audience, "sub": "ann", "company": COMPANY,
            "levels": { "admin": "admin", "directory": "admin" },
            "jti": token_id()?, "iat": now, "exp": now + 60,
        }))
    }
}
