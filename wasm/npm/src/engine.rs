//! The engine: each operation of the core begins as a call, with arguments in JSON text.

mod accounts;
mod credentials;
mod directory;
mod permissions;
mod platform;
mod tokens;

use crate::call::{Call, Moment};
use crate::refusal::refused;
use crate::value::{Given, actor, json, write};
use crate::{http, settings};
use badgehouse::error::Error;
use badgehouse::http::Kept;
use badgehouse::time::Watch;
use badgehouse::{Core, Outcome, Start};
use js_sys::Uint8Array;
use serde::Serialize;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// The core, and what is kept between its calls, which may overlap.
#[wasm_bindgen]
pub struct Engine {
    core: Core,
    kept: Rc<Kept>,
    watch: Rc<Watch>,
}

#[wasm_bindgen]
impl Engine {
    /// Checks the settings; touches no store.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: Given, sealing_keys: Given) -> Result<Self, JsValue> {
        let core = settings::parse(settings, sealing_keys)
            .and_then(|settings| Core::open(settings).map_err(settings::renamed))
            .map_err(refused)?;
        // Many of its processes live briefly: isolates of an edge, functions, jobs.
        Ok(Self { core, kept: Rc::default(), watch: Rc::new(Watch::living_briefly()) })
    }

    /// [`Core::handle`].
    pub fn handle(
        &self,
        start: Moment,
        head: Given,
        body: Option<Uint8Array>,
        by: Given,
    ) -> Result<Call, JsValue> {
        let mut request = match http::request(head, body).map_err(refused)? {
            Ok(request) => request,
            Err(response) => return Ok(Call::ended(http::response(&response))),
        };
        self.kept.before(&mut request);
        let actor = if by.is_none() { None } else { Some(actor(by).map_err(refused)?) };
        let kept = Rc::clone(&self.kept);
        Ok(Call::new(self.core.handle(start.into(), request, actor), move |mut response| {
            kept.after(&mut response);
            http::response(&response)
        }))
    }
}

impl Engine {
    /// Begins an operation with arguments that could be read.
    fn begin<T: Serialize + 'static>(
        start: Moment,
        begin: impl FnOnce(Start) -> Result<Outcome<T>, Error>,
    ) -> Result<Call, JsValue> {
        let operation = begin(start.into()).map_err(refused)?;
        Ok(Call::new(operation, |outcome| ended(outcome.map_err(refused))))
    }
}

/// How a call ends that is none of `handle`.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum End {
    /// JSON text.
    Answer { answer: String },
}

/// The answer; what was refused is thrown.
fn ended<T: Serialize>(outcome: Result<T, JsValue>) -> Result<JsValue, JsValue> {
    write(&End::Answer { answer: json(&outcome?)? })
}
