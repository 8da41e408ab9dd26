//! Key pairs of ring: made, read from PKCS#8, and signing.

use badgehouse::crypto::{Algorithm, CryptoError, PublicJwk};
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _};
use zeroize::Zeroizing;

/// A private key that is ready to sign. Dropping it frees its memory; ring does not wipe it.
pub(crate) enum KeyPair {
    Es256(EcdsaKeyPair),
    EdDsa(Ed25519KeyPair),
}

impl KeyPair {
    /// The key pair of `jwk`, from its PKCS#8 DER. A private key of another public key is refused.
    pub(crate) fn from_pkcs8(
        jwk: &PublicJwk,
        private_key: &[u8],
        random: &SystemRandom,
    ) -> Result<Self, CryptoError> {
        let pair = match jwk.algorithm() {
            Algorithm::Es256 => {
                EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, private_key, random)
                    .map(Self::Es256)
            }
            // Version 1, which has no public key; it is compared below.
            Algorithm::EdDsa => Ed25519KeyPair::from_pkcs8_maybe_unchecked(private_key).map(Self::EdDsa),
            Algorithm::Rs256 | Algorithm::Ps256 => return Err(CryptoError::Failed(NO_RSA.into())),
        };
        let pair = pair.map_err(|_| CryptoError::failed("the opened key is not of its algorithm"))?;
        if jwk.public_bytes().as_deref() != Some(pair.public_bytes()) {
            return Err(CryptoError::failed("the opened key is not of its public key"));
        }
        Ok(pair)
    }

    /// 64 bytes; for ES256 in the P1363 form (RFC 7518 section 3.4).
    pub(crate) fn sign(&self, message: &[u8], random: &SystemRandom) -> Result<Vec<u8>, CryptoError> {
        let signature = match self {
            Self::Es256(pair) => pair
                .sign(random, message)
                .map_err(|_| CryptoError::failed("the system gave no randomness"))?,
            Self::EdDsa(pair) => pair.sign(message),
        };
        Ok(signature.as_ref().to_vec())
    }

    fn public_bytes(&self) -> &[u8] {
        match self {
            Self::Es256(pair) => pair.public_key().as_ref(),
            Self::EdDsa(pair) => pair.public_key().as_ref(),
        }
    }
}

/// A new key: its public half, and the private one as PKCS#8 version 1 DER.
pub(crate) fn generate(
    algorithm: Algorithm,
    random: &SystemRandom,
) -> Result<(PublicJwk, Zeroizing<Vec<u8>>), CryptoError> {
    match algorithm {
        Algorithm::Es256 => generate_es256(random),
        Algorithm::EdDsa => generate_ed25519(random),
        Algorithm::Rs256 | Algorithm::Ps256 => Err(CryptoError::Failed(NO_RSA.into())),
    }
}

/// ring makes no RSA keys.
const NO_RSA: &str = "this provider signs with ES256 and EdDSA; RS256 needs another one";

fn generate_es256(random: &SystemRandom) -> Result<(PublicJwk, Zeroizing<Vec<u8>>), CryptoError> {
    // Version 1 with the public point (RFC 5915), as the sealed format wants it.
    let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, random)
        .map_err(|_| CryptoError::failed("the system gave no randomness"))?;
    let private_key = Zeroizing::new(document.as_ref().to_vec());
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &private_key, random)
        .map_err(|_| CryptoError::failed("the new key could not be read"))?;
    let (x, y) = coordinates(pair.public_key().as_ref())
        .ok_or_else(|| CryptoError::failed("the new key has no coordinates"))?;
    Ok((PublicJwk::p256(x, y), private_key))
}

/// The halves of an uncompressed point, `04 x y`.
fn coordinates(point: &[u8]) -> Option<(&[u8], &[u8])> {
    match point {
        [4, rest @ ..] if rest.len() == 64 => Some(rest.split_at(32)),
        _ => None,
    }
}

fn generate_ed25519(random: &SystemRandom) -> Result<(PublicJwk, Zeroizing<Vec<u8>>), CryptoError> {
    let mut seed = Zeroizing::new([0; 32]);
    random.fill(&mut *seed).map_err(|_| CryptoError::failed("the system gave no randomness"))?;
    let pair = Ed25519KeyPair::from_seed_unchecked(&*seed)
        .map_err(|_| CryptoError::failed("the new key could not be read"))?;
    // ring writes version 2 only, which WebCrypto does not read.
    let private_key = Zeroizing::new([ED25519_PKCS8_V1.as_slice(), seed.as_slice()].concat());
    Ok((PublicJwk::ed25519(pair.public_key().as_ref()), private_key))
}

/// What stands before the 32 bytes of the seed in PKCS#8 version 1 (RFC 8410 section 7 and its first example).
const ED25519_PKCS8_V1: [u8; 16] =
    [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
