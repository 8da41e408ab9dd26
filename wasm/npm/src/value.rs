//! Plain JavaScript values in and out.

use badgehouse::error::{Error, InputProblem};
use badgehouse::input;
use badgehouse::principal::{Actor, ActorInput, Principal};
use js_sys::{Symbol, Uint8Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::{JsCast, JsValue};

/// The key of the symbol that stands for the platform: no JSON can hold one, so that no request can name it.
const PLATFORM: &str = "badgehouse.platform";

/// A value of ours from a plain object. It goes by way of JSON, since reading an object directly would pass over unknown members.
pub(crate) fn read<T: DeserializeOwned>(value: JsValue) -> Result<T, Error> {
    let json: Value = input::read(serde_wasm_bindgen::Deserializer::from(value))?;
    input::read(json)
}

/// A value of ours that may be left out.
pub(crate) fn read_or_default<T: DeserializeOwned + Default>(value: JsValue) -> Result<T, Error> {
    if value.is_undefined() { Ok(T::default()) } else { read(value) }
}

/// A text argument; `name` is what the caller knows it by.
pub(crate) fn text(name: &str, value: &JsValue) -> Result<String, Error> {
    value.as_string().ok_or_else(|| invalid(name, "this is a text"))
}

/// The account that a call is about.
pub(crate) fn client(id: &JsValue) -> Result<String, Error> {
    text("client_id", id)
}

/// A text argument that may be left out.
pub(crate) fn optional_text(name: &str, value: &JsValue) -> Result<Option<String>, Error> {
    if value.is_null() || value.is_undefined() { Ok(None) } else { text(name, value).map(Some) }
}

/// An argument that breaks a rule.
pub(crate) fn invalid(name: &str, rule: impl Into<String>) -> Error {
    Error::invalid(vec![InputProblem::new(&format!("/{name}"), rule)])
}

/// A plain object, as JSON would have it, but for bytes, which are a `Uint8Array`.
pub(crate) fn write<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, JsValue> {
    value.serialize(&Serializer::json_compatible().serialize_bytes_as_arrays(false)).map_err(JsValue::from)
}

/// Bytes that JavaScript answered; `None` for anything but a `Uint8Array`.
pub(crate) fn bytes(value: &JsValue) -> Option<Vec<u8>> {
    value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec)
}

/// Who asks: the platform's symbol, or an actor.
pub(crate) fn principal(value: JsValue) -> Result<Principal, Error> {
    if value == JsValue::from(Symbol::for_(PLATFORM)) {
        return Ok(Principal::Platform);
    }
    actor(value).map(Principal::Actor)
}

/// An actor, checked.
pub(crate) fn actor(value: JsValue) -> Result<Actor, Error> {
    Actor::parse(read::<ActorInput>(value)?)
}
