//! Randomness, as the core sees it: a generator seeded by the operation's start, so that a run replays bit for bit.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

const BASE32: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// When an operation begins, and its randomness. The seed must be new and secret for each operation: secrets and keys come from it.
#[derive(Clone)]
pub struct Start {
    /// The present, in Unix seconds.
    pub now: u64,
    /// 32 bytes from the platform's secure source.
    pub seed: [u8; 32],
}

/// ChaCha20 over the operation's seed.
pub(crate) struct Random(ChaCha20Rng);

impl Random {
    pub(crate) fn new(seed: [u8; 32]) -> Self {
        Self(ChaCha20Rng::from_seed(seed))
    }

    pub(crate) fn generator(&mut self) -> &mut ChaCha20Rng {
        &mut self.0
    }

    pub(crate) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.fill_bytes(&mut bytes);
        bytes
    }

    /// `length` characters of 5 bits each, of `a-z2-7`.
    pub(crate) fn base32(&mut self, length: usize) -> String {
        (0..length).map(|_| self.pick(BASE32)).collect()
    }

    /// `length` characters of 5.954 bits each, of `0-9A-Za-z`.
    pub(crate) fn base62(&mut self, length: usize) -> String {
        (0..length).map(|_| self.pick(BASE62)).collect()
    }

    /// One character of the alphabet (of up to 64), each equally likely: six bits are drawn until they name one.
    fn pick(&mut self, alphabet: &[u8]) -> char {
        loop {
            let [byte] = self.bytes::<1>();
            if let Some(character) = alphabet.get(usize::from(byte & 63)) {
                return char::from(*character);
            }
        }
    }
}

/// The bytes in base32 (RFC 4648 section 6), without padding and in small letters; what is left of five bits is zero.
pub(crate) fn base32_of(bytes: &[u8]) -> String {
    let (mut pending, mut bits, mut text) = (0_u16, 0_u32, String::new());
    for byte in bytes {
        // Of what is pending no more than the lowest four bits still count.
        pending = (pending & 15) << 8 | u16::from(*byte);
        bits = bits.saturating_add(8);
        while bits >= 5 {
            bits = bits.saturating_sub(5);
            text.push(base32_digit(pending >> bits));
        }
    }
    if bits > 0 {
        text.push(base32_digit(pending << 5_u32.saturating_sub(bits)));
    }
    text
}

/// The digit of the lowest five bits.
fn base32_digit(bits: u16) -> char {
    BASE32.get(usize::from(bits & 31)).copied().map(char::from).unwrap_or_default()
}

/// `value` in base 62, most significant first, padded to six characters.
pub(crate) fn base62_of(value: u32) -> String {
    let mut rest = u64::from(value);
    let mut characters = [b'0'; 6];
    for character in characters.iter_mut().rev() {
        let digit = usize::try_from(rest % 62).unwrap_or_default();
        *character = BASE62.get(digit).copied().unwrap_or_default();
        rest /= 62;
    }
    characters.iter().copied().map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::base32_of;
    use data_encoding::BASE32_NOPAD;

    #[test]
    fn base32_is_that_of_the_rfc_in_small_letters() {
        let examples = [
            ("", ""),
            ("f", "my"),
            ("fo", "mzxq"),
            ("foo", "mzxw6"),
            ("foob", "mzxw6yq"),
            ("fooba", "mzxw6ytb"),
        ];
        for (text, encoded) in examples {
            assert_eq!(base32_of(text.as_bytes()), encoded);
        }
        let bytes: Vec<u8> = (0..=u8::MAX).rev().collect();
        for length in 0..bytes.len() {
            let bytes = &bytes[..length];
            assert_eq!(base32_of(bytes), BASE32_NOPAD.encode(bytes).to_ascii_lowercase());
        }
    }
}
