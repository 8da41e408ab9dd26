//! Sealing and opening by ring. The format stands at the top of [`badgehouse::crypto`].

use badgehouse::crypto::{CryptoError, Sealed, SealingKey, SigningKey};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::rand::SecureRandom;
use zeroize::Zeroizing;

/// The text of `private_key` (PKCS#8 DER), sealed under a fresh random nonce and bound to `associated_data`.
pub(crate) fn seal(
    sealing_key: &SealingKey,
    mut private_key: Zeroizing<Vec<u8>>,
    associated_data: &str,
    random: &dyn SecureRandom,
) -> Result<String, CryptoError> {
    let mut nonce = [0; NONCE_LEN];
    random.fill(&mut nonce).map_err(|_| CryptoError::failed("the system gave no randomness"))?;
    // Encrypted where it lies and the tag beside it: growing the buffer would leave a copy of the plain key behind.
    let tag = cipher(sealing_key)?
        .seal_in_place_separate_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(associated_data),
            &mut private_key,
        )
        .map_err(|_| CryptoError::failed("the new key could not be sealed"))?;
    let ciphertext = [private_key.as_slice(), tag.as_ref()].concat();
    Ok(Sealed { sealing_key_id: sealing_key.id(), nonce, ciphertext }.to_text())
}

/// The private key's PKCS#8 DER, opened by whichever sealing key sealed it.
pub(crate) fn open(sealing_keys: &[SealingKey], key: &SigningKey) -> Result<Zeroizing<Vec<u8>>, CryptoError> {
    let sealed =
        key.sealed.parse::<Sealed>().map_err(|_| CryptoError::failed("the sealed key is damaged"))?;
    let sealing_key =
        sealing_keys.iter().find(|sealing_key| sealing_key.id() == sealed.sealing_key_id).ok_or_else(
            || CryptoError::failed("the signing key was sealed with a sealing key that is not configured"),
        )?;
    let mut buffer = Zeroizing::new(sealed.ciphertext);
    let plain = cipher(sealing_key)?
        .open_in_place(
            Nonce::assume_unique_for_key(sealed.nonce),
            Aad::from(key.jwk.associated_data()),
            &mut buffer,
        )
        .map_err(|_| CryptoError::failed("the sealed key was altered"))?
        .len();
    buffer.truncate(plain);
    Ok(buffer)
}

fn cipher(sealing_key: &SealingKey) -> Result<LessSafeKey, CryptoError> {
    let key = UnboundKey::new(&AES_256_GCM, sealing_key.as_bytes());
    key.map(LessSafeKey::new).map_err(|_| CryptoError::failed("the sealing key has a wrong length"))
}
