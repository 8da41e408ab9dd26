//! What answers an operation: the JavaScript store and provider, the clock and the platform's randomness.

use crate::crypto::{self, JsCrypto};
use crate::refusal::refused;
use crate::store::{self, Failure, JsStore};
use crate::value::invalid;
use badgehouse::Start;
use badgehouse::crypto::CryptoError;
use badgehouse::driver::run_local;
use badgehouse::operation::{Answer, Ask, Operation};
use badgehouse::store::StoreError;
use js_sys::{Function, Number};
use std::cell::RefCell;
use wasm_bindgen::JsValue;

pub(crate) struct Ports {
    pub(crate) store: JsStore,
    pub(crate) crypto: JsCrypto,
    /// Answers Unix seconds.
    pub(crate) clock: Function,
}

impl Ports {
    /// The moment and the randomness of a new operation.
    pub(crate) fn start(&self) -> Result<Start, JsValue> {
        let now = self.clock.call0(&JsValue::UNDEFINED)?;
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|error| JsValue::from_str(&error.to_string()))?;
        Ok(Start { now: seconds(&now)?, seed })
    }

    /// Runs an operation to its end, and gives the last rejection that it met.
    pub(crate) async fn run<T>(&self, operation: Operation<T>) -> (T, Option<JsValue>) {
        let rejection = RefCell::new(None);
        let result = run_local(operation, async |ask| self.answer(ask, &rejection).await).await;
        (result, rejection.into_inner())
    }

    async fn answer(&self, ask: Ask, rejection: &RefCell<Option<JsValue>>) -> Answer {
        let stored = |failure: Failure| -> StoreError {
            let error = store::error(&failure);
            if let Failure::Rejected(cause) = failure {
                rejection.replace(Some(cause));
            }
            error
        };
        match ask {
            Ask::Get { keys } => Answer::Get(self.store.read(&keys).await.map_err(stored)),
            Ask::List { prefix, after, limit } => {
                Answer::List(self.store.page(prefix, after, limit).await.map_err(stored))
            }
            Ask::Commit { changes } => Answer::Commit(self.store.change(&changes).await.map_err(stored)),
            Ask::Generate { algorithm } => {
                Answer::Generate(flatten(self.crypto.make(algorithm).await, rejection))
            }
            Ask::Sign { key, message } => {
                Answer::Sign(flatten(self.crypto.signature(&key, message).await, rejection))
            }
            Ask::Verify { algorithm, jwk, message, signature } => Answer::Verify(flatten(
                self.crypto.check(algorithm, &jwk, message, signature).await,
                rejection,
            )),
        }
    }
}

fn flatten<T>(reply: crypto::Reply<T>, rejection: &RefCell<Option<JsValue>>) -> Result<T, CryptoError> {
    reply.unwrap_or_else(|cause| {
        let error = crypto::error(&cause);
        rejection.replace(Some(cause));
        Err(error)
    })
}

/// Whole seconds; a clock that answers anything else stops the operation before it begins.
fn seconds(now: &JsValue) -> Result<u64, JsValue> {
    let seconds = now.as_f64().filter(|now| *now >= 0.0 && *now <= Number::MAX_SAFE_INTEGER);
    let wrong = || refused(invalid("clock", "a clock answers Unix seconds"));
    // Within the safe integers the cast only cuts the fraction.
    seconds.map(|seconds| seconds as u64).ok_or_else(wrong)
}
