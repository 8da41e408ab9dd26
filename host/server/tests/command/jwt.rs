//! Keys that are not ours, and the JWTs that they sign.

use badgehouse::crypto::{Algorithm, BuiltIn, SealingKey, SigningKey};
use data_encoding::BASE64URL_NOPAD;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};

pub(crate) struct Signer {
    signer: BuiltIn,
    key: SigningKey,
}

impl Signer {
    /// The one of that seed.
    pub(crate) fn new(seed: u8) -> Self {
        let signer = BuiltIn::new(vec![SealingKey::from_bytes([seed; 32])]);
        let key = signer.generate(Algorithm::EdDsa, &mut ChaCha20Rng::from_seed([seed; 32])).unwrap();
        Self { signer, key: SigningKey { jwk: key.jwk, sealed: key.sealed } }
    }

    /// The public key.
    pub(crate) fn jwk(&self) -> Value {
        json!(self.key.jwk)
    }

    /// A JWT of that `typ`.
    pub(crate) fn sign(&self, typ: &str, claims: &Value) -> String {
        let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
        let input = format!("{}.{}", part(&json!({ "typ": typ, "alg": "EdDSA" })), part(claims));
        let signature = self.signer.sign(&self.key, input.as_bytes()).unwrap();
        format!("{input}.{}", BASE64URL_NOPAD.encode(&signature))
    }
}

/// The present, in Unix seconds.
pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}
