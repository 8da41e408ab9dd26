//! The crypto provider by the crate `ring`: some ten times faster at ES256 than the built-in one.

mod key_pair;
mod opened;
mod sealing;

use badgehouse::crypto::{Algorithm, Crypto, CryptoError, GeneratedKey, PublicJwk, SealingKey, SigningKey};
use badgehouse::error::{Error, InputProblem};
use badgehouse::settings::Settings;
use badgehouse::store::Reply;
use key_pair::KeyPair;
use opened::OpenedKeys;
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256, RsaPublicKeyComponents,
    UnparsedPublicKey,
};
use std::fmt;
use std::future::ready;

/// A provider for ES256 and EdDSA, which also verifies RS256 and PS256, with the operating system's randomness. Every call answers at once.
///
/// What it seals the built-in provider opens, and the other way round. The private keys it opened last stay in memory, a few of
/// them, until the provider is dropped.
pub struct Ring {
    sealing_keys: Vec<SealingKey>,
    opened: OpenedKeys,
    random: SystemRandom,
}

impl Ring {
    /// A provider that seals with the first key and opens with each.
    pub fn new(sealing_keys: Vec<SealingKey>) -> Self {
        Self { sealing_keys, opened: OpenedKeys::default(), random: SystemRandom::new() }
    }

    /// Whether this provider can do what the settings want.
    ///
    /// # Errors
    /// `invalid_input` when tokens are to be signed with RS256: ring makes no RSA keys, so that there would never be a token.
    pub fn suits(settings: &Settings) -> Result<(), Error> {
        if settings.policy.signing_algorithm != Algorithm::Rs256 {
            return Ok(());
        }
        let detail = "the built-in provider makes no RSA keys; open the engine with a provider of your own that does (`open_with`, `load_with`), or sign with \
                      ES256 or EdDSA";
        Err(Error::invalid(vec![InputProblem::new("/policy/signing_algorithm", detail)]))
    }

    fn generate_now(&self, algorithm: Algorithm) -> Result<GeneratedKey, CryptoError> {
        let sealing_key =
            self.sealing_keys.first().ok_or_else(|| CryptoError::failed("there is no sealing key"))?;
        let (jwk, private_key) = key_pair::generate(algorithm, &self.random)?;
        let sealed = sealing::seal(sealing_key, private_key, &jwk.associated_data(), &self.random)?;
        Ok(GeneratedKey { jwk, sealed })
    }

    fn sign_now(&self, key: &SigningKey, message: &[u8]) -> Result<Vec<u8>, CryptoError> {
        let pair = self.opened.get_or_open(key, || {
            let private_key = sealing::open(&self.sealing_keys, key)?;
            KeyPair::from_pkcs8(&key.jwk, &private_key, &self.random)
        })?;
        pair.sign(message, &self.random)
    }
}

impl Crypto for Ring {
    fn generate<'a>(&'a self, algorithm: Algorithm) -> Reply<'a, Result<GeneratedKey, CryptoError>> {
        Box::pin(ready(self.generate_now(algorithm)))
    }

    fn sign<'a>(&'a self, key: &'a SigningKey, message: &'a [u8]) -> Reply<'a, Result<Vec<u8>, CryptoError>> {
        Box::pin(ready(self.sign_now(key, message)))
    }

    fn verify<'a>(
        &'a self,
        algorithm: Algorithm,
        jwk: &'a PublicJwk,
        message: &'a [u8],
        signature: &'a [u8],
    ) -> Reply<'a, Result<bool, CryptoError>> {
        Box::pin(ready(Ok(verifies(algorithm, jwk, message, signature))))
    }
}

impl fmt::Debug for Ring {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Ring({:?})", self.sealing_keys)
    }
}

fn verifies(algorithm: Algorithm, jwk: &PublicJwk, message: &[u8], signature: &[u8]) -> bool {
    if let Some((n, e)) = jwk.rsa_parts() {
        let key = RsaPublicKeyComponents { n, e };
        return match algorithm {
            Algorithm::Rs256 => key.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature).is_ok(),
            Algorithm::Ps256 => key.verify(&RSA_PSS_2048_8192_SHA256, message, signature).is_ok(),
            Algorithm::Es256 | Algorithm::EdDsa => false,
        };
    }
    let Some(public) = jwk.public_bytes().filter(|_| jwk.fits(algorithm)) else { return false };
    match algorithm {
        Algorithm::Rs256 | Algorithm::Ps256 => false,
        Algorithm::Es256 => {
            UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, public).verify(message, signature).is_ok()
        }
        Algorithm::EdDsa => verifies_ed25519(&public, message, signature),
    }
}

/// Not by ring: it accepts a public key of small order, under which one signature fits every message. The strict check refuses
/// that, is what the built-in provider does, and takes as long.
fn verifies_ed25519(public: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let Ok(public) = <[u8; 32]>::try_from(public) else { return false };
    let Ok(key) = ed25519_dalek::VerifyingKey::from_bytes(&public) else { return false };
    ed25519_dalek::Signature::from_slice(signature)
        .is_ok_and(|signature| key.verify_strict(message, &signature).is_ok())
}
