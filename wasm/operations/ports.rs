//! What the core asks for, from the imports.

use crate::bindings::{crypto, random, store, wall_clock};
use badgehouse::Start;
use badgehouse::error::Error;
use badgehouse::operation::{Answer, Ask};
use badgehouse::store::StoreError;

const SEED_BYTES: usize = 32;

/// The present, and a seed that is new each time.
pub(crate) fn start() -> Result<Start, Error> {
    let now = wall_clock::now().seconds;
    let bytes = random::get_random_bytes(SEED_BYTES as u64);
    let seed = <[u8; SEED_BYTES]>::try_from(bytes.as_slice())
        .map_err(|_| Error::unavailable("the host gave less randomness than was asked for"))?;
    Ok(Start { now, seed })
}

/// The host's answer to an ask.
pub(crate) fn answer(ask: Ask) -> Answer {
    match ask {
        Ask::Get { keys } => {
            let keys: Vec<String> = keys.iter().map(|key| key.as_str().into()).collect();
            let entries = store::get(&keys).map_err(StoreError::from);
            Answer::Get(
                entries.map(|entries| entries.into_iter().map(|entry| entry.map(Into::into)).collect()),
            )
        }
        Ask::List { prefix, after, limit } => {
            let listed = store::list(&prefix, after.as_ref().map(|key| key.as_str()), limit);
            let listed = listed.map_err(StoreError::from);
            Answer::List(listed.and_then(|listed| listed.into_iter().map(TryInto::try_into).collect()))
        }
        Ask::Commit { changes } => {
            let changes: Vec<_> = changes.into_iter().map(Into::into).collect();
            Answer::Commit(store::commit(&changes).map(Into::into).map_err(Into::into))
        }
        Ask::Generate { algorithm } => {
            Answer::Generate(crypto::generate(algorithm.into()).map(Into::into).map_err(Into::into))
        }
        Ask::Sign { key, message } => Answer::Sign(crypto::sign(&key.into(), &message).map_err(Into::into)),
        Ask::Verify { algorithm, jwk, message, signature } => Answer::Verify(
            crypto::verify(algorithm.into(), &jwk.into(), &message, &signature).map_err(Into::into),
        ),
    }
}
