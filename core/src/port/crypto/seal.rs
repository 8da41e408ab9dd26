//! Sealing: how a private key lies at rest. The format stands at the trait [`Crypto`](super::Crypto).

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Key, Nonce};
use base64ct::{Base64UrlUnpadded, Encoding};
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

const FORMAT: &str = "badgehouse-sealed-1";

/// A key that seals signing keys: 32 random bytes that the operator keeps.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct SealingKey([u8; 32]);

impl SealingKey {
    /// A sealing key from its text: base64url without padding of 32 bytes, 43 characters.
    pub fn parse(text: &str) -> Result<Self, SealingKeyError> {
        let bytes = Zeroizing::new(Base64UrlUnpadded::decode_vec(text).map_err(|_| SealingKeyError)?);
        Ok(Self(<[u8; 32]>::try_from(bytes.as_slice()).map_err(|_| SealingKeyError)?))
    }

    /// A sealing key from 32 random bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The key as text, to be kept where secrets are kept.
    pub fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(Base64UrlUnpadded::encode_string(&self.0))
    }

    /// The bytes, for a provider that opens with an implementation of its own.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// What a sealed key says of the key that sealed it: the first 9 bytes of SHA-256 of `badgehouse-sealing-key-v1` and the key,
    /// base64url, 12 characters.
    pub fn id(&self) -> String {
        let digest = Sha256::new().chain_update("badgehouse-sealing-key-v1").chain_update(self.0).finalize();
        Base64UrlUnpadded::encode_string(digest.get(..9).unwrap_or_default())
    }

    /// Seals `private_key`, bound to `associated_data`; `nonce` is never used twice.
    pub(crate) fn seal(&self, nonce: [u8; 12], private_key: &[u8], associated_data: &str) -> Option<String> {
        let cipher = Aes256Gcm::new(&Key::<Aes256Gcm>::from(self.0));
        let payload = Payload { msg: private_key, aad: associated_data.as_bytes() };
        let ciphertext = cipher.encrypt(&Nonce::from(nonce), payload).ok()?;
        Some(Sealed { sealing_key_id: self.id(), nonce, ciphertext }.to_text())
    }

    /// Opens what this key sealed; `None` when it was altered, moved to another key, or sealed by another.
    pub(crate) fn open(&self, sealed: &Sealed, associated_data: &str) -> Option<Zeroizing<Vec<u8>>> {
        let cipher = Aes256Gcm::new(&Key::<Aes256Gcm>::from(self.0));
        let payload = Payload { msg: &sealed.ciphertext, aad: associated_data.as_bytes() };
        cipher.decrypt(&Nonce::from(sealed.nonce), payload).ok().map(Zeroizing::new)
    }
}

impl FromStr for SealingKey {
    type Err = SealingKeyError;

    fn from_str(text: &str) -> Result<Self, SealingKeyError> {
        Self::parse(text)
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SealingKey({})", self.id())
    }
}

/// The text was not base64url without padding of 32 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealingKeyError;

impl fmt::Display for SealingKeyError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a sealing key is 32 random bytes as base64url without padding (43 characters)")
    }
}

impl std::error::Error for SealingKeyError {}

/// The parts of a sealed key's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// [`SealingKey::id`] of the key that sealed it.
    pub sealing_key_id: String,
    /// The nonce of AES-GCM.
    pub nonce: [u8; 12],
    /// The ciphertext with its tag.
    pub ciphertext: Vec<u8>,
}

impl Sealed {
    /// The text, as it is stored.
    pub fn to_text(&self) -> String {
        let encode = |bytes: &[u8]| Base64UrlUnpadded::encode_string(bytes);
        format!("{FORMAT}.{}.{}.{}", self.sealing_key_id, encode(&self.nonce), encode(&self.ciphertext))
    }

    fn parts(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let (format, id, nonce, ciphertext) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        if format != FORMAT || parts.next().is_some() {
            return None;
        }
        let nonce = Base64UrlUnpadded::decode_vec(nonce).ok()?;
        Some(Self {
            sealing_key_id: id.into(),
            nonce: <[u8; 12]>::try_from(nonce.as_slice()).ok()?,
            ciphertext: Base64UrlUnpadded::decode_vec(ciphertext).ok()?,
        })
    }
}

impl FromStr for Sealed {
    type Err = SealedError;

    fn from_str(text: &str) -> Result<Self, SealedError> {
        Self::parts(text).ok_or(SealedError)
    }
}

/// The text is no sealed key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealedError;

impl fmt::Display for SealedError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "a sealed key is {FORMAT}.<sealing key id>.<nonce>.<ciphertext>")
    }
}

impl std::error::Error for SealedError {}
