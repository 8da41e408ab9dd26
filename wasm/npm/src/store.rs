//! The store port: a JavaScript object with `get`, `list` and `commit`.

use crate::value::{bytes, write};
use badgehouse::store::{Action, Change, Commit, Entry, Expect, Key, Listed, StoreError, Version};
use js_sys::{Array, Reflect};
use serde::Serialize;
use serde_bytes::Bytes;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// The package's `Store`.
    pub type JsStore;

    #[wasm_bindgen(method, catch)]
    async fn get(this: &JsStore, keys: Vec<String>) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch)]
    async fn list(
        this: &JsStore,
        prefix: String,
        after: Option<String>,
        limit: u32,
    ) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch)]
    async fn commit(this: &JsStore, changes: JsValue) -> Result<JsValue, JsValue>;
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

/// Why there is no answer: what the store rejected with, or that its answer is none.
pub(crate) enum Failure {
    Rejected(JsValue),
    Malformed(&'static str),
}

impl JsStore {
    pub(crate) async fn read(&self, keys: &[Key]) -> Result<Vec<Option<Entry>>, Failure> {
        let keys = keys.iter().map(Key::to_string).collect();
        let found = self.get(keys).await.map_err(Failure::Rejected)?;
        let entry = |found: JsValue| {
            let absent = found.is_null() || found.is_undefined();
            if absent { Ok(None) } else { entry(&found).map(Some) }
        };
        array(&found)?.iter().map(entry).collect()
    }

    pub(crate) async fn page(
        &self,
        prefix: String,
        after: Option<Key>,
        limit: u32,
    ) -> Result<Vec<Listed>, Failure> {
        let after = after.map(|after| after.to_string());
        let found = self.list(prefix, after, limit).await.map_err(Failure::Rejected)?;
        let listed = |found: JsValue| {
            let key = member(&found, "key").as_string().and_then(|text| Key::parse(text).ok());
            let key = key.ok_or(Failure::Malformed("an entry of a list has no key"))?;
            Ok(Listed { key, entry: entry(&found)? })
        };
        array(&found)?.iter().map(listed).collect()
    }

    pub(crate) async fn change(&self, changes: &[Change]) -> Result<Commit, Failure> {
        let changes = changes.iter().map(ChangeOut::from).collect::<Vec<_>>();
        let changes = write(&changes).map_err(Failure::Rejected)?;
        let outcome = self.commit(changes).await.map_err(Failure::Rejected)?;
        match outcome.as_string().as_deref() {
            Some("committed") => Ok(Commit::Committed),
            Some("conflict") => Ok(Commit::Conflict),
            _ => Err(Failure::Malformed("a commit answers `committed` or `conflict`")),
        }
    }
}

/// What the core makes of a failure. Only a store that says so itself, or whose answer is none, is broken.
pub(crate) fn error(failure: &Failure) -> StoreError {
    match failure {
        Failure::Malformed(why) => StoreError::Broken((*why).into()),
        Failure::Rejected(cause) if code(cause).as_deref() == Some("broken") => {
            StoreError::Broken(message(cause))
        }
        Failure::Rejected(cause) => StoreError::Unavailable(message(cause)),
    }
}

/// The `code` of what was thrown.
pub(crate) fn code(thrown: &JsValue) -> Option<String> {
    member(thrown, "code").as_string()
}

/// What was thrown, in words for the operator's log.
pub(crate) fn message(thrown: &JsValue) -> String {
    let text = thrown.as_string().or_else(|| member(thrown, "message").as_string());
    text.unwrap_or_else(|| "no reason given".into())
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

fn array(value: &JsValue) -> Result<Array, Failure> {
    if Array::is_array(value) {
        Ok(Array::from(value))
    } else {
        Err(Failure::Malformed("the answer is no array"))
    }
}

fn entry(value: &JsValue) -> Result<Entry, Failure> {
    let bytes = bytes(&member(value, "value"));
    let version = member(value, "version").as_string();
    let (Some(value), Some(version)) = (bytes, version) else {
        return Err(Failure::Malformed("an entry has a `value`, a Uint8Array, and a `version`, a text"));
    };
    Ok(Entry { value, version: Version(version) })
}

/// A member of an object; undefined of anything else.
fn member(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}
