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
use badgehouse::throttle::FailureWindow;
use badgehouse::usage::{Usage, UsageWindow};
use badgehouse::{Core, Outcome, Start};
use js_sys::{Function, Uint8Array};
use serde::Serialize;
use std::cell::RefCell;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// The core with its ports. Every method but the constructor takes `&self`, so that calls may overlap.
#[wasm_bindgen]
pub struct Engine {
    core: Core,
    ports: Ports,
    usage: RefCell<UsageWindow>,
    failures: RefCell<FailureWindow>,
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
        Ok(Self {
            core,
            ports: Ports { store, crypto, clock },
            usage: RefCell::default(),
            failures: RefCell::default(),
        })
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
        request.failures =
            request.source.as_deref().map(|source| self.failures.borrow().of(source)).unwrap_or_default();
        let actor = if by.is_undefined() { None } else { Some(actor(by).map_err(refused)?) };
        let (response, cause) = self.ports.run(self.core.handle(self.ports.start()?, request, actor)).await;
        self.count(response.usage.as_ref());
        if let Some(failure) = &response.failure {
            self.failures.borrow_mut().add(failure.clone());
        }
        http::response(&response, cause)
    }
}

impl Engine {
    fn count(&self, usage: Option<&Usage>) {
        if let Some(usage) = usage {
            self.usage.borrow_mut().add(usage.clone());
        }
    }

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
