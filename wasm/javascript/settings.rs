//! Settings as JavaScript writes them.

use crate::arguments::invalid;
use crate::json::made;
use badgehouse::catalogue::Catalogue;
use badgehouse::crypto::{Algorithm, SealingKey};
use badgehouse::error::Error;
use badgehouse::settings::{DEFAULT_BASE_PATH, Policy, Settings};
use serde::Deserialize;
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
    openid_configuration: bool,
    secret_prefix: String,
}

/// The settings, not checked yet.
pub(crate) fn parse(settings: Option<&str>, sealing_keys: Option<String>) -> Result<Settings, Error> {
    let input: SettingsInput = made(settings)?;
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

/// What is wrong is told without the input, of which nothing else may be quoted.
fn parse_sealing_keys(keys: Option<String>) -> Result<Vec<SealingKey>, Error> {
    let json = Zeroizing::new(keys.unwrap_or_default());
    let texts: Vec<Zeroizing<String>> = badgehouse::input::value(json.as_bytes())
        .map_err(|_| invalid("sealingKeys", "the sealing keys are a list of texts"))?;
    let parse = |(index, text): (usize, &Zeroizing<String>)| {
        SealingKey::parse(text).map_err(|error| invalid(&format!("sealingKeys/{index}"), error.to_string()))
    };
    texts.iter().enumerate().map(parse).collect()
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
