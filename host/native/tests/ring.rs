//! The two providers, against each other: what the one made the other opens and verifies.

use badgehouse::crypto::{Algorithm, BuiltIn, Crypto, GeneratedKey, PublicJwk, SealingKey, SigningKey};
use badgehouse_native::Ring;
use p256::ecdsa::signature::Verifier;
use p256::pkcs8::DecodePrivateKey;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

const ALGORITHMS: [Algorithm; 2] = [Algorithm::Es256, Algorithm::EdDsa];
const MESSAGE: &[u8] = b"eyJhbGciOiJFUzI1NiJ9.e30";

fn ring() -> Ring {
    Ring::new(vec![SealingKey::from_bytes([1; 32]), SealingKey::from_bytes([2; 32])])
}

fn built_in() -> BuiltIn {
    BuiltIn::new(vec![SealingKey::from_bytes([2; 32]), SealingKey::from_bytes([1; 32])])
}

fn signing(key: &GeneratedKey) -> SigningKey {
    SigningKey { jwk: key.jwk.clone(), sealed: key.sealed.clone() }
}

async fn made_by_ring(algorithm: Algorithm) -> SigningKey {
    signing(&ring().generate(algorithm).await.unwrap())
}

fn made_by_built_in(algorithm: Algorithm) -> SigningKey {
    signing(&built_in().generate(algorithm, &mut ChaCha20Rng::from_seed([3; 32])).unwrap())
}

/// RustCrypto's answer, with which the built-in provider verifies.
fn rust_crypto_verifies(jwk: &PublicJwk, message: &[u8], signature: &[u8]) -> bool {
    let public = jwk.public_bytes().unwrap();
    match jwk.algorithm() {
        Algorithm::Es256 => {
            let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(&public).unwrap();
            let signature = p256::ecdsa::Signature::from_slice(signature).unwrap();
            key.verify(message, &signature).is_ok()
        }
        Algorithm::EdDsa => {
            let key = ed25519_dalek::VerifyingKey::from_bytes(&public.try_into().unwrap()).unwrap();
            let signature = ed25519_dalek::Signature::from_slice(signature).unwrap();
            key.verify_strict(message, &signature).is_ok()
        }
        Algorithm::Rs256 | Algorithm::Ps256 => unreachable!("neither provider makes such a key"),
    }
}

#[tokio::test]
async fn what_ring_sealed_the_built_in_provider_signs_with_and_ring_verifies() {
    for algorithm in ALGORITHMS {
        let key = made_by_ring(algorithm).await;
        assert_eq!(key.jwk.algorithm(), algorithm);
        let signature = built_in().sign(&key, MESSAGE).unwrap();
        assert_eq!(ring().verify(key.jwk.algorithm(), &key.jwk, MESSAGE, &signature).await, Ok(true));
        assert_eq!(ring().verify(key.jwk.algorithm(), &key.jwk, b"another", &signature).await, Ok(false));
    }
}

#[tokio::test]
async fn what_the_built_in_provider_sealed_ring_signs_with_and_rust_crypto_verifies() {
    for algorithm in ALGORITHMS {
        let key = made_by_built_in(algorithm);
        let signature = ring().sign(&key, MESSAGE).await.unwrap();
        assert_eq!(signature.len(), 64);
        assert!(rust_crypto_verifies(&key.jwk, MESSAGE, &signature));
        assert!(!rust_crypto_verifies(&key.jwk, b"another", &signature));
    }
}

#[tokio::test]
async fn ring_writes_pkcs8_as_the_built_in_provider_does() {
    for algorithm in ALGORITHMS {
        let ours = built_in().open(&made_by_ring(algorithm).await).unwrap();
        let theirs = built_in().open(&made_by_built_in(algorithm)).unwrap();
        assert_eq!(ours.len(), theirs.len());
        // SEQUENCE, its length, and version 1, whose number is 0 (RFC 5958 section 2).
        let length_bytes = if algorithm == Algorithm::Es256 { 3 } else { 2 };
        assert_eq!(ours[length_bytes..length_bytes + 3], [0x02, 0x01, 0x00]);
    }
    let key = made_by_ring(Algorithm::Es256).await;
    let der = built_in().open(&key).unwrap();
    let public = key.jwk.public_bytes().unwrap();
    assert!(der.windows(public.len()).any(|window| window == public), "the public point is missing");
    let secret = p256::SecretKey::from_pkcs8_der(&der).unwrap();
    assert_eq!(secret.public_key().to_sec1_bytes()[..], public[..]);
}

#[tokio::test]
async fn a_sealed_key_that_was_altered_in_any_part_opens_with_neither_provider() {
    for algorithm in ALGORITHMS {
        for key in [made_by_ring(algorithm).await, made_by_built_in(algorithm)] {
            let ring = ring();
            ring.sign(&key, MESSAGE).await.expect("the unaltered key is now in ring's cache");
            for altered in alterations(&key) {
                assert!(ring.sign(&altered, MESSAGE).await.is_err(), "ring opened {}", altered.sealed);
                assert!(built_in().sign(&altered, MESSAGE).is_err(), "the core opened {}", altered.sealed);
            }
        }
    }
}

