//! An operation is a value that is stepped: it asks for something or is done.
//!
//! Inside, an operation is ordinary async code that reads top-down; its only awaits are asks, handed over through a single
//! slot. Outside, a [driver](crate::driver) answers each ask and steps again. There is no executor, and nothing here depends on
//! the store, the clock or a thread, so that a run with the same answers is the same run.

use super::crypto::jwk::{Algorithm, PublicJwk};
use super::crypto::{CryptoError, GeneratedKey, SigningKey};
use super::store::{Change, Commit, Entry, Key, Listed, StoreError};
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// What an operation asks of its surroundings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// [`Store::get`](crate::store::Store::get).
    Get {
        /// The keys, in the order in which the answer is given.
        keys: Vec<Key>,
    },
    /// [`Store::list`](crate::store::Store::list).
    List {
        /// What the keys begin with.
        prefix: String,
        /// The key after which to begin.
        after: Option<Key>,
        /// The most entries.
        limit: u32,
    },
    /// [`Store::commit`](crate::store::Store::commit).
    Commit {
        /// All or nothing.
        changes: Vec<Change>,
    },
    /// [`Crypto::generate`](crate::crypto::Crypto::generate).
    Generate {
        /// Of which algorithm.
        algorithm: Algorithm,
    },
    /// [`Crypto::sign`](crate::crypto::Crypto::sign).
    Sign {
        /// With which key.
        key: SigningKey,
        /// Over what.
        message: Vec<u8>,
    },
    /// [`Crypto::verify`](crate::crypto::Crypto::verify).
    Verify {
        /// By which algorithm.
        algorithm: Algorithm,
        /// Against which key.
        jwk: PublicJwk,
        /// Over what.
        message: Vec<u8>,
        /// The signature that was given.
        signature: Vec<u8>,
    },
}

/// What a driver answers; of the same name as the ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// To [`Ask::Get`].
    Get(Result<Vec<Option<Entry>>, StoreError>),
    /// To [`Ask::List`].
    List(Result<Vec<Listed>, StoreError>),
    /// To [`Ask::Commit`].
    Commit(Result<Commit, StoreError>),
    /// To [`Ask::Generate`].
    Generate(Result<GeneratedKey, CryptoError>),
    /// To [`Ask::Sign`].
    Sign(Result<Vec<u8>, CryptoError>),
    /// To [`Ask::Verify`].
    Verify(Result<bool, CryptoError>),
}

/// What a step came to.
pub enum Step<T> {
    /// The operation needs an answer before it goes on.
    Ask(Ask, Operation<T>),
    /// The operation is over.
    Done(T),
}

/// An operation under way. It is `Send`, and dropping it abandons it.
pub struct Operation<T> {
    body: Pin<Box<dyn Future<Output = T> + Send>>,
    slot: Arc<Mutex<Slot>>,
}

impl<T> Operation<T> {
    pub(crate) fn new<F>(body: impl FnOnce(Port) -> F) -> Self
    where
        F: Future<Output = T> + Send + 'static,
    {
        let slot = Arc::new(Mutex::new(Slot::Empty));
        let port = Port { slot: Arc::clone(&slot) };
        Self { body: Box::pin(body(port)), slot }
    }

