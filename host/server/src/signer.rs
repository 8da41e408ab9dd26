//! What signs actor tokens in this program: a key pair, sealed as the core seals its own.

use anyhow::{Result, anyhow};
use badgehouse::actor_token::TYPE;
use badgehouse::crypto::{Algorithm, BuiltIn, PublicJwk, SealingKey, SigningKey};
use data_encoding::BASE64URL_NOPAD;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use serde::Serialize;
use serde_json::json;
use std::time::{SystemTime, UNIX_EPOCH};

/// A key pair of Ed25519, and what opens it.
#[derive(Clone)]
pub(crate) struct Signer {
    built_in: BuiltIn,
    key: SigningKey,
}

impl Signer {
    /// A new pair, sealed by the first of these keys.
    pub(crate) fn generate(sealing_keys: Vec<SealingKey>) -> Result<Self> {
        let built_in = BuiltIn::new(sealing_keys);
        let generated = built_in.generate(Algorithm::EdDsa, &mut ChaCha20Rng::from_seed(random()?))?;
        Ok(Self { built_in, key: SigningKey { jwk: generated.jwk, sealed: generated.sealed } })
    }

    /// The pair that was sealed by one of these keys; an error where it was not, or where the public half is another's.
    pub(crate) fn of(sealing_keys: Vec<SealingKey>, key: SigningKey) -> Result<Self> {
        let built_in = BuiltIn::new(sealing_keys);
        built_in.open(&key)?;
        Ok(Self { built_in, key })
    }

    /// The pair, as it is kept.
    pub(crate) fn key(&self) -> &SigningKey {
        &self.key
    }

    pub(crate) fn public_key(&self) -> PublicJwk {
        self.key.jwk.clone()
    }

    /// The actor token of these claims.
    pub(crate) fn sign(&self, claims: &impl Serialize) -> Result<String> {
        let part = |json: String| BASE64URL_NOPAD.encode(json.as_bytes());
        let header = json!({ "typ": TYPE, "alg": self.key.jwk.algorithm() }).to_string();
        let signing_input = format!("{}.{}", part(header), part(serde_json::to_string(claims)?));
        let signature = self.built_in.sign(&self.key, signing_input.as_bytes())?;
        Ok(format!("{signing_input}.{}", BASE64URL_NOPAD.encode(&signature)))
    }
}

/// A `jti`.
pub(crate) fn token_id() -> Result<String> {
    Ok(BASE64URL_NOPAD.encode(&random::<16>()?))
}

/// The present, in Unix seconds.
pub(crate) fn now() -> Result<u64> {
    Ok(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())
}

fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| anyhow!("the system gave no randomness: {error}"))?;
    Ok(bytes)
}