/// The key with each part of the sealed text changed, cut, emptied or left out, with every bit of the ciphertext's ends
/// flipped, and with another public key.
fn alterations(key: &SigningKey) -> Vec<SigningKey> {
    let parts: Vec<&str> = key.sealed.split('.').collect();
    let mut texts = vec![String::new(), format!("{}.", key.sealed), format!("{}.AA", key.sealed)];
    for place in 0..parts.len() {
        let mut without = parts.clone();
        without.remove(place);
        texts.push(without.join("."));
        let changed_last = match parts[place].as_bytes().last() {
            Some(b'A') => "Q",
            _ => "A",
        };
        let cut = &parts[place][..parts[place].len() - 1];
        for part in [String::new(), cut.into(), format!("{cut}{changed_last}"), format!("{}=", parts[place])]
        {
            let mut changed = parts.clone();
            changed[place] = &part;
            texts.push(changed.join("."));
        }
    }
    let ciphertext = data_encoding::BASE64URL_NOPAD.decode(parts[3].as_bytes()).unwrap();
    for byte in [0, ciphertext.len() / 2, ciphertext.len() - 17, ciphertext.len() - 16, ciphertext.len() - 1]
    {
        for bit in 0..8 {
            let mut flipped = ciphertext.clone();
            flipped[byte] ^= 1 << bit;
            let encoded = data_encoding::BASE64URL_NOPAD.encode(&flipped);
            texts.push([parts[0], parts[1], parts[2], &encoded].join("."));
        }
    }
    let other = made_by_built_in(match key.jwk.algorithm() {
        Algorithm::Es256 => Algorithm::EdDsa,
        _ => Algorithm::Es256,
    });
    let same_kind = BuiltIn::new(vec![SealingKey::from_bytes([1; 32])])
        .generate(key.jwk.algorithm(), &mut ChaCha20Rng::from_seed([4; 32]))
        .unwrap();
    let moved = [other.jwk, same_kind.jwk].map(|jwk| SigningKey { jwk, sealed: key.sealed.clone() });
    texts
        .into_iter()
        .filter(|sealed| *sealed != key.sealed)
        .map(|sealed| SigningKey { sealed, ..key.clone() })
        .chain(moved)
        .collect()
}

#[tokio::test]
async fn a_signature_of_a_wrong_length_or_form_is_false_and_no_error() {
    for algorithm in ALGORITHMS {
        let key = made_by_ring(algorithm).await;
        let ring = ring();
        let good = ring.sign(&key, MESSAGE).await.unwrap();
        assert_eq!(ring.verify(key.jwk.algorithm(), &key.jwk, MESSAGE, &good).await, Ok(true));
        let mut flipped = good.clone();
        flipped[40] ^= 1;
        let longer = [good.as_slice(), &[0]].concat();
        for bad in [&[][..], &good[..63], &longer, &[0; 64], &[255; 64], &flipped, &[0x30; 71]] {
            assert_eq!(ring.verify(key.jwk.algorithm(), &key.jwk, MESSAGE, bad).await, Ok(false));
        }
    }
}

#[tokio::test]
async fn a_public_key_that_is_none_verifies_nothing() {
    let off_the_curve = PublicJwk::p256(&[1; 32], &[1; 32]);
    let short = PublicJwk::ed25519(&[1; 31]);
    for jwk in [off_the_curve, short] {
        assert_eq!(ring().verify(jwk.algorithm(), &jwk, MESSAGE, &[1; 64]).await, Ok(false));
    }
}

#[tokio::test]
async fn an_ed25519_key_of_small_order_verifies_nothing() {
    // The neutral point: R = A = neutral and S = 0 fulfil the equation for every message.
    let mut neutral = [0; 64];
    neutral[0] = 1;
    let jwk = PublicJwk::ed25519(&neutral[..32]);
    assert_eq!(ring().verify(jwk.algorithm(), &jwk, MESSAGE, &neutral).await, Ok(false));
}

#[tokio::test]
async fn without_the_sealing_key_there_is_no_key_and_no_signature() {
    let without = Ring::new(vec![]);
    assert!(without.generate(Algorithm::Es256).await.is_err());
    let key = made_by_ring(Algorithm::Es256).await;
    let other = Ring::new(vec![SealingKey::from_bytes([9; 32])]);
    assert!(other.sign(&key, MESSAGE).await.is_err());
}

#[tokio::test]
async fn two_new_keys_differ() {
    for algorithm in ALGORITHMS {
        let (one, other) = (made_by_ring(algorithm).await, made_by_ring(algorithm).await);
        assert_ne!(one.jwk, other.jwk);
        assert_ne!(one.sealed, other.sealed);
    }
}

#[test]
fn debug_shows_no_key() {
    let shown = format!("{:?}", Ring::new(vec![SealingKey::from_bytes([7; 32])]));
    assert!(!shown.contains("7, 7"), "{shown}");
}
