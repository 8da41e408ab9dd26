//! What an operation works with: the settings, its port, its moment and its randomness.

use crate::model::audit::note::Note;
use crate::model::record::Reading;
use crate::model::settings::Settings;
use crate::port::crypto::built_in::{BuiltIn, verify as verify_built_in};
use crate::port::crypto::jwk::{Algorithm, PublicJwk};
use crate::port::crypto::{CryptoError, GeneratedKey, SigningKey};
use crate::port::operation::Port;
use crate::port::store::Key;
use crate::value::error::Error;
use crate::value::random::Random;
use crate::value::timestamp::Timestamp;
use std::sync::Arc;

pub(crate) struct Context {
    pub(crate) settings: Arc<Settings>,
    pub(crate) port: Port,
    pub(crate) now: Timestamp,
    pub(crate) random: Random,
    /// What its audit event will say besides.
    pub(crate) note: Arc<Note>,
}

impl Context {
    /// One get of all the keys; none when there is no key.
    pub(crate) async fn read(&self, mut keys: Vec<Key>) -> Result<Reading, Error> {
        keys.sort();
        keys.dedup();
        let entries = if keys.is_empty() { Vec::new() } else { self.port.get(keys.clone()).await? };
        Ok(Reading::new(keys, entries))
    }

    /// A new signing key of the policy's algorithm: by the provider, or built in where that does not know it.
    pub(crate) async fn generate_key(&mut self) -> Result<GeneratedKey, CryptoError> {
        let algorithm = self.settings.policy.signing_algorithm;
        match self.port.generate(algorithm).await {
            Err(CryptoError::Unsupported) => self.built_in().generate(algorithm, self.random.generator()),
            answer => answer,
        }
    }

    pub(crate) async fn sign(&self, key: SigningKey, message: Vec<u8>) -> Result<Vec<u8>, CryptoError> {
        match self.port.sign(key.clone(), message.clone()).await {
            Err(CryptoError::Unsupported) => self.built_in().sign(&key, &message),
            answer => answer,
        }
    }

    pub(crate) async fn verify(
        &self,
        algorithm: Algorithm,
        jwk: PublicJwk,
        message: Vec<u8>,
        signature: Vec<u8>,
    ) -> Result<bool, CryptoError> {
        match self.port.verify(algorithm, jwk.clone(), message.clone(), signature.clone()).await {
            Err(CryptoError::Unsupported) => Ok(verify_built_in(algorithm, &jwk, &message, &signature)),
            answer => answer,
        }
    }

    fn built_in(&self) -> BuiltIn {
        BuiltIn::new(self.settings.sealing_keys.clone())
    }
}
