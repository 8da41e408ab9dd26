//! What an operation asks of JavaScript, as a plain object, and what it is answered. The package has made the answer itself of what the store or the
//! provider gave, so that nothing here is foreign but texts and bytes.

use crate::plain::write;
use badgehouse::crypto::{CryptoError, GeneratedKey, PublicJwk};
use badgehouse::input;
use badgehouse::operation::{Answer, Ask};
use badgehouse::store::{Action, Change, Commit, Entry, Expect, Key, Listed, StoreError, Version};
use js_sys::{Array, Reflect, Uint8Array};
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

/// The `code` of what was thrown, if it is one that means something, and in words for the operator's log what it was.
struct Failure {
    code: Option<String>,
    message: String,
}

/// What is asked.
pub(crate) fn asked(ask: &Ask) -> Result<JsValue, JsValue> {
    write(&match ask {
        Ask::Get { keys } => AskOut::Get { keys: keys.iter().map(Key::as_str).collect() },
        Ask::List { prefix, after, limit } => {
            AskOut::List { prefix, after: after.as_ref().map(Key::as_str), limit: *limit }
        }
        Ask::Commit { changes } => AskOut::Commit { changes: changes.iter().map(ChangeOut::from).collect() },
        Ask::Generate { algorithm } => AskOut::Generate { algorithm: algorithm.name() },
        Ask::Sign { key, message } => AskOut::Sign {
            algorithm: key.jwk.algorithm().name(),
            key: SigningKeyOut { jwk: &key.jwk, sealed: &key.sealed },
            message: Bytes::new(message),
        },
        Ask::Verify { algorithm, jwk, message, signature } => AskOut::Verify {
            algorithm: algorithm.name(),
            jwk,
            message: Bytes::new(message),
            signature: Bytes::new(signature),
        },
    })
}

/// What was answered, by the name of what was asked: what came of it as `Ok`, or as `Err` why nothing did. It is read member by member, since what reads anything by a general way
/// brings all that it could say of what is none, and the package makes these itself.
pub(crate) fn answered(answer: &JsValue) -> Result<Answer, JsValue> {
    let read = |(kind, read): &(&str, Read)| {
        let came = member(answer, kind);
        if came.is_undefined() { None } else { read(outcome(&came)) }
    };
    ANSWERS.iter().find_map(read).ok_or_else(|| "the answer is none".into())
}

/// What came of an ask.
type Outcome = Result<JsValue, Failure>;

/// Makes an answer of it; none, if it is none.
type Read = fn(Outcome) -> Option<Answer>;

const ANSWERS: [(&str, Read); 6] = [
    ("get", |came| Some(Answer::Get(stored(came, |found| each(found, got))?))),
    ("list", |came| Some(Answer::List(stored(came, |found| each(found, listed))?.and_then(keyed)))),
    ("commit", |came| Some(Answer::Commit(stored(came, |found| committed(&found))?))),
    ("generate", |came| {
        Some(Answer::Generate(provided(came, |found| found.as_string())?.and_then(generated)))
    }),
    ("sign", |came| Some(Answer::Sign(provided(came, |found| Some(bytes(found)))?))),
    ("verify", |came| Some(Answer::Verify(provided(came, |found| found.as_bool())?))),
];

fn member(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or_default()
}

fn outcome(came: &JsValue) -> Outcome {
    let failure = member(came, "Err");
    if failure.is_undefined() {
        return Ok(member(came, "Ok"));
    }
    let text = |name| member(&failure, name).as_string();
    Err(Failure { code: text("code"), message: text("message").unwrap_or_default() })
}

/// Only a store that says so itself, or whose answer is none, is broken.
fn stored<T>(came: Outcome, read: impl FnOnce(JsValue) -> Option<T>) -> Option<Result<T, StoreError>> {
    match came {
        Ok(found) => read(found).map(Ok),
        Err(Failure { code, message }) => Some(Err(match code.as_deref() {
            Some("broken") => StoreError::Broken(message),
            _ => StoreError::Unavailable(message),
        })),
    }
}

/// Only a provider that says `unsupported` leaves it to the built-in one.
fn provided<T>(came: Outcome, read: impl FnOnce(JsValue) -> Option<T>) -> Option<Result<T, CryptoError>> {
    match came {
        Ok(found) => read(found).map(Ok),
        Err(Failure { code, message }) => Some(Err(match code.as_deref() {
            Some("unsupported") => CryptoError::Unsupported,
            _ => CryptoError::Failed(message),
        })),
    }
}

fn each<T>(found: JsValue, read: impl Fn(JsValue) -> Option<T>) -> Option<Vec<T>> {
    found.dyn_into::<Array>().ok()?.iter().map(read).collect()
}

/// Null is none.
fn got(found: JsValue) -> Option<Option<Entry>> {
    if found.is_null() { Some(None) } else { entry(&found).map(Some) }
}

fn entry(found: &JsValue) -> Option<Entry> {
    let version = Version(member(found, "version").as_string()?);
    Some(Entry { value: bytes(member(found, "value")), version })
}

fn listed(found: JsValue) -> Option<(String, Entry)> {
    Some((member(&found, "key").as_string()?, entry(&found)?))
}

fn keyed(found: Vec<(String, Entry)>) -> Result<Vec<Listed>, StoreError> {
    let listed = |(key, entry)| {
        let key = Key::parse(key).map_err(|_| StoreError::Broken("an entry of a list has no key".into()))?;
        Ok(Listed { key, entry })
    };
    found.into_iter().map(listed).collect()
}

fn committed(found: &JsValue) -> Option<Commit> {
    match found.as_string()?.as_str() {
        "committed" => Some(Commit::Committed),
        "conflict" => Some(Commit::Conflict),
        _ => None,
    }
}

/// Of a `Uint8Array`.
fn bytes(found: JsValue) -> Vec<u8> {
    found.unchecked_into::<Uint8Array>().to_vec()
}

fn generated(json: String) -> Result<GeneratedKey, CryptoError> {
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
