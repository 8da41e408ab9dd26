//! The component: where it is, and read from there.

use anyhow::{Context, Result, anyhow};
use badgehouse::settings::Settings;
use badgehouse::store::Store;
use badgehouse_wasmtime::{Badgehouse, Limits, Program};
use std::path::{Path, PathBuf};

const MISSING: &str = "there is no component: name it by --component, or run the core natively by --native
(from a checkout, `cargo xtask build component` makes it)";

/// What asks for an instance beside the requests: maintenance, and the recording of usage.
const BESIDE_REQUESTS: u32 = 2;

/// Loads the one that is named, or the one that is found, with an instance for each of so many requests.
pub(super) fn load(
    named: Option<&Path>,
    settings: Settings,
    store: impl Store + 'static,
    requests: u32,
) -> Result<Badgehouse> {
    let found = match named {
        Some(named) => Some(named.to_owned()),
        None => beside_this_program().into_iter().find(|path| path.exists()),
    };
    let path = found.ok_or_else(|| anyhow!(MISSING))?;
    let instances = requests.saturating_add(BESIDE_REQUESTS);
    let program = Program::load(&path, Limits { instances, ..Limits::default() });
    let program = program.with_context(|| format!("the component `{}`", path.display()))?;
    Ok(program.open(settings, store)?)
}

/// Installed, and in a checkout's target folder.
fn beside_this_program() -> Vec<PathBuf> {
    let program = std::env::current_exe().unwrap_or_default();
    let folder = program.parent().unwrap_or(Path::new("."));
    vec![folder.join("component.wasm"), folder.join("../badgehouse/component.wasm")]
}
