//! The core of an API: calls of it are authorized, and tokens verified.

use crate::arguments::Arguments;
use crate::authorization::{authorize, require, verify};
use crate::call::{Call, Moment};
use crate::refusal::refused;
use crate::settings;
use badgehouse::Core;
use badgehouse::crypto::Portable;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::throw_str;

/// The core, of which nothing but what is named here is linked.
#[wasm_bindgen]
pub struct Engine(Core);

#[wasm_bindgen]
impl Engine {
    /// Checks the settings; touches no store. What each platform has in WebCrypto is not built in.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: Option<String>, sealing_keys: Option<String>) -> Result<Self, String> {
        settings::parse(settings.as_deref(), sealing_keys)
            .and_then(|settings| {
                Core::open_to_authorize(settings, Portable::VERIFYING_ED25519).map_err(settings::renamed)
            })
            .map(Self)
            .map_err(refused)
    }

    /// Begins an operation with arguments that are `name:JSON`, a line each.
    pub fn begin(&self, operation: &str, moment: Moment, arguments: String) -> Result<Call, String> {
        let begin = match operation {
            "authorize" => authorize,
            "require" => require,
            "verify" => verify,
            _ => throw_str("there is no such operation"),
        };
        begin(&self.0, moment, &Arguments::new(arguments)).map(Call::from).map_err(refused)
    }
}
