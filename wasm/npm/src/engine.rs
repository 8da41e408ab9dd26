//! The engine: the one way in, by which an operation begins by its name.

mod accounts;
mod administration;
mod credentials;
mod directory;
mod platform;
mod tokens;

use crate::arguments::Arguments;
use crate::call::{Call, End, Moment};
use crate::given::{Given, actor};
use crate::http::request;
use crate::refusal::refused;
use crate::response::text;
use crate::settings;
use badgehouse::Core;
use badgehouse::crypto::Portable;
use badgehouse::error::Error;
use badgehouse::http::Kept;
use badgehouse::operation::Operation;
use badgehouse::time::Watch;
use js_sys::Uint8Array;
use std::sync::Arc;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsValue, throw_str};
use zeroize::Zeroizing;

/// The core, and what is kept between its calls, which may overlap.
#[wasm_bindgen]
pub struct Engine {
    core: Core,
    kept: Arc<Kept>,
    watch: Arc<Watch>,
}

/// Begins an operation with arguments that could be read.
type Begin = fn(&Engine, Moment, &Given) -> Result<Operation<End>, Error>;
/// Answers at once, in JSON text.
type AtOnce = fn(&Core, &Given) -> Result<String, Error>;

/// What is begun, by the name that the package has for it, which is the core's.
const OPERATIONS: [&[(&str, Begin)]; 6] = [
    accounts::OPERATIONS,
    administration::OPERATIONS,
    credentials::OPERATIONS,
    directory::OPERATIONS,
    platform::OPERATIONS,
    tokens::OPERATIONS,
];
const AT_ONCE: [&[(&str, AtOnce)]; 3] = [credentials::AT_ONCE, directory::AT_ONCE, platform::AT_ONCE];

#[wasm_bindgen]
impl Engine {
    /// Checks the settings; touches no store. What each platform has in WebCrypto is not built in.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: Option<String>, sealing_keys: Option<String>) -> Result<Self, String> {
        let core = settings::parse(settings.as_deref(), sealing_keys)
            .and_then(|settings| Core::open_with(settings, Portable::ED25519).map_err(settings::renamed))
            .map_err(refused)?;
        // Many of its processes live briefly: isolates of an edge, functions, jobs.
        Ok(Self { core, kept: Arc::default(), watch: Arc::new(Watch::living_briefly()) })
    }

    /// Begins an operation. Its arguments are `name:JSON`, a line each; `by` is who asks, the platform's symbol or an actor in JSON text.
    pub fn begin(
        &self,
        operation: &str,
        moment: Moment,
        arguments: String,
        by: JsValue,
    ) -> Result<Call, String> {
        let begin = named(&OPERATIONS, operation);
        let given = Given { by, arguments: Arguments::new(arguments) };
        begin(self, moment, &given).map(Call::from).map_err(refused)
    }

    /// What is answered at once, in JSON text.
    pub fn answer(&self, operation: &str, arguments: String) -> Result<String, String> {
        let answer = named(&AT_ONCE, operation);
        let given = Given { by: JsValue::UNDEFINED, arguments: Arguments::new(arguments) };
        answer(&self.core, &given).map_err(refused)
    }

    /// [`Core::handle`] for a head of so many texts, a line each. What the host knows of the request and who the actor is, if there is one, are arguments.
    pub fn handle(
        &self,
        moment: Moment,
        head: String,
        texts: usize,
        arguments: String,
        body: Option<Uint8Array>,
    ) -> Result<Call, String> {
        let head = Zeroizing::new(head);
        let known = Given { by: JsValue::UNDEFINED, arguments: Arguments::new(arguments) };
        let mut request = match request(&head, texts, &known, body).map_err(refused)? {
            Ok(request) => request,
            Err(response) => return Ok(Call::from(Ok(text(&response)))),
        };
        self.kept.before(&mut request);
        let actor = known.json("actor").map(|json| actor(Some(json))).transpose().map_err(refused)?;
        let kept = Arc::clone(&self.kept);
        Ok(Call::from(self.core.handle(moment.into(), request, actor).map(move |mut response| {
            kept.after(&mut response);
            Ok(text(&response))
        })))
    }
}

/// That the package names what is not there is a defect, which ends the instance.
fn named<T: Copy>(tables: &[&[(&str, T)]], name: &str) -> T {
    let found = tables.iter().flat_map(|table| table.iter()).find(|(its, _)| *its == name);
    found.map(|(_, operation)| *operation).unwrap_or_else(|| throw_str("there is no such operation"))
}
