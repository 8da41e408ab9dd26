//! Message authentication codes (RFC 2104) under keys that follow from the sealing keys, for what nobody else is to make up.

use super::CryptoError;
use super::seal::SealingKey;
use base64ct::{Base64UrlUnpadded, Encoding};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// What a MAC is over: its key is of that use alone, so that one can never stand for another.
#[derive(Clone, Copy)]
pub(crate) enum MacUse {
    Head,
    Cut,
    Erasure,
    DpopNonce,
    Record,
}

impl MacUse {
    fn label(self) -> &'static str {
        match self {
            Self::Head => "badgehouse-audit-key-v1",
            Self::Cut => "badgehouse-audit-cut-key-v1",
            Self::Erasure => "badgehouse-erasure-key-v1",
            Self::DpopNonce => "badgehouse-dpop-nonce-key-v1",
            Self::Record => "badgehouse-record-key-v1",
        }
    }
}

/// The MAC over a message, base64url.
pub(crate) fn mac_of(key: &SealingKey, usage: MacUse, message: &str) -> Result<String, CryptoError> {
    Ok(Base64UrlUnpadded::encode_string(&keyed(key, usage)?.chain_update(message).finalize().into_bytes()))
}

/// The beginning of a MAC. Its key is the sealing key's own MAC over a fixed text, so that it can stand for nothing else.
pub(super) fn keyed(key: &SealingKey, usage: MacUse) -> Result<Hmac<Sha256>, CryptoError> {
    let unusable = |_| CryptoError::failed("the sealing key makes no key for a MAC");
    let derived = Hmac::<Sha256>::new_from_slice(key.as_bytes())
        .map_err(unusable)?
        .chain_update(usage.label())
        .finalize()
        .into_bytes();
    Hmac::<Sha256>::new_from_slice(&derived).map_err(unusable)
}
