//! Message authentication codes (RFC 2104) under keys that follow from the sealing keys, for what nobody else is to make up.

use super::CryptoError;
use super::seal::{SealingKey, SealingKeys};
use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// What a MAC is over: its key is of that use alone, so that one can never stand for another.
#[derive(Clone, Copy)]
pub(crate) enum MacUse {
    Head,
    Cut,
    Erasure,
    DpopNonce,
}

impl MacUse {
    fn label(self) -> &'static str {
        match self {
            Self::Head => "badgehouse-audit-key-v1",
            Self::Cut => "badgehouse-audit-cut-key-v1",
            Self::Erasure => "badgehouse-erasure-key-v1",
            Self::DpopNonce => "badgehouse-dpop-nonce-key-v1",
        }
    }
}

/// The MAC over a message, base64url.
pub(crate) fn mac_of(key: &SealingKey, usage: MacUse, message: &str) -> Result<String, CryptoError> {
    Ok(BASE64URL_NOPAD.encode(&mac(key, usage, message)?.finalize().into_bytes()))
}

/// Whether a MAC is right, by the key of that id, which has to be among these.
pub(crate) fn mac_verifies(
    keys: &SealingKeys,
    key_id: &str,
    usage: MacUse,
    message: &str,
    expected: &str,
) -> bool {
    let Some(key) = keys.by_id(key_id) else { return false };
    let Ok(expected) = BASE64URL_NOPAD.decode(expected.as_bytes()) else { return false };
    mac(key, usage, message).is_ok_and(|mac| mac.verify_slice(&expected).is_ok())
}

/// The MAC's key is the sealing key's own MAC over a fixed text, so that it can stand for nothing else.
fn mac(key: &SealingKey, usage: MacUse, message: &str) -> Result<Hmac<Sha256>, CryptoError> {
    let unusable = |_| CryptoError::failed("the sealing key makes no key for a MAC");
    let derived = Hmac::<Sha256>::new_from_slice(key.as_bytes())
        .map_err(unusable)?
        .chain_update(usage.label())
        .finalize()
        .into_bytes();
    Ok(Hmac::<Sha256>::new_from_slice(&derived).map_err(unusable)?.chain_update(message))
}
