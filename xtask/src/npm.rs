//! The npm package: the glue by wasm-bindgen, small modules, then the package's own build.
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Result;
use data_encoding::BASE64;

use crate::process::Lacking;
use crate::profile::SMALL;
use crate::toolchain::Compiler;
use crate::{packages, paths, process, small, tool};

/// The modules: the crate of each, and the name of its files in `pkg/dist`. The first holds everything, the others what they are named for.
const MODULES: [(&str, &str); 3] = [
    ("badgehouse-npm", "badgehouse"),
    ("badgehouse-npm-authorize", "badgehouse-authorize"),
    ("badgehouse-npm-rules", "badgehouse-rules"),
];

/// Compiles the npm faces and builds the package around them, into `pkg/dist`.
pub(crate) fn build(compiler: &Compiler) -> Result<()> {
    install()?;
    let dist = paths::npm_package().join("dist");
    for (crate_name, name) in MODULES {
        let module = compiler.compile(crate_name, &SMALL, &[])?;
        let builder = tool::ready(tool::BUILDER)?;
        if !small::is_fresh(&module, &dist.join(format!("{name}.inline.js")))? {
            let glue = bind(builder, &module, name)?;
            publish(&glue, name, &dist)?;
        }
    }
    process::run_aloud(npm(&paths::npm_package()).args(["run", "build"]))?;
    println!("built {}", paths::shown(&dist));
    Ok(())
}

/// Builds the pages that stand by themselves, from the sources and the modules that are there: no compiler of WebAssembly is needed.
pub(crate) fn build_page() -> Result<()> {
    install()?;
    process::run(process::clean("node").arg("page.mjs").current_dir(paths::npm_package()))
}

/// npm in a folder, without its standard input.
pub(crate) fn npm(folder: &Path) -> Command {
    let mut command = Command::new("npm");
    command.current_dir(folder).stdin(Stdio::null());
    command
}

/// Installs what the package's build needs, wasm-opt among it, unless the lock file says that it is there.
pub(crate) fn install() -> Result<()> {
    let package = paths::npm_package();
    if small::is_newer(
        &[&package.join("package-lock.json")],
        &package.join("node_modules/.package-lock.json"),
    )? {
        return Ok(());
    }
    packages::need("npm", &["nodejs", "npm"], "building the npm package")?;
    process::run_aloud(npm(&package).args(["ci", "--no-audit", "--no-fund"]))
        .map_err(|error| Lacking(format!("building the npm package: {error:#}")).into())
}

/// Makes the glue and returns the folder it is in.
fn bind(mut builder: Command, module: &Path, name: &str) -> Result<PathBuf> {
    let folder = paths::wasm_target().join("glue").join(name);
    process::run(builder.arg("glue").arg(module).arg(name).arg(&folder))?;
    Ok(folder)
}

/// Makes the module small and writes what the package ships of it.
fn publish(glue: &Path, name: &str, dist: &Path) -> Result<()> {
    fs::create_dir_all(dist)?;
    let wasm = dist.join(format!("{name}.wasm"));
    small::make(&glue.join(format!("{name}_bg.wasm")), &wasm, &SMALL)?;
    let types = format!("{name}.d.ts");
    fs::copy(glue.join(&types), dist.join(&types))?;
    shrink(&glue.join(format!("{name}.js")), &dist.join(format!("{name}.js")))?;
    // A string, decoded by the loader when it is first needed: nothing runs at import.
    let inline = format!("export default \"{}\";\n", BASE64.encode(&fs::read(&wasm)?));
    fs::write(
        dist.join(format!("{name}.inline.d.ts")),
        "declare const base64: string;\nexport default base64;\n",
    )?;
    fs::write(dist.join(format!("{name}.inline.js")), inline)?;
    Ok(())
}

/// Writes a file of glue without what is for nobody who reads it: comments, white space and long names are a third of it by gzip.
fn shrink(glue: &Path, script: &Path) -> Result<()> {
    let mut command = Command::new(paths::npm_package().join("node_modules/.bin/esbuild"));
    command.arg(glue).args(["--minify", "--format=esm", "--target=es2022", "--log-level=warning"]);
    process::run(command.arg(format!("--outfile={}", script.display())))
}
