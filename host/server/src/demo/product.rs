//! The product of the demo, which vouches for its user Ann by actor tokens.

use anyhow::{Result, anyhow};
use badgehouse::actor_token::TYPE;
use badgehouse::crypto::{Algorithm, BuiltIn, PublicJwk, SigningKey};
use data_encoding::BASE64URL_NOPAD;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::sample::COMPANY;
use crate::sealing;

/// A product with a key of its own.
pub(super) struct DemoProduct {
    audience: String,
    signer: BuiltIn,
    key: SigningKey,
}

impl DemoProduct {
    pub(super) fn new(issuer: &str) -> Result<Self> {
        let signer = BuiltIn::new(vec![sealing::generate()?]);
        let mut random = ChaCha20Rng::from_seed(random()?);
        let generated = signer.generate(Algorithm::Es256, &mut random)?;
        let key = SigningKey { jwk: generated.jwk, sealed: generated.sealed };
        Ok(Self { audience: format!("{issuer}/admin"), signer, key })
    }

    /// The issuer of its actor tokens.
    pub(super) fn name(&self) -> &'static str {
        "demo-product"
    }

    pub(super) fn public_key(&self) -> PublicJwk {
        self.key.jwk.clone()
    }

    /// A token that says: this is Ann, who is Admin on `admin` and `directory` in the company.
    pub(super) fn vouch_for_ann(&self) -> Result<String> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
        let header = json!({ "typ": TYPE, "alg": self.key.jwk.algorithm() });
        let claims = json!({
            "iss": self.name(), "aud": self.audience, "sub": "ann", "company": COMPANY,
            "levels": { "admin": "admin", "directory": "admin" },
            "jti": BASE64URL_NOPAD.encode(&random::<16>()?), "iat": now, "exp": now + 60,
        });
        let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
        let signing_input = format!("{}.{}", part(&header), part(&claims));
        let signature = self.signer.sign(&self.key, signing_input.as_bytes())?;
        Ok(format!("{signing_input}.{}", BASE64URL_NOPAD.encode(&signature)))
    }
}

fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| anyhow!("the system gave no randomness: {error}"))?;
    Ok(bytes)
}
