//! RS256 and PS256 (RFC 7518 sections 3.3 and 3.5), verified.

use super::{Kind, NewKey};
use crate::port::crypto::CryptoError;
use crate::port::crypto::jwk::{Algorithm, PublicJwk};
use ::rsa::{BoxedUint, Pkcs1v15Sign, Pss, PublicKey};
use rand_chacha::ChaCha20Rng;
use sha2::{Digest, Sha256};

pub(super) const KIND: Kind = Kind { algorithm: Algorithm::Rs256, generate, sign, verify };

/// RSA signatures need a provider that makes them in constant time; portable Rust has none.
const NOT_MADE: &str = "RS256 signatures are made by a crypto provider of the host";

fn generate(_: &mut ChaCha20Rng) -> Result<NewKey, CryptoError> {
    Err(CryptoError::failed(NOT_MADE))
}

fn sign(_: &[u8], _: &[u8]) -> Result<Vec<u8>, CryptoError> {
    Err(CryptoError::failed(NOT_MADE))
}

/// A signature is as long as the modulus (RFC 8017 sections 8.1.2 and 8.2.2).
fn verify(algorithm: Algorithm, jwk: &PublicJwk, message: &[u8], signature: &[u8]) -> bool {
    let Some(key) = key(jwk) else { return false };
    let digest = Sha256::digest(message);
    match algorithm {
        Algorithm::Rs256 => key.verify(Pkcs1v15Sign::new::<Sha256>(), &digest, signature).is_ok(),
        Algorithm::Ps256 => key.verify(Pss::<Sha256>::new(), &digest, signature).is_ok(),
        Algorithm::Es256 | Algorithm::EdDsa => false,
    }
}

fn key(jwk: &PublicJwk) -> Option<PublicKey> {
    let (n, e) = jwk.rsa_parts()?;
    let (n, e) = (BoxedUint::from_be_slice_vartime(&n), BoxedUint::from_be_slice_vartime(&e));
    PublicKey::new(n, e).ok()
}

#[cfg(test)]
mod tests {
    use super::key;
    use crate::port::crypto::jwk::PublicJwk;
    use data_encoding::BASE64URL_NOPAD;

    /// A modulus of so many bytes: the least or the greatest, and odd.
    fn modulus(bytes: usize, byte: u8) -> Vec<u8> {
        let mut modulus = vec![byte; bytes];
        modulus[0] = byte.max(1);
        modulus[bytes - 1] |= 1;
        modulus
    }

    #[test]
    fn no_key_comes_in_that_the_verifier_would_not_take() {
        let exponents: [&[u8]; 4] = [&[3], &[5], &[1, 0, 1], &[255; 4]];
        for n in [modulus(256, 0), modulus(256, 255), modulus(300, 0), modulus(512, 255)] {
            for e in exponents {
                let encode = |number: &[u8]| BASE64URL_NOPAD.encode(number);
                let jwk = PublicJwk::Rsa { n: encode(&n), e: encode(e) };
                assert!(jwk.rsa_parts().is_some() && key(&jwk).is_some(), "{} {e:?}", n.len());
            }
        }
    }
}
