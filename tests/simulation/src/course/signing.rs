//! Signatures that only seem to be some, so that a course takes milliseconds: who has not the key cannot guess one, and nobody tries to.

use badgehouse::crypto::CryptoError;
use badgehouse::operation::{Answer, Ask};
use std::hash::{DefaultHasher, Hash, Hasher};

/// The provider's answer; nothing where the ask is none of its.
pub(super) fn answer(ask: &Ask) -> Option<Answer> {
    Some(match ask {
        Ask::Generate { .. } => Answer::Generate(Err(CryptoError::Unsupported)),
        Ask::Sign { key, message } => Answer::Sign(Ok(seeming(&key.jwk.kid(), message))),
        Ask::Verify { jwk, message, signature, .. } => {
            Answer::Verify(Ok(*signature == seeming(&jwk.kid(), message)))
        }
        Ask::Get { .. } | Ask::List { .. } | Ask::Commit { .. } => return None,
    })
}

fn seeming(kid: &str, message: &[u8]) -> Vec<u8> {
    let part = |number: u8| {
        let mut hasher = DefaultHasher::new();
        (number, kid, message).hash(&mut hasher);
        hasher.finish().to_be_bytes()
    };
    (0..8).flat_map(part).collect()
}
