//! Modules as small as they become once they are compiled: by wasm-opt, and with their functions in an order that compresses well.
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::profile::Profile;
use crate::{npm, paths, process, tool};

/// What a module may use of WebAssembly: all of it is in every engine that the npm package names (Safari 15,
/// Node 20 and later), and wasm-opt refuses a module that uses more.
const FEATURES: [&str; 8] = [
    "bulk-memory",
    "bulk-memory-opt",
    "call-indirect-overlong",
    "multivalue",
    "mutable-globals",
    "nontrapping-float-to-int",
    "reference-types",
    "sign-ext",
];

/// What every module may be optimized by: the first kilobyte of its memory is the far end of its stack. Whoever came there would be stopped at once in place of a little later.
const LOW_MEMORY: &str = "--low-memory-unused";

/// Writes `module` to `small` without what wasm-opt finds to spare and without the names of its functions.
pub(crate) fn make(module: &Path, small: &Path, profile: &Profile) -> Result<()> {
    npm::install()?;
    let optimized = paths::wasm_target().join("optimized.wasm");
    let mut command = Command::new(paths::npm_package().join("node_modules/.bin/wasm-opt"));
    command.arg(module).arg("--mvp-features").args(FEATURES.map(|feature| format!("--enable-{feature}")));
    command.arg(LOW_MEMORY).args(profile.ways).args(["--strip-debug", "-o"]).arg(&optimized);
    process::run(&mut command)?;
    process::run(tool::ready(tool::BUILDER)?.arg("arrange").arg(&optimized).arg(small))
}

/// Whether `made` is newer than all that it is made from, and than the programs that make it.
pub(crate) fn is_fresh(module: &Path, made: &Path) -> Result<bool> {
    let (this, builder) = (std::env::current_exe()?, paths::program(tool::BUILDER));
    is_newer(&[module, &this, &builder], made)
}

/// Whether `made` is there and newer than `sources`.
pub(crate) fn is_newer(sources: &[&Path], made: &Path) -> Result<bool> {
    if !made.exists() {
        return Ok(false);
    }
    let at = |path: &Path| {
        fs::metadata(path)
            .and_then(|data| data.modified())
            .with_context(|| format!("cannot read {}", path.display()))
    };
    let made = at(made)?;
    let sources: Vec<_> = sources.iter().map(|source| at(source)).collect::<Result<_>>()?;
    Ok(sources.iter().all(|source| *source <= made))
}
