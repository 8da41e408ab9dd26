//! The crypto port: signatures by whoever does them best on the platform.

pub(crate) mod built_in;
pub(crate) mod jwk;
pub(crate) mod keys;
pub(crate) mod mac;
pub(crate) mod seal;

use super::store::Reply;
use jwk::{Algorithm, PublicJwk};
use std::fmt;

/// A new signing key: what is published, and what is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedKey {
    /// The public half.
    pub jwk: PublicJwk,
    /// The private half, sealed under the first sealing key.
    pub sealed: String,
}

/// A key to sign with. Whoever answers opens it.
#[derive(Clone, PartialEq, Eq)]
pub struct SigningKey {
    /// The public half; its thumbprint is the `kid`.
    pub jwk: PublicJwk,
    /// The private half, sealed.
    pub sealed: String,
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SigningKey({})", self.jwk.kid())
    }
}

/// Why a provider gave no answer. The text is for the operator's log and never reaches a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CryptoError {
    /// The provider does not know the algorithm (or does nothing at all); the built-in one takes over, where it has it.
    Unsupported,
    /// It tried and could not: an unknown sealing key, a damaged key, a failing service.
    Failed(String),
}

impl CryptoError {
    /// A failure of which the operator's log is to say why.
    pub fn failed(why: impl Into<String>) -> Self {
        Self::Failed(why.into())
    }
}

impl fmt::Display for CryptoError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsupported => formatter.write_str("the crypto provider does not support this"),
            Self::Failed(why) => write!(formatter, "the crypto provider failed: {why}"),
        }
    }
}

impl std::error::Error for CryptoError {}

/// A crypto provider for native servers.
///
/// A provider answers [`generate`](Self::generate), [`sign`](Self::sign) and [`verify`](Self::verify). One that does not
/// know an algorithm answers [`CryptoError::Unsupported`], and only then the built-in provider (RustCrypto) does it, as far as
/// the core was opened with it ([`Portable`](crate::crypto::Portable)). `Failed` never falls back.
///
/// A private key is at rest only as `sealed` text, `badgehouse-sealed-1.<sealing key id>.<nonce>.<ciphertext>` (base64url without
/// padding): AES-256-GCM under a sealing key, of the key's PKCS#8 version 1 DER (EC keys with their public point), with
/// `<kid>.<alg>.<canonical JWK>` as associated data. The canonical JWK is the thumbprint input of RFC 7638, its SHA-256 in base64url is the `kid`.
pub trait Crypto: Send + Sync {
    /// A new key pair of `algorithm`, sealed under the first sealing key. PS256 is never asked for.
    fn generate<'a>(&'a self, algorithm: Algorithm) -> Reply<'a, Result<GeneratedKey, CryptoError>>;

    /// The signature over `message`: for ES256 64 bytes in the P1363 form (RFC 7518 section 3.4), for EdDSA 64, for RS256 as many as the modulus.
    fn sign<'a>(&'a self, key: &'a SigningKey, message: &'a [u8]) -> Reply<'a, Result<Vec<u8>, CryptoError>>;

    /// Whether `signature` is `jwk`'s over `message`, by `algorithm`, which [fits](PublicJwk::fits) the key. A signature of a wrong length or form is
    /// `false`, not an error.
    fn verify<'a>(
        &'a self,
        algorithm: Algorithm,
        jwk: &'a PublicJwk,
        message: &'a [u8],
        signature: &'a [u8],
    ) -> Reply<'a, Result<bool, CryptoError>>;
}
