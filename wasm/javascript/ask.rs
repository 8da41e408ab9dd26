//! What an operation asks of JavaScript, as a plain object, and what it is answered. The package has made the answer itself of what the store or the
//! provider gave, so that nothing here is foreign but texts and bytes.

use crate::plain::write;
use badgehouse::crypto::{CryptoError, GeneratedKey, PublicJwk};
use badgehouse::input;
use badgehouse::operation::{Answer, Ask};
use badgehouse::store::{Action, Change, Commit, Entry, Expect, Key, Listed, StoreError, Version};
use js_sys::{Array, Uint8Array};
use serde::{Deserialize, Serialize};
use serde_bytes::Bytes;
use wasm_bindgen::{JsCast, JsValue};

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum AskOut<'a> {
    Get {
        keys: Vec<&'a str>,
    },
    List {
        prefix: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        after: Option<&'a str>,
        limit: u32,
    },
    Commit {
        changes: Vec<ChangeOut<'a>>,
    },
    Generate {
        algorithm: &'a str,
    },
    Sign {
        algorithm: &'a str,
        key: SigningKeyOut<'a>,
        message: &'a Bytes,
    },
    Verify {
        algorithm: &'a str,
        jwk: &'a PublicJwk,
        message: &'a Bytes,
        signature: &'a Bytes,
    },
}

#[derive(Serialize)]
struct ChangeOut<'a> {
    key: &'a str,
    expect: ExpectOut<'a>,
    action: ActionOut<'a>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum ExpectOut<'a> {
    Any,
    Absent,
    Version { version: &'a str },
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum ActionOut<'a> {
    Keep,
    #[serde(rename_all = "camelCase")]
    Put {
        value: &'a Bytes,
        #[serde(skip_serializing_if = "Option::is_none")]
        expires_at: Option<u64>,
    },
    Delete,
}

#[derive(Serialize)]
struct SigningKeyOut<'a> {
    jwk: &'a PublicJwk,
    sealed: &'a str,
}

#[derive(Deserialize)]
#[serde(rename = "GeneratedIn…")]
struct GeneratedIn {
    jwk: PublicJwk,
    sealed: String,
}

/// What is asked, and how the answer is read.
pub(crate) fn asked(ask: &Ask) -> Result<(JsValue, Read), JsValue> {
    let (ask, read): (_, Read) = match ask {
        Ask::Get { keys } => (AskOut::Get { keys: keys.iter().map(Key::as_str).collect() }, got),
        Ask::List { prefix, after, limit } => {
            (AskOut::List { prefix, after: after.as_ref().map(Key::as_str), limit: *limit }, listed)
        }
        Ask::Commit { changes } => {
            (AskOut::Commit { changes: changes.iter().map(ChangeOut::from).collect() }, committed)
        }
        Ask::Generate { algorithm } => (AskOut::Generate { algorithm: algorithm.name() }, generated),
        Ask::Sign { key, message } => {
            let (algorithm, message) = (key.jwk.algorithm().name(), Bytes::new(message));
            let key = SigningKeyOut { jwk: &key.jwk, sealed: &key.sealed };
            (AskOut::Sign { algorithm, key, message }, signed)
        }
        Ask::Verify { algorithm, jwk, message, signature } => {
            let (algorithm, message) = (algorithm.name(), Bytes::new(message));
            (AskOut::Verify { algorithm, jwk, message, signature: Bytes::new(signature) }, verified)
        }
    };
    Ok((write(&ask)?, read))
}

/// Makes an answer of what came of an ask: a list of what the port answered, or of nothing, why there is nothing, and the code that says what that means. All of it is told by its place, since
/// to look for a member a name has to become a text of JavaScript each time. That it is none of these is a defect of the package.
pub(crate) type Read = fn(&Array) -> Option<Answer>;

fn got(came: &Array) -> Option<Answer> {
    let one = |found: JsValue| if found.is_null() { Some(None) } else { entry(&found, 0).map(Some) };
    Some(Answer::Get(stored(came, |found| each(&found, one))?))
}

