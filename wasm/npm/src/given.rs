//! What an operation of the engine is given: who asks, and the arguments.

use crate::arguments::{Arguments, invalid};
use crate::body::{object, value};
use badgehouse::error::Error;
use badgehouse::principal::{Actor, ActorInput, Principal};
use js_sys::Symbol;
use serde::de::DeserializeOwned;
use std::ops::Deref;
use wasm_bindgen::JsValue;
use zeroize::Zeroizing;

/// The key of the symbol that stands for the platform: no JSON can hold one, so that no request can name it.
const PLATFORM: &str = "badgehouse.platform";

/// The arguments, and beside them who asks.
pub(crate) struct Given {
    /// The platform's symbol, or an actor in JSON text.
    pub(crate) by: JsValue,
    pub(crate) arguments: Arguments,
}

impl Given {
    /// Who asks.
    pub(crate) fn principal(&self) -> Result<Principal, Error> {
        if self.by == JsValue::from(Symbol::for_(PLATFORM)) {
            return Ok(Principal::Platform);
        }
        let json = self.by.as_string().map(Zeroizing::new);
        actor(json.as_ref().map(|json| json.as_str())).map(Principal::Actor)
    }

    /// What is no struct. An error's pointer begins with its name.
    pub(crate) fn value<T: DeserializeOwned>(&self, name: &str) -> Result<T, Error> {
        value(self.json(name)).map_err(|error| within(name, error))
    }

    /// A text.
    pub(crate) fn text(&self, name: &str) -> Result<String, Error> {
        value(self.json(name)).map_err(|_| invalid(name, "this is a text"))
    }

    /// The company that a call is about.
    pub(crate) fn company(&self) -> Result<String, Error> {
        self.text("company")
    }

    /// The account that a call is about.
    pub(crate) fn client(&self) -> Result<String, Error> {
        self.text("client_id")
    }
}

impl Deref for Given {
    type Target = Arguments;

    fn deref(&self) -> &Arguments {
        &self.arguments
    }
}

/// An actor, checked.
pub(crate) fn actor(json: Option<&str>) -> Result<Actor, Error> {
    Actor::parse(object::<ActorInput>(json)?)
}

/// The same error of a value that has a name.
fn within(name: &str, mut error: Error) -> Error {
    for problem in &mut error.errors {
        problem.pointer = format!("/{name}{}", problem.pointer);
    }
    error
}
