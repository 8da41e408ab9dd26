//! A scenario, as its file says it.

use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// When every scenario begins, in Unix seconds.
pub const BEGIN: u64 = 1_800_000_000;

/// One rule and the steps that show it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// The rule, in a sentence.
    pub rule: String,
    /// What is other than usual in the settings: `audiences`, and `policy` by its fields.
    #[serde(default)]
    pub settings: ScenarioSettings,
    /// The actors by name, as the admin API's hosts write them.
    pub actors: BTreeMap<String, Value>,
    /// What is done, in order.
    pub steps: Vec<Step>,
}

/// What is other than usual in the settings of a scenario.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ScenarioSettings {
    /// The audiences.
    pub audiences: Vec<String>,
    /// Fields of the policy.
    pub policy: ScenarioPolicy,
}

/// What is other than usual in the policy of a scenario.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ScenarioPolicy {
    /// Whether DPoP proofs need a nonce.
    pub dpop_nonces: bool,
    /// Whether the token endpoint is lenient.
    pub lenient_token_endpoint: bool,
    /// Whether the metadata is at the address of OpenID Connect as well.
    pub openid_configuration: bool,
    /// How many wrong credentials a source may send for a client.
    pub failures: Option<usize>,
    /// The longest life of the JWT of an outside issuer.
    pub longest_outside_jwt_seconds: Option<u64>,
}

/// One step.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// An operation of the core, `http` for a raw request, `sign` for a JWT by a key of `tests/keys.json`, or `advance` for the clock.
    #[serde(rename = "do")]
    pub operation: String,
    /// Which actor does it.
    #[serde(default, rename = "as")]
    pub actor: Option<String>,
    /// The arguments. `${name}` stands for what an earlier step saved.
    #[serde(default)]
    pub with: Map<String, Value>,
    /// `{"ok": …}` or `{"error": …}`; for `http` `{"status", "headers", "body"}`. What is not named is not looked at, `"*"` is anything, `null` is nothing.
    #[serde(default)]
    pub expect: Value,
    /// JSON Pointers into the answer, by the name to save them under.
    #[serde(default)]
    pub save: BTreeMap<String, String>,
    /// JSON Pointers that must lead to nothing.
    #[serde(default)]
    pub absent: Vec<String>,
    /// Headers that must not be there.
    #[serde(default)]
    pub absent_headers: Vec<String>,
    /// Texts that no later answer may hold.
    #[serde(default)]
    pub forbid_later: Vec<String>,
}

/// All scenarios by the name of their file, in its order.
pub fn all() -> Vec<(String, Scenario)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("the scenarios")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    files
        .iter()
        .filter(|file| file.extension().is_some_and(|extension| extension == "json"))
        .map(|file| read(file))
        .collect()
}

fn read(file: &Path) -> (String, Scenario) {
    let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
    let text = std::fs::read_to_string(file).expect("a scenario");
    let scenario = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
    (name, scenario)
}
