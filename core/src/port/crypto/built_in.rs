//! The built-in provider: RustCrypto, on every platform, in the same thread. A face says which of it is linked.

mod ed25519;
mod p256;
mod rsa;

use super::jwk::{Algorithm, PublicJwk};
use super::seal::{Sealed, SealingKey};
use super::{CryptoError, GeneratedKey, SigningKey};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::Rng;
use zeroize::Zeroizing;

/// Which signatures the core makes and verifies itself where a crypto provider says that it does not. What is not named here is not in the program: the linker
/// drops it.
#[derive(Clone, Copy, Debug)]
pub struct Portable(&'static [Kind]);

impl Portable {
    /// ES256 and EdDSA, and the verification of RS256 and PS256.
    pub const ALL: Self = Self(&[p256::KIND, ed25519::KIND, rsa::KIND]);
    /// EdDSA alone, for a host that does all else, as WebCrypto does everywhere.
    pub const ED25519: Self = Self(&[ed25519::KIND]);
    /// Verifying EdDSA, for a program beside such a host that signs nothing.
    pub const VERIFYING_ED25519: Self = Self(&[ed25519::VERIFYING]);

    /// See [`Crypto::verify`](super::Crypto::verify). Needs no key of ours.
    pub(crate) fn verify(
        self,
        algorithm: Algorithm,
        jwk: &PublicJwk,
        message: &[u8],
        signature: &[u8],
    ) -> Result<bool, CryptoError> {
        let kind = self.kind(algorithm)?;
        Ok(jwk.fits(algorithm) && (kind.verify)(algorithm, jwk, message, signature))
    }

    fn kind(self, algorithm: Algorithm) -> Result<&'static Kind, CryptoError> {
        let signs = if algorithm == Algorithm::Ps256 { Algorithm::Rs256 } else { algorithm };
        self.0.iter().find(|kind| kind.algorithm == signs).ok_or_else(|| {
            let name = algorithm.name();
            CryptoError::failed(format!(
                "the provider does not support {name}, and nothing for it is built in here: open the engine with a provider that does {name}, or with the default one"
            ))
        })
    }
}

/// What is done with the keys of one kind.
#[derive(Debug)]
struct Kind {
    /// Which its keys sign with.
    algorithm: Algorithm,
    generate: fn(&mut ChaCha20Rng) -> Result<NewKey, CryptoError>,
    sign: Sign,
    /// Of a key that fits the algorithm, over the first bytes; the last are the signature.
    verify: fn(Algorithm, &PublicJwk, &[u8], &[u8]) -> bool,
}

/// The signature of a key in PKCS#8 DER, the first bytes, over a message.
type Sign = fn(&[u8], &[u8]) -> Result<Vec<u8>, CryptoError>;

/// The public half, and the private one in PKCS#8 DER.
type NewKey = (PublicJwk, Zeroizing<Vec<u8>>);

/// The provider that is always there.
#[derive(Clone, Debug)]
pub struct BuiltIn {
    sealing_keys: Vec<SealingKey>,
    portable: Portable,
}

impl BuiltIn {
    /// A provider that seals with the first key and opens with each.
    pub fn new(sealing_keys: Vec<SealingKey>) -> Self {
        Self::with(sealing_keys, Portable::ALL)
    }

    /// The same with some of its signatures alone.
    pub(crate) fn with(sealing_keys: Vec<SealingKey>, portable: Portable) -> Self {
        Self { sealing_keys, portable }
    }

    /// A new key pair, with randomness from `random`.
    pub fn generate(
        &self,
        algorithm: Algorithm,
        random: &mut ChaCha20Rng,
    ) -> Result<GeneratedKey, CryptoError> {
        let kind = self.portable.kind(algorithm)?;
        let mut nonce = [0; 12];
        random.fill_bytes(&mut nonce);
        let (jwk, private_key) = (kind.generate)(random)?;
        let sealing_key =
            self.sealing_keys.first().ok_or_else(|| CryptoError::failed("there is no sealing key"))?;
        let sealed = sealing_key
            .seal(nonce, &private_key, &jwk.associated_data())
            .ok_or_else(|| CryptoError::failed("the new key could not be sealed"))?;
        Ok(GeneratedKey { jwk, sealed })
    }

    /// See [`Crypto::sign`](super::Crypto::sign).
    pub fn sign(&self, key: &SigningKey, message: &[u8]) -> Result<Vec<u8>, CryptoError> {
        let kind = self.portable.kind(key.jwk.algorithm())?;
        (kind.sign)(&self.open(key)?, message)
    }

    /// See [`Crypto::verify`](super::Crypto::verify).
    pub fn verify(&self, algorithm: Algorithm, jwk: &PublicJwk, message: &[u8], signature: &[u8]) -> bool {
        self.portable.verify(algorithm, jwk, message, signature).unwrap_or(false)
    }

    /// The private key's PKCS#8 DER, opened by whichever sealing key sealed it.
    pub fn open(&self, key: &SigningKey) -> Result<Zeroizing<Vec<u8>>, CryptoError> {
        let sealed =
            key.sealed.parse::<Sealed>().map_err(|_| CryptoError::failed("the sealed key is damaged"))?;
        let sealing_key = self
            .sealing_keys
            .iter()
            .find(|sealing_key| sealing_key.id() == sealed.sealing_key_id)
            .ok_or_else(|| {
                CryptoError::failed("the signing key was sealed with a sealing key that is not configured")
            })?;
        sealing_key
            .open(&sealed, &key.jwk.associated_data())
            .ok_or_else(|| CryptoError::failed("the sealed key was altered"))
    }
}

/// Whether the key can verify at all: its point lies on the curve and is none of the few that verify anything; an RSA key is within bounds. It is asked of every
/// key that comes in, whoever verifies with it.
pub(crate) fn is_public_key(jwk: &PublicJwk) -> bool {
    match jwk {
        PublicJwk::Ec { .. } => p256::is_point(jwk),
        PublicJwk::Okp { .. } => ed25519::is_public_key(jwk),
        PublicJwk::Rsa { .. } => jwk.rsa_parts().is_some(),
    }
}

fn signs_nothing() -> CryptoError {
    CryptoError::failed("nothing to sign with is built in here")
}

fn not_of_its_algorithm<E>(_: E) -> CryptoError {
    CryptoError::failed("the opened key is not of its algorithm")
}

fn not_encoded<E>(_: E) -> CryptoError {
    CryptoError::failed("the new key could not be encoded")
}
