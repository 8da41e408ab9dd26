//! Settings as JavaScript writes them.

use crate::value::{invalid, read};
use badgehouse::catalogue::Catalogue;
use badgehouse::crypto::{Algorithm, SealingKey};
use badgehouse::error::Error;
use badgehouse::settings::{DEFAULT_BASE_PATH, Policy, Settings};
use js_sys::Array;
use serde::Deserialize;
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
    #[serde(default)]
    policy: Option<PolicyInput>,
    #[serde(default)]
    base_path: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct PolicyInput {
    token_seconds: Option<u64>,
    longest_token_seconds: Option<u64>,
    signing_algorithm: Option<Algorithm>,
    signing_key_seconds: Option<u64>,
    accounts_per_company: Option<u64>,
    live_secrets: Option<usize>,
    credential_seconds: Option<u64>,
    credential_warning_seconds: Option<u64>,
    overlap_seconds: Option<u64>,
    undelete_seconds: Option<u64>,
    audit_retention_seconds: Option<u64>,
    dpop_nonces: Option<bool>,
    failures: Option<usize>,
    failure_seconds: Option<u64>,
    lenient_token_endpoint: Option<bool>,
    secret_prefix: Option<String>,
}

/// The settings, not checked yet.
pub(crate) fn parse(settings: JsValue, sealing_keys: &JsValue) -> Result<Settings, Error> {
    let input: SettingsInput = read(settings)?;
    Ok(Settings {
        issuer: input.issuer,
        audiences: input.audiences,
        contact_domain: input.contact_domain,
        sealing_keys: parse_sealing_keys(sealing_keys)?,
        catalogue: input.catalogue.unwrap_or_default(),
        policy: policy(input.policy.unwrap_or_default()),
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

fn policy(input: PolicyInput) -> Policy {
    let default = Policy::default();
    Policy {
        token_seconds: input.token_seconds.unwrap_or(default.token_seconds),
        longest_token_seconds: input.longest_token_seconds,
        signing_algorithm: input.signing_algorithm.unwrap_or(default.signing_algorithm),
        signing_key_seconds: input.signing_key_seconds.unwrap_or(default.signing_key_seconds),
        accounts_per_company: input.accounts_per_company.unwrap_or(default.accounts_per_company),
        live_secrets: input.live_secrets.unwrap_or(default.live_secrets),
        credential_seconds: input.credential_seconds,
        credential_warning_seconds: input
            .credential_warning_seconds
            .unwrap_or(default.credential_warning_seconds),
        overlap_seconds: input.overlap_seconds.unwrap_or(default.overlap_seconds),
        undelete_seconds: input.undelete_seconds.unwrap_or(default.undelete_seconds),
        audit_retention_seconds: input.audit_retention_seconds,
        dpop_nonces: input.dpop_nonces.unwrap_or(default.dpop_nonces),
        failures: input.failures.unwrap_or(default.failures),
        failure_seconds: input.failure_seconds.unwrap_or(default.failure_seconds),
        lenient_token_endpoint: input.lenient_token_endpoint.unwrap_or(default.lenient_token_endpoint),
        secret_prefix: input.secret_prefix.unwrap_or(default.secret_prefix),
    }
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
