//! EdDSA by Ed25519 (RFC 8037 section 3.1).

use super::{Kind, NewKey, not_encoded, not_of_its_algorithm, signs_nothing};
use crate::port::crypto::CryptoError;
use crate::port::crypto::jwk::{Algorithm, PublicJwk};
use ed25519_dalek::pkcs8::{DecodePrivateKey, EncodePrivateKey, KeypairBytes};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::Rng;
use zeroize::Zeroizing;

pub(super) const KIND: Kind = Kind { algorithm: Algorithm::EdDsa, generate, sign, verify };
pub(super) const VERIFYING: Kind =
    Kind { generate: |_| Err(signs_nothing()), sign: |_, _| Err(signs_nothing()), ..KIND };

fn generate(random: &mut ChaCha20Rng) -> Result<NewKey, CryptoError> {
    let mut seed = Zeroizing::new([0; 32]);
    random.fill_bytes(&mut *seed);
    let signing = SigningKey::from_bytes(&seed);
    // Without the public key: that is PKCS#8 version 1, which WebCrypto reads; version 2 it does not.
    let version_1 = KeypairBytes { secret_key: *seed, public_key: None };
    let der = version_1.to_pkcs8_der().map_err(not_encoded)?;
    Ok((PublicJwk::ed25519(signing.verifying_key().as_bytes()), Zeroizing::new(der.as_bytes().to_vec())))
}

fn sign(private_key: &[u8], message: &[u8]) -> Result<Vec<u8>, CryptoError> {
    let signing = SigningKey::from_pkcs8_der(private_key).map_err(not_of_its_algorithm)?;
    Ok(signing.sign(message).to_bytes().to_vec())
}

fn verify(_: Algorithm, jwk: &PublicJwk, message: &[u8], signature: &[u8]) -> bool {
    let Some(key) = key(jwk) else { return false };
    Signature::from_slice(signature).is_ok_and(|signature| key.verify_strict(message, &signature).is_ok())
}

/// Whether it is a point, and none of the few that verify anything.
pub(super) fn is_public_key(jwk: &PublicJwk) -> bool {
    key(jwk).is_some_and(|key| !key.is_weak())
}

fn key(jwk: &PublicJwk) -> Option<VerifyingKey> {
    let public = <[u8; 32]>::try_from(jwk.public_bytes()?.as_slice()).ok()?;
    VerifyingKey::from_bytes(&public).ok()
}
