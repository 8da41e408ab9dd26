//! Plain objects of JavaScript, and JSON text.

use badgehouse::error::Error;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

/// A plain object, as JSON would have it, but for bytes, which are a `Uint8Array`.
pub(crate) fn write<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, JsValue> {
    value.serialize(&Serializer::json_compatible().serialize_bytes_as_arrays(false)).map_err(JsValue::from)
}

/// JSON text, of which the package makes plain objects.
pub(crate) fn json<T: Serialize + ?Sized>(value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|_| Error::broken("an answer cannot be written"))
}
