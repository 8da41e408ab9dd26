//! The keys that were opened last: opening one takes longer than signing with it.

use super::key_pair::KeyPair;
use badgehouse::crypto::{CryptoError, SigningKey};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// A key ring has up to three keys; this is room for some rings.
const CAPACITY: usize = 16;

/// Up to [`CAPACITY`] opened keys, by public key and sealed text; the one used longest ago goes first.
#[derive(Default)]
pub(crate) struct OpenedKeys(Mutex<VecDeque<(SigningKey, Arc<KeyPair>)>>);

impl OpenedKeys {
    /// The opened key, by `open` if it is not here. Two threads may open one key at once; the cache holds it once.
    pub(crate) fn get_or_open(
        &self,
        key: &SigningKey,
        open: impl FnOnce() -> Result<KeyPair, CryptoError>,
    ) -> Result<Arc<KeyPair>, CryptoError> {
        if let Some(pair) = self.take_up(key) {
            return Ok(pair);
        }
        let pair = Arc::new(open()?);
        self.keep(key, &pair);
        Ok(pair)
    }

    /// Finds a key and makes it the one used last.
    fn take_up(&self, key: &SigningKey) -> Option<Arc<KeyPair>> {
        let mut opened = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = opened.iter().position(|(kept, _)| kept == key)?;
        let found = opened.remove(place)?;
        let pair = Arc::clone(&found.1);
        opened.push_back(found);
        Some(pair)
    }

    fn keep(&self, key: &SigningKey, pair: &Arc<KeyPair>) {
        let mut opened = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if opened.iter().any(|(kept, _)| kept == key) {
            return;
        }
        if opened.len() == CAPACITY {
            opened.pop_front();
        }
        opened.push_back((key.clone(), Arc::clone(pair)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ring::rand::SystemRandom;

    fn new_key() -> (SigningKey, KeyPair) {
        let random = SystemRandom::new();
        let algorithm = badgehouse::crypto::Algorithm::EdDsa;
        let (jwk, private_key) = crate::ring::key_pair::generate(algorithm, &random).unwrap();
        let pair = KeyPair::from_pkcs8(&jwk, &private_key, &random).unwrap();
        (SigningKey { jwk, sealed: "sealed".into() }, pair)
    }

    #[test]
    fn a_key_is_opened_once_while_it_is_in_use_and_the_cache_stays_bounded() {
        let opened = OpenedKeys::default();
        let (first, pair) = new_key();
        opened.get_or_open(&first, || Ok(pair)).unwrap();
        for _ in 0..3 * CAPACITY {
            let (other, pair) = new_key();
            opened.get_or_open(&other, || Ok(pair)).unwrap();
            opened.get_or_open(&first, || panic!("the key in use was dropped")).unwrap();
        }
        assert_eq!(opened.0.lock().unwrap().len(), CAPACITY);
    }

    #[test]
    fn another_sealed_text_of_the_same_key_is_opened_anew() {
        let opened = OpenedKeys::default();
        let (key, pair) = new_key();
        opened.get_or_open(&key, || Ok(pair)).unwrap();
        let altered = SigningKey { sealed: "altered".into(), ..key };
        let refused = opened.get_or_open(&altered, || Err(CryptoError::failed("altered")));
        assert!(refused.is_err());
    }
}