fn listed(came: &Array) -> Option<Answer> {
    let one = |found: JsValue| Some((list(&found).get(0).as_string()?, entry(&found, 1)?));
    Some(Answer::List(stored(came, |found| each(&found, one))?.and_then(keyed)))
}

fn committed(came: &Array) -> Option<Answer> {
    let commit = |is_committed| if is_committed { Commit::Committed } else { Commit::Conflict };
    Some(Answer::Commit(stored(came, |found| found.as_bool().map(commit))?))
}

fn generated(came: &Array) -> Option<Answer> {
    Some(Answer::Generate(provided(came, |found| found.as_string())?.and_then(made)))
}

fn signed(came: &Array) -> Option<Answer> {
    Some(Answer::Sign(provided(came, |found| Some(bytes(found)))?))
}

fn verified(came: &Array) -> Option<Answer> {
    Some(Answer::Verify(provided(came, |found| found.as_bool())?))
}

/// Only a store that says so itself, or whose answer is none, is broken.
fn stored<T>(came: &Array, read: impl FnOnce(JsValue) -> Option<T>) -> Option<Result<T, StoreError>> {
    match outcome(came) {
        Ok(found) => read(found).map(Ok),
        Err((why, code)) if code.as_deref() == Some("broken") => Some(Err(StoreError::Broken(why))),
        Err((why, _)) => Some(Err(StoreError::Unavailable(why))),
    }
}

/// Only a provider that says `unsupported` leaves it to the built-in one.
fn provided<T>(came: &Array, read: impl FnOnce(JsValue) -> Option<T>) -> Option<Result<T, CryptoError>> {
    match outcome(came) {
        Ok(found) => read(found).map(Ok),
        Err((_, code)) if code.as_deref() == Some("unsupported") => Some(Err(CryptoError::Unsupported)),
        Err((why, _)) => Some(Err(CryptoError::Failed(why))),
    }
}

/// What the port answered, or why it did not, with the code that it may have.
fn outcome(came: &Array) -> Result<JsValue, (String, Option<String>)> {
    match came.get(1).as_string() {
        None => Ok(came.get(0)),
        Some(why) => Err((why, came.get(2).as_string())),
    }
}

fn each<T>(found: &JsValue, read: impl Fn(JsValue) -> Option<T>) -> Option<Vec<T>> {
    list(found).iter().map(read).collect()
}

/// A value and its version, from a place on.
fn entry(found: &JsValue, from: u32) -> Option<Entry> {
    let (value, version) = (list(found).get(from), list(found).get(from + 1));
    Some(Entry { value: bytes(value), version: Version(version.as_string()?) })
}

fn keyed(found: Vec<(String, Entry)>) -> Result<Vec<Listed>, StoreError> {
    let listed = |(key, entry)| {
        let key = Key::parse(key).map_err(|_| StoreError::Broken("an entry of a list has no key".into()))?;
        Ok(Listed { key, entry })
    };
    found.into_iter().map(listed).collect()
}

/// Of an `Array`.
fn list(found: &JsValue) -> &Array {
    found.unchecked_ref()
}

/// Of a `Uint8Array`.
fn bytes(found: JsValue) -> Vec<u8> {
    found.unchecked_into::<Uint8Array>().to_vec()
}

fn made(json: String) -> Result<GeneratedKey, CryptoError> {
    let made: GeneratedIn = input::object(json.as_bytes())
        .map_err(|error| CryptoError::Failed(format!("a new key cannot be read: {error}")))?;
    Ok(GeneratedKey { jwk: made.jwk, sealed: made.sealed })
}

impl<'a> From<&'a Change> for ChangeOut<'a> {
    fn from(change: &'a Change) -> Self {
        let expect = match &change.expect {
            Expect::Any => ExpectOut::Any,
            Expect::Absent => ExpectOut::Absent,
            Expect::Version(version) => ExpectOut::Version { version: &version.0 },
        };
        let action = match &change.action {
            Action::Keep => ActionOut::Keep,
            Action::Put { value, expires_at } => {
                ActionOut::Put { value: Bytes::new(value), expires_at: *expires_at }
            }
            Action::Delete => ActionOut::Delete,
        };
        Self { key: change.key.as_str(), expect, action }
    }
}
