//! The glue of the npm package: JavaScript by wasm-bindgen, and the module without what only wasm-bindgen reads.
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

/// Makes the glue of `module`, in files of that name, in `folder`, where nothing else remains.
pub(crate) fn make(module: &Path, name: &str, folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let mut output = Bindgen::new()
        .input_path(module)
        .out_name(name)
        .web(true)?
        .omit_default_module_path(true)
        .typescript(true)
        // An instance that stopped is thrown away: the glue knows how to begin another, and takes nothing of the old one for the new one's.
        .reset_state_function(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()
        .context("wasm-bindgen cannot make the glue")?;
    // Each crate has an entry there, with an empty list where it brings no file.
    if output.snippets().values().any(|files| !files.is_empty())
        || !output.local_modules().is_empty()
        || !output.npm_dependencies().is_empty()
    {
        bail!("the glue needs other JavaScript files, which the package does not ship");
    }
    output.emit(folder)
}
