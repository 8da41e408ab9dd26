//! What an operation asks of JavaScript, as a plain object, and what it is answered. The package has made the answer itself of what the store or the
//! provider gave, so that nothing here is foreign but texts and bytes.

use crate::plain::write;
use badgehouse::crypto::{CryptoError, GeneratedKey, PublicJwk};
use badgehouse::input;
use badgehouse::operation::{Answer, Ask};
use badgehouse::store::{Action, Change, Commit, Entry, Expect, Key, Listed, StoreError, Version};
use serde::{Deserialize, Serialize};
use serde_bytes::{ByteBuf, Bytes};
use wasm_bindgen::JsValue;

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

/// Of the same name as what was asked.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum AnswerIn {
    Get(Result<Vec<Option<EntryIn>>, Failure>),
    List(Result<Vec<ListedIn>, Failure>),
    Commit(Result<CommitIn, Failure>),
    /// JSON text.
    Generate(Result<String, Failure>),
    Sign(Result<ByteBuf, Failure>),
    Verify(Result<bool, Failure>),
}

#[derive(Deserialize)]
struct EntryIn {
    value: ByteBuf,
    version: String,
}

#[derive(Deserialize)]
struct ListedIn {
    key: String,
    value: ByteBuf,
    version: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum CommitIn {
    Committed,
    Conflict,
}

#[derive(Deserialize)]
struct GeneratedIn {
    jwk: PublicJwk,
    sealed: String,
}

/// The `code` of what was thrown, if it is one that means something, and in words for the operator's log what it was.
#[derive(Deserialize)]
struct Failure {
    #[serde(default)]
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

/// What was answered.
pub(crate) fn answered(answer: JsValue) -> Result<Answer, JsValue> {
    Ok(match serde_wasm_bindgen::from_value(answer)? {
        AnswerIn::Get(answer) => Answer::Get(stored(answer).map(entries)),
        AnswerIn::List(answer) => Answer::List(stored(answer).and_then(listed)),
        AnswerIn::Commit(answer) => Answer::Commit(stored(answer).map(Commit::from)),
        AnswerIn::Generate(answer) => Answer::Generate(provided(answer).and_then(|json| generated(&json))),
        AnswerIn::Sign(answer) => Answer::Sign(provided(answer).map(ByteBuf::into_vec)),
        AnswerIn::Verify(answer) => Answer::Verify(provided(answer)),
    })
}

/// Only a store that says so itself, or whose answer is none, is broken.
fn stored<T>(answer: Result<T, Failure>) -> Result<T, StoreError> {
    answer.map_err(|Failure { code, message }| match code.as_deref() {
        Some("broken") => StoreError::Broken(message),
        _ => StoreError::Unavailable(message),
    })
}

/// Only a provider that says `unsupported` leaves it to the built-in one.
fn provided<T>(answer: Result<T, Failure>) -> Result<T, CryptoError> {
    answer.map_err(|Failure { code, message }| match code.as_deref() {
        Some("unsupported") => CryptoError::Unsupported,
        _ => CryptoError::Failed(message),
    })
}

fn entries(entries: Vec<Option<EntryIn>>) -> Vec<Option<Entry>> {
    let entry = |EntryIn { value, version }| Entry { value: value.into_vec(), version: Version(version) };
    entries.into_iter().map(|found| found.map(entry)).collect()
}

fn listed(entries: Vec<ListedIn>) -> Result<Vec<Listed>, StoreError> {
    let listed = |ListedIn { key, value, version }| {
        let key = Key::parse(key).map_err(|_| StoreError::Broken("an entry of a list has no key".into()))?;
        Ok(Listed { key, entry: Entry { value: value.into_vec(), version: Version(version) } })
    };
    entries.into_iter().map(listed).collect()
}

fn generated(json: &str) -> Result<GeneratedKey, CryptoError> {
    let made: GeneratedIn = input::object(json.as_bytes())
        .map_err(|error| CryptoError::Failed(format!("a new key cannot be read: {error}")))?;
    Ok(GeneratedKey { jwk: made.jwk, sealed: made.sealed })
}

impl From<CommitIn> for Commit {
    fn from(outcome: CommitIn) -> Self {
        match outcome {
            CommitIn::Committed => Self::Committed,
            CommitIn::Conflict => Self::Conflict,
        }
    }
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