    /// The same operation, which ends in what `end` makes of its outcome; so a face holds operations of one type, whatever they answer.
    pub fn map<U>(self, end: impl FnOnce(T) -> U + Send + 'static) -> Operation<U>
    where
        T: 'static,
    {
        let Self { body, slot } = self;
        Operation { body: Box::pin(async move { end(body.await) }), slot }
    }

    /// Goes on to the next ask or to the end. `answer` is what the last ask came to, and `None` at the start; an answer of another
    /// kind than the ask counts as a broken store or a failed provider.
    pub fn step(mut self, answer: Option<Answer>) -> Step<T> {
        *lock(&self.slot) = answer.map_or(Slot::Empty, Slot::Answered);
        match self.poll() {
            Poll::Ready(result) => Step::Done(result),
            Poll::Pending => Step::Ask(asked(&self.slot), self),
        }
    }

    /// Goes on to the end. What it does beside the body knows no outcome, so that it is compiled once.
    pub(super) fn run(mut self, answer: &mut dyn FnMut(Ask) -> Answer) -> T {
        loop {
            if let Poll::Ready(result) = self.poll() {
                return result;
            }
            hand_over(&self.slot, answer);
        }
    }

    fn poll(&mut self) -> Poll<T> {
        self.body.as_mut().poll(&mut Context::from_waker(Waker::noop()))
    }
}

fn hand_over(slot: &Mutex<Slot>, answer: &mut dyn FnMut(Ask) -> Answer) {
    let answer = answer(asked(slot));
    *lock(slot) = Slot::Answered(answer);
}

/// What is asked. The body awaits nothing but asks, so that there is one; reading no key is the harmless rest.
fn asked(slot: &Mutex<Slot>) -> Ask {
    match std::mem::replace(&mut *lock(slot), Slot::Empty) {
        Slot::Asked(ask) => ask,
        Slot::Empty | Slot::Answered(_) => Ask::Get { keys: Vec::new() },
    }
}

enum Slot {
    Empty,
    Asked(Ask),
    Answered(Answer),
}

fn lock(slot: &Mutex<Slot>) -> MutexGuard<'_, Slot> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The inner side of the hand-over: what an operation's code asks through.
#[derive(Clone)]
pub(crate) struct Port {
    slot: Arc<Mutex<Slot>>,
}

impl Port {
    /// Answers one entry or nothing for each key; a store that answers another number of them is broken.
    pub(crate) async fn get(&self, keys: Vec<Key>) -> Result<Vec<Option<Entry>>, StoreError> {
        let asked = keys.len();
        match self.ask(Ask::Get { keys }).await {
            Some(Answer::Get(Ok(entries))) if entries.len() != asked => Err(mismatch()),
            Some(Answer::Get(result)) => result,
            _ => Err(mismatch()),
        }
    }

    /// Answers entries of the prefix in ascending order of their keys; a store that answers any other is broken, so that none of
    /// another company's is ever taken for one of this.
    pub(crate) async fn list(
        &self,
        prefix: String,
        after: Option<Key>,
        limit: u32,
    ) -> Result<Vec<Listed>, StoreError> {
        let ask = Ask::List { prefix: prefix.clone(), after: after.clone(), limit };
        let Some(Answer::List(result)) = self.ask(ask).await else { return Err(mismatch()) };
        let listed = result?;
        let ascending = listed.is_sorted_by(|one, next| one.key < next.key);
        let fits =
            |entry: &Listed| entry.key.as_str().starts_with(&prefix) && after.as_ref() < Some(&entry.key);
        let few = u32::try_from(listed.len()).is_ok_and(|length| length <= limit);
        if ascending && few && listed.iter().all(fits) { Ok(listed) } else { Err(mismatch()) }
    }

    pub(crate) async fn commit(&self, changes: Vec<Change>) -> Result<Commit, StoreError> {
        match self.ask(Ask::Commit { changes }).await {
            Some(Answer::Commit(result)) => result,
            _ => Err(mismatch()),
        }
    }

    pub(crate) async fn generate(&self, algorithm: Algorithm) -> Result<GeneratedKey, CryptoError> {
        match self.ask(Ask::Generate { algorithm }).await {
            Some(Answer::Generate(result)) => result,
            _ => Err(wrong_provider()),
        }
    }

    pub(crate) async fn sign(&self, key: SigningKey, message: Vec<u8>) -> Result<Vec<u8>, CryptoError> {
        match self.ask(Ask::Sign { key, message }).await {
            Some(Answer::Sign(result)) => result,
            _ => Err(wrong_provider()),
        }
    }

    pub(crate) async fn verify(
        &self,
        algorithm: Algorithm,
        jwk: PublicJwk,
        message: Vec<u8>,
        signature: Vec<u8>,
    ) -> Result<bool, CryptoError> {
        match self.ask(Ask::Verify { algorithm, jwk, message, signature }).await {
            Some(Answer::Verify(result)) => result,
            _ => Err(wrong_provider()),
        }
    }

    async fn ask(&self, ask: Ask) -> Option<Answer> {
        *lock(&self.slot) = Slot::Asked(ask);
        let mut asked = false;
        poll_fn(|_| {
            if !asked {
                asked = true;
                return Poll::Pending;
            }
            match std::mem::replace(&mut *lock(&self.slot), Slot::Empty) {
                Slot::Answered(answer) => Poll::Ready(Some(answer)),
                Slot::Empty | Slot::Asked(_) => Poll::Ready(None),
            }
        })
        .await
    }
}

fn mismatch() -> StoreError {
    StoreError::Broken("the answer does not fit what was asked".into())
}

fn wrong_provider() -> CryptoError {
    CryptoError::failed("the answer does not fit what was asked")
}
