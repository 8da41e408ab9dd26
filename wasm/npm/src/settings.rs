//! Settings as JavaScript writes them.

use crate::value::{invalid, read};
use badgehouse::catalogue::Catalogue;
use badgehouse::crypto::{Algorithm, SealingKey};
use badgehouse::error::Error;
use badgehouse::input;
use badgehouse::settings::{DEFAULT_BASE_PATH, Policy, Settings};
use js_sys::Array;
use serde::Deserialize;
use serde_json::Value;
use wasm_bindgen::JsValue;
use zeroize::Zeroizing;

/// All but the sealing keys, which must not pass where a message could quote them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct SettingsInput {
    issuer: String,
    #[serde(default)]
    audiences: Vec<String>,
    contact_domain: String,
    #[serde(default)]
    catalogue: Option<Catalogue>,
    #[serde(default, with = "PolicyInput")]
    policy: Policy,
    #[serde(default)]
    base_path: Option<String>,
}

/// The core's policy by the names that JavaScript has for its members; what is left out is as the core has it.
#[derive(Deserialize)]
#[serde(remote = "Policy", default = "Policy::default", deny_unknown_fields, rename_all = "camelCase")]
struct PolicyInput {
    token_seconds: u64,
    longest_token_seconds: Option<u64>,
    signing_algorithm: Algorithm,
    signing_key_seconds: u64,
    accounts_per_company: u64,
    live_secrets: usize,
    credential_seconds: Option<u64>,
    credential_warning_seconds: u64,
    overlap_seconds: u64,
    undelete_seconds: u64,
    audit_retention_seconds: Option<u64>,
    dpop_nonces: bool,
    failures: usize,
    failure_seconds: u64,
    longest_outside_jwt_seconds: u64,
    lenient_token_endpoint: bool,
    secret_prefix: String,
}

/// The settings, not checked yet.
pub(crate) fn parse(settings: JsValue, sealing_keys: &JsValue) -> Result<Settings, Error> {
    let mut settings: Value = read(settings)?;
    leave_out_undefined(&mut settings);
    let input: SettingsInput = input::read(settings)?;
    Ok(Settings {
        issuer: input.issuer,
        audiences: input.audiences,
        contact_domain: input.contact_domain,
        sealing_keys: parse_sealing_keys(sealing_keys)?,
        catalogue: input.catalogue.unwrap_or_default(),
        policy: input.policy,
        base_path: input.base_path.unwrap_or_else(|| DEFAULT_BASE_PATH.into()),
    })
}

/// What the core says of its settings, with the names that JavaScript has for them; in the catalogue they are the same.
pub(crate) fn renamed(mut error: Error) -> Error {
    for problem in &mut error.errors {
        if !problem.pointer.starts_with("/catalogue") {
            problem.pointer = camel_case(&problem.pointer);
        }
    }
    error
}

/// A policy or a member of it that JavaScript has set to `undefined`, which arrives as null, is one that is left out.
fn leave_out_undefined(settings: &mut Value) {
    let Some(settings) = settings.as_object_mut() else { return };
    match settings.get_mut("policy") {
        Some(Value::Object(policy)) => policy.retain(|_, value| !value.is_null()),
        Some(Value::Null) => drop(settings.remove("policy")),
        _ => {}
    }
}

fn parse_sealing_keys(keys: &JsValue) -> Result<Vec<SealingKey>, Error> {
    if !Array::is_array(keys) {
        return Err(invalid("sealingKeys", "the sealing keys are a list of texts"));
    }
    let parse = |(index, key): (usize, JsValue)| {
        let text = Zeroizing::new(key.as_string().unwrap_or_default());
        SealingKey::parse(&text).map_err(|error| invalid(&format!("sealingKeys/{index}"), error.to_string()))
    };
    Array::from(keys).iter().enumerate().map(parse).collect()
}

fn camel_case(pointer: &str) -> String {
    let mut words = pointer.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |text, word| {
        let mut characters = word.chars();
        let initial = characters.next().map(|initial| initial.to_ascii_uppercase());
        text + &initial.into_iter().chain(characters).collect::<String>()
    })
}
