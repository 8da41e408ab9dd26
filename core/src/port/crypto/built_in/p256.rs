//! ES256 (RFC 7518 section 3.4).

use super::{Kind, NewKey, not_encoded, not_of_its_algorithm};
use crate::port::crypto::CryptoError;
use crate::port::crypto::jwk::{Algorithm, PublicJwk};
use ::p256::ecdsa::signature::{Signer, Verifier};
use ::p256::ecdsa::{Signature, SigningKey, VerifyingKey};
use ::p256::elliptic_curve::Generate;
use ::p256::elliptic_curve::point::AffineCoordinates;
use ::p256::elliptic_curve::sec1::ToSec1Point;
use ::p256::pkcs8::{DecodePrivateKey, EncodePrivateKey};
use ::p256::{AffinePoint, SecretKey};
use rand_chacha::ChaCha20Rng;
use zeroize::Zeroizing;

pub(super) const KIND: Kind = Kind { algorithm: Algorithm::Es256, generate, sign, verify };

fn generate(random: &mut ChaCha20Rng) -> Result<NewKey, CryptoError> {
    let secret = SecretKey::generate_from_rng(random);
    let point = ToSec1Point::to_sec1_point(&secret.public_key(), false);
    let (Some(x), Some(y)) = (point.x(), point.y()) else {
        return Err(CryptoError::failed("the new key has no coordinates"));
    };
    let der = secret.to_pkcs8_der().map_err(not_encoded)?;
    Ok((PublicJwk::p256(x, y), Zeroizing::new(der.as_bytes().to_vec())))
}

fn sign(private_key: &[u8], message: &[u8]) -> Result<Vec<u8>, CryptoError> {
    let signing = SigningKey::from_pkcs8_der(private_key).map_err(not_of_its_algorithm)?;
    let signature: Signature = signing.sign(message);
    Ok(signature.to_bytes().to_vec())
}

fn verify(_: Algorithm, jwk: &PublicJwk, message: &[u8], signature: &[u8]) -> bool {
    let Some(public) = jwk.public_bytes() else { return false };
    let Ok(key) = VerifyingKey::from_sec1_bytes(&public) else { return false };
    Signature::from_slice(signature).is_ok_and(|signature| key.verify(message, &signature).is_ok())
}

/// Whether the coordinates are a point of the curve. It multiplies four times in the field, and so links nothing of what signs.
pub(super) fn is_point(jwk: &PublicJwk) -> bool {
    let Some(public) = jwk.public_bytes() else { return false };
    let Some((x, y)) = public.get(1..).and_then(|coordinates| coordinates.split_at_checked(32)) else {
        return false;
    };
    let (Ok(x), Ok(y)) = (<[u8; 32]>::try_from(x), <[u8; 32]>::try_from(y)) else { return false };
    AffinePoint::from_coordinates(&x.into(), &y.into()).is_some().into()
}
