//! The component: where it is, and read from there.

use crate::store::Store;
use anyhow::{Context, Result, anyhow};
use badgehouse::settings::Settings;
use badgehouse_wasmtime::{Badgehouse, Limits, Program};
use std::path::{Path, PathBuf};

const MISSING: &str = "there is no component: name it by --component, or run the core natively by --native
(from a checkout, `cargo xtask build component` makes it)";

/// Loads the one that is named, or the one that is found.
pub(super) fn load(named: Option<&Path>, settings: Settings, store: Store) -> Result<Badgehouse> {
    let found = match named {
        Some(named) => Some(named.to_owned()),
        None => beside_this_program().into_iter().find(|path| path.exists()),
    };
    let path = found.ok_or_else(|| anyhow!(MISSING))?;
    let program = Program::load(&path, Limits::default());
    let program = program.with_context(|| format!("the component `{}`", path.display()))?;
    Ok(program.open(settings, store)?)
}

/// Installed, and in a checkout's target folder.
fn beside_this_program() -> Vec<PathBuf> {
    let program = std::env::current_exe().unwrap_or_default();
    let folder = program.parent().unwrap_or(Path::new("."));
    vec![folder.join("component.wasm"), folder.join("../badgehouse/component.wasm")]
}
