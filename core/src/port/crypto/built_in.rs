//! The built-in provider: RustCrypto, on every platform, in the same thread.

use super::jwk::{Algorithm, PublicJwk};
use super::seal::{Sealed, SealingKey};
use super::{CryptoError, GeneratedKey, SigningKey};
use ed25519_dalek::pkcs8::{DecodePrivateKey, EncodePrivateKey, KeypairBytes};
use p256::ecdsa::signature::{Signer, Verifier};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::Rng;
use rsa::{BoxedUint, Pkcs1v15Sign, Pss, PublicKey as RsaPublicKey};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// The provider that is always there.
#[derive(Clone, Debug)]
pub struct BuiltIn {
    sealing_keys: Vec<SealingKey>,
}

impl BuiltIn {
    /// A provider that seals with the first key and opens with each.
    pub fn new(sealing_keys: Vec<SealingKey>) -> Self {
        Self { sealing_keys }
    }

    /// A new key pair, with randomness from `random`.
    pub fn generate(
        &self,
        algorithm: Algorithm,
        random: &mut ChaCha20Rng,
    ) -> Result<GeneratedKey, CryptoError> {
        let mut nonce = [0; 12];
        random.fill_bytes(&mut nonce);
        let (jwk, private_key) = match algorithm {
            Algorithm::Es256 => generate_es256(random)?,
            Algorithm::EdDsa => generate_ed25519(random)?,
            Algorithm::Rs256 | Algorithm::Ps256 => return Err(CryptoError::failed(NO_RSA)),
        };
        let sealing_key =
            self.sealing_keys.first().ok_or_else(|| CryptoError::failed("there is no sealing key"))?;
        let sealed = sealing_key
            .seal(nonce, &private_key, &jwk.associated_data())
            .ok_or_else(|| CryptoError::failed("the new key could not be sealed"))?;
        Ok(GeneratedKey { jwk, sealed })
    }

    /// See [`Crypto::sign`](super::Crypto::sign).
    pub fn sign(&self, key: &SigningKey, message: &[u8]) -> Result<Vec<u8>, CryptoError> {
        let private_key = self.open(key)?;
        let damaged = |_| CryptoError::failed("the opened key is not of its algorithm");
        match key.jwk.algorithm() {
            Algorithm::Es256 => {
                let signing = p256::ecdsa::SigningKey::from_pkcs8_der(&private_key).map_err(damaged)?;
                let signature: p256::ecdsa::Signature = signing.sign(message);
                Ok(signature.to_bytes().to_vec())
            }
            Algorithm::EdDsa => {
                let signing = ed25519_dalek::SigningKey::from_pkcs8_der(&private_key).map_err(damaged)?;
                Ok(signing.sign(message).to_bytes().to_vec())
            }
            Algorithm::Rs256 | Algorithm::Ps256 => Err(CryptoError::failed(NO_RSA)),
        }
    }

    /// See [`Crypto::verify`](super::Crypto::verify).
    pub fn verify(&self, algorithm: Algorithm, jwk: &PublicJwk, message: &[u8], signature: &[u8]) -> bool {
        verify(algorithm, jwk, message, signature)
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

/// RSA signatures need a provider that makes them in constant time; portable Rust has none.
const NO_RSA: &str = "RS256 signatures are made by a crypto provider of the host";

/// See [`Crypto::verify`](super::Crypto::verify). Needs no key of ours.
pub(crate) fn verify(algorithm: Algorithm, jwk: &PublicJwk, message: &[u8], signature: &[u8]) -> bool {
    if let Some(key) = rsa_key(jwk) {
        return verify_rsa(algorithm, &key, message, signature);
    }
    let Some(public) = jwk.public_bytes().filter(|_| jwk.fits(algorithm)) else { return false };
    match algorithm {
        Algorithm::Rs256 | Algorithm::Ps256 => false,
        Algorithm::Es256 => {
            let Ok(key) = p256::ecdsa::VerifyingKey::from_sec1_bytes(&public) else { return false };
            p256::ecdsa::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify(message, &signature).is_ok())
        }
        Algorithm::EdDsa => {
            let Ok(public) = <[u8; 32]>::try_from(public.as_slice()) else { return false };
            let Ok(key) = ed25519_dalek::VerifyingKey::from_bytes(&public) else { return false };
            ed25519_dalek::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_strict(message, &signature).is_ok())
        }
    }
}

fn rsa_key(jwk: &PublicJwk) -> Option<RsaPublicKey> {
    let (n, e) = jwk.rsa_parts()?;
    let (n, e) = (BoxedUint::from_be_slice_vartime(&n), BoxedUint::from_be_slice_vartime(&e));
    RsaPublicKey::new(n, e).ok()
}

/// A signature is as long as the modulus (RFC 8017 sections 8.1.2 and 8.2.2).
fn verify_rsa(algorithm: Algorithm, key: &RsaPublicKey, message: &[u8], signature: &[u8]) -> bool {
    let digest = Sha256::digest(message);
    match algorithm {
        Algorithm::Rs256 => key.verify(Pkcs1v15Sign::new::<Sha256>(), &digest, signature).is_ok(),
        Algorithm::Ps256 => key.verify(Pss::<Sha256>::new(), &digest, signature).is_ok(),
        Algorithm::Es256 | Algorithm::EdDsa => false,
    }
}

/// Whether the key can verify at all: its point lies on the curve and is none of the few that verify anything; an RSA key is within bounds.
pub(crate) fn is_public_key(jwk: &PublicJwk) -> bool {
    if rsa_key(jwk).is_some() {
        return true;
    }
    let Some(public) = jwk.public_bytes() else { return false };
    match jwk.algorithm() {
        Algorithm::Es256 => p256::ecdsa::VerifyingKey::from_sec1_bytes(&public).is_ok(),
        Algorithm::EdDsa => <[u8; 32]>::try_from(public.as_slice())
            .ok()
            .and_then(|public| ed25519_dalek::VerifyingKey::from_bytes(&public).ok())
            .is_some_and(|key| !key.is_weak()),
        Algorithm::Rs256 | Algorithm::Ps256 => false,
    }
}

type NewKey = (PublicJwk, Zeroizing<Vec<u8>>);

fn generate_es256(random: &mut ChaCha20Rng) -> Result<NewKey, CryptoError> {
    use p256::elliptic_curve::Generate;
    let secret = p256::SecretKey::generate_from_rng(random);
    let point = p256::elliptic_curve::sec1::ToSec1Point::to_sec1_point(&secret.public_key(), false);
    let (Some(x), Some(y)) = (point.x(), point.y()) else {
        return Err(CryptoError::failed("the new key has no coordinates"));
    };
    let der = secret.to_pkcs8_der().map_err(|_| CryptoError::failed("the new key could not be encoded"))?;
    Ok((PublicJwk::p256(x, y), Zeroizing::new(der.as_bytes().to_vec())))
}

fn generate_ed25519(random: &mut ChaCha20Rng) -> Result<NewKey, CryptoError> {
    let mut seed = Zeroizing::new([0; 32]);
    random.fill_bytes(&mut *seed);
    let signing = ed25519_dalek::SigningKey::from_bytes(&seed);
    // Without the public key: that is PKCS#8 version 1, which WebCrypto reads; version 2 it does not.
    let version_1 = KeypairBytes { secret_key: *seed, public_key: None };
    let der =
        version_1.to_pkcs8_der().map_err(|_| CryptoError::failed("the new key could not be encoded"))?;
    Ok((PublicJwk::ed25519(signing.verifying_key().as_bytes()), Zeroizing::new(der.as_bytes().to_vec())))
}
