//! The engine: each operation of the core, with JavaScript's arguments and promises.

mod accounts;
mod credentials;
mod directory;
mod permissions;
mod platform;
mod tokens;

use crate::crypto::JsCrypto;
use crate::ports::Ports;
use crate::refusal::refused;
use crate::store::JsStore;
use crate::value::{actor, write};
use crate::{http, refusal, settings};
use badgehouse::error::Error;
use badgehouse::http::Kept;
use badgehouse::{Core, Outcome, Start};
use js_sys::{Function, Uint8Array};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// The core with its ports. Every method but the constructor takes `&self`, so that calls may overlap.
#[wasm_bindgen]
pub struct Engine {
    core: Core,
    ports: Ports,
    kept: Kept,
}

#[wasm_bindgen]
impl Engine {
    /// Checks the settings; touches no store.
    #[wasm_bindgen(constructor)]
    pub fn new(
        settings: JsValue,
        sealing_keys: &JsValue,
        store: JsStore,
        crypto: JsCrypto,
        clock: Function,
    ) -> Result<Self, JsValue> {
        let core = settings::parse(settings, sealing_keys)
            .and_then(|settings| Core::open(settings).map_err(settings::renamed))
            .map_err(refused)?;
        Ok(Self { core, ports: Ports { store, crypto, clock }, kept: Kept::default() })
    }

    /// [`Core::handle`].
    pub async fn handle(
        &self,
        head: JsValue,
        body: Option<Uint8Array>,
        by: JsValue,
    ) -> Result<JsValue, JsValue> {
        let mut request = match http::request(head, body).map_err(refused)? {
            Ok(request) => request,
            Err(response) => return http::response(&response, None),
        };
        self.kept.before(&mut request);
        let actor = if by.is_undefined() { None } else { Some(actor(by).map_err(refused)?) };
        let (mut response, cause) =
            self.ports.run(self.core.handle(self.ports.start()?, request, actor)).await;
        self.kept.after(&mut response);
        http::response(&response, cause)
    }
}

impl Engine {
    /// Begins an operation with arguments that could be read, runs it, and writes its answer.
    async fn run<T: Serialize>(
        &self,
        begin: impl FnOnce(Start) -> Result<Outcome<T>, Error>,
    ) -> Result<JsValue, JsValue> {
        let operation = begin(self.ports.start()?).map_err(refused)?;
        let (result, cause) = self.ports.run(operation).await;
        result.map_err(|error| refusal::of(&error, cause)).and_then(|answer| write(&answer))
    }
}
