//! What an instance reaches: the store, the crypto provider, a clock and randomness.

use crate::bindings::{crypto, random, store, wall_clock};
use badgehouse::crypto::Crypto;
use badgehouse::store::{Change, Key, Store, StoreError};
use std::sync::Arc;
use wasmtime::{StoreLimits, StoreLimitsBuilder, UpdateDeadline};

/// What tells the present, in Unix seconds.
pub(crate) type Clock = dyn Fn() -> u64 + Send + Sync;

/// The most random bytes that are given at a time; an operation begins with 32.
const MAX_RANDOM_BYTES: u64 = 4096;

/// The ports of one instance, and its bounds.
pub(crate) struct Ports {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) crypto: Arc<dyn Crypto>,
    pub(crate) clock: Arc<Clock>,
    pub(crate) limits: StoreLimits,
    /// Whether a port has answered since the deadline was last set.
    pub(crate) answered: bool,
}

impl Ports {
    /// The ports of an instance that has at most so much memory, in bytes.
    pub(crate) fn new(
        store: Arc<dyn Store>,
        crypto: Arc<dyn Crypto>,
        clock: Arc<Clock>,
        memory: usize,
    ) -> Self {
        let limits = StoreLimitsBuilder::new().memory_size(memory).build();
        Self { store, crypto, clock, limits, answered: false }
    }

    /// What happens at the deadline: an instance whose port has answered in the meantime gets its time anew, since waiting is not computing.
    pub(crate) fn at_deadline(&mut self, ticks: u64) -> UpdateDeadline {
        if std::mem::take(&mut self.answered) {
            UpdateDeadline::Continue(ticks)
        } else {
            UpdateDeadline::Interrupt
        }
    }
}

impl store::Host for Ports {
    async fn get(&mut self, keys: Vec<String>) -> Result<Vec<Option<store::Entry>>, store::StoreError> {
        let keys = keys.into_iter().map(key).collect::<Result<Vec<_>, _>>()?;
        let entries = self.store.get(&keys).await;
        self.answered = true;
        Ok(entries?.into_iter().map(|entry| entry.map(Into::into)).collect())
    }

    async fn list(
        &mut self,
        prefix: String,
        after: Option<String>,
        limit: u32,
    ) -> Result<Vec<store::Listed>, store::StoreError> {
        let after = after.map(key).transpose()?;
        let listed = self.store.list(&prefix, after.as_ref(), limit).await;
        self.answered = true;
        Ok(listed?.into_iter().map(Into::into).collect())
    }

    async fn commit(
        &mut self,
        changes: Vec<store::Change>,
    ) -> Result<store::CommitOutcome, store::StoreError> {
        let changes = changes.into_iter().map(Change::try_from).collect::<Result<Vec<_>, _>>()?;
        let outcome = self.store.commit(&changes).await;
        self.answered = true;
        Ok(outcome?.into())
    }
}

impl crypto::Host for Ports {
    async fn generate(
        &mut self,
        algorithm: crypto::Algorithm,
    ) -> Result<crypto::GeneratedKey, crypto::CryptoError> {
        let generated = self.crypto.generate(algorithm.into()).await;
        self.answered = true;
        Ok(generated?.into())
    }

    async fn sign(
        &mut self,
        key: crypto::SigningKey,
        message: Vec<u8>,
    ) -> Result<Vec<u8>, crypto::CryptoError> {
        let signature = self.crypto.sign(&key.into(), &message).await;
        self.answered = true;
        Ok(signature?)
    }

    async fn verify(
        &mut self,
        algorithm: crypto::Algorithm,
        jwk: crypto::PublicJwk,
        message: Vec<u8>,
        signature: Vec<u8>,
    ) -> Result<bool, crypto::CryptoError> {
        let verified = self.crypto.verify(algorithm.into(), &jwk.into(), &message, &signature).await;
        self.answered = true;
        Ok(verified?)
    }
}

impl wall_clock::Host for Ports {
    fn now(&mut self) -> wasmtime::Result<wall_clock::Datetime> {
        Ok(wall_clock::Datetime { seconds: (self.clock)(), nanoseconds: 0 })
    }
}

impl random::Host for Ports {
    fn get_random_bytes(&mut self, len: u64) -> wasmtime::Result<Vec<u8>> {
        let length = usize::try_from(len.min(MAX_RANDOM_BYTES))?;
        let mut bytes = vec![0; length];
        getrandom::fill(&mut bytes)
            .map_err(|error| wasmtime::format_err!("the system gave no randomness: {error}"))?;
        Ok(bytes)
    }
}

/// A key as the instance wrote it; the core writes no other.
pub(crate) fn key(text: String) -> Result<Key, StoreError> {
    Key::parse(text).map_err(|_| StoreError::Broken("the component asked for what is no key".into()))
}
