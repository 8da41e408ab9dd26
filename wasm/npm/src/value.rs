//! What comes from JavaScript and goes there: JSON text, read by the core's one reader, and plain objects.

use badgehouse::error::{Error, InputProblem};
use badgehouse::http::MAX_BODY_BYTES;
use badgehouse::input;
use badgehouse::principal::{Actor, ActorInput, Principal};
use js_sys::Symbol;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;
use zeroize::Zeroizing;

/// The key of the symbol that stands for the platform: no JSON can hold one, so that no request can name it.
const PLATFORM: &str = "badgehouse.platform";

/// An argument as JSON text; `None` for one that is left out. It may hold a secret.
pub(crate) type Given = Option<String>;

/// A struct of ours, by the bounds that a body has in HTTP. What is left out is as null there.
pub(crate) fn object<T: DeserializeOwned>(given: Given) -> Result<T, Error> {
    input::object(bounded(given)?.as_bytes())
}

/// A struct of ours that may be left out.
pub(crate) fn object_or_default<T: DeserializeOwned + Default>(given: Given) -> Result<T, Error> {
    if given.is_none() { Ok(T::default()) } else { object(given) }
}

/// What is no struct, by the same bounds; `name` is what the caller knows it by.
pub(crate) fn value<T: DeserializeOwned>(name: &str, given: Given) -> Result<T, Error> {
    bounded(given).and_then(|json| input::value(json.as_bytes())).map_err(|error| within(name, error))
}

/// What the package made itself of a request or of options. It says how much of them there may be.
pub(crate) fn made<T: DeserializeOwned>(given: Given) -> Result<T, Error> {
    input::object(text_of(given).as_bytes())
}

/// A text argument.
pub(crate) fn text(name: &str, given: Given) -> Result<String, Error> {
    value(name, given).map_err(|_| invalid(name, "this is a text"))
}

/// The company that a call is about.
pub(crate) fn company_id(given: Given) -> Result<String, Error> {
    text("company", given)
}

/// The account that a call is about.
pub(crate) fn client(given: Given) -> Result<String, Error> {
    text("client_id", given)
}

/// A text argument that may be left out.
pub(crate) fn optional_text(name: &str, given: Given) -> Result<Option<String>, Error> {
    value(name, given).map_err(|_| invalid(name, "this is a text"))
}

/// An argument that breaks a rule.
pub(crate) fn invalid(name: &str, rule: impl Into<String>) -> Error {
    Error::invalid(vec![InputProblem::new(&format!("/{name}"), rule.into())])
}

/// Who asks: the platform's symbol, or an actor in JSON text.
pub(crate) fn principal(by: &JsValue) -> Result<Principal, Error> {
    if *by == JsValue::from(Symbol::for_(PLATFORM)) {
        return Ok(Principal::Platform);
    }
    actor(by.as_string()).map(Principal::Actor)
}

/// An actor, checked.
pub(crate) fn actor(given: Given) -> Result<Actor, Error> {
    Actor::parse(object::<ActorInput>(given)?)
}

/// A plain object, as JSON would have it, but for bytes, which are a `Uint8Array`.
pub(crate) fn write<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, JsValue> {
    value.serialize(&Serializer::json_compatible().serialize_bytes_as_arrays(false)).map_err(JsValue::from)
}

/// JSON text, of which the package makes plain objects.
pub(crate) fn json<T: Serialize + ?Sized>(value: &T) -> Result<String, JsValue> {
    serde_json::to_string(value).map_err(|error| JsValue::from_str(&error.to_string()))
}

fn bounded(given: Given) -> Result<Zeroizing<String>, Error> {
    let text = text_of(given);
    if text.len() > MAX_BODY_BYTES {
        let rule = format!("as JSON this has at most {MAX_BODY_BYTES} bytes");
        return Err(Error::invalid(vec![InputProblem::new("", rule)]));
    }
    Ok(text)
}

fn text_of(given: Given) -> Zeroizing<String> {
    Zeroizing::new(given.unwrap_or_else(|| "null".into()))
}

/// The same error of a value that has a name.
fn within(name: &str, mut error: Error) -> Error {
    if !name.is_empty() {
        for problem in &mut error.errors {
            problem.pointer = format!("/{name}{}", problem.pointer);
        }
    }
    error
}
