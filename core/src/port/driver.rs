//! The drivers: each steps an operation to its end, with answers from its surroundings.
//!
//! Two, for two worlds: [`run`] where a call blocks (the component), [`run_send`] for native servers. JavaScript steps an operation
//! itself. A simulator or a test that fails the n-th call is one more closure.

use super::crypto::Crypto;
use super::operation::{Answer, Ask, Operation, Step};
use super::store::Store;

/// Runs an operation with answers that are there at once.
///
/// It is a loop around [`Operation::step`], which a driver of one's own is as well:
///
/// ```
/// use badgehouse::crypto::SealingKey;
/// use badgehouse::operation::{Answer, Ask, Step};
/// use badgehouse::settings::Settings;
/// use badgehouse::store::StoreError;
/// use badgehouse::{Core, Start};
///
/// let key = SealingKey::from_bytes([7; 32]);
/// let core = Core::open(Settings::new("https://id.example.com", "svc.example.com", vec![key]))?;
/// let operation = core.jwks(Start { now: 1_800_000_000, seed: [1; 32] });
/// // Without an answer the operation goes on to what it asks first: the key ring, by its key.
/// let Step::Ask(Ask::Get { keys }, operation) = operation.step(None) else { unreachable!() };
/// assert_eq!(keys[0].as_str(), "keys/ring");
/// // A store that fails never grants.
/// let failed = Answer::Get(Err(StoreError::Unavailable("timed out".into())));
/// let Step::Done(outcome) = operation.step(Some(failed)) else { unreachable!() };
/// assert_eq!(outcome.unwrap_err().code.as_str(), "unavailable");
/// # Ok::<(), badgehouse::error::Error>(())
/// ```
pub fn run<T>(operation: Operation<T>, mut answer: impl FnMut(Ask) -> Answer) -> T {
    operation.run(&mut answer)
}

/// Runs an operation with a native store and provider; the future is `Send`.
pub async fn run_send<T: Send>(operation: Operation<T>, store: &dyn Store, crypto: &dyn Crypto) -> T {
    let mut step = operation.step(None);
    loop {
        match step {
            Step::Done(result) => return result,
            Step::Ask(ask, operation) => step = operation.step(Some(answer(ask, store, crypto).await)),
        }
    }
}

/// Answers one ask by a native store and provider.
pub async fn answer(ask: Ask, store: &dyn Store, crypto: &dyn Crypto) -> Answer {
    match ask {
        Ask::Get { keys } => Answer::Get(store.get(&keys).await),
        Ask::List { prefix, after, limit } => Answer::List(store.list(&prefix, after.as_ref(), limit).await),
        Ask::Commit { changes } => Answer::Commit(store.commit(&changes).await),
        Ask::Generate { algorithm } => Answer::Generate(crypto.generate(algorithm).await),
        Ask::Sign { key, message } => Answer::Sign(crypto.sign(&key, &message).await),
        Ask::Verify { algorithm, jwk, message, signature } => {
            Answer::Verify(crypto.verify(algorithm, &jwk, &message, &signature).await)
        }
    }
}
