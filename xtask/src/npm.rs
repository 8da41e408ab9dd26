//! The npm package: the glue by wasm-bindgen, the module by wasm-opt, then the package's own build.
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use data_encoding::BASE64;

use crate::process::Lacking;
use crate::toolchain::Compiler;
use crate::{packages, paths, process, tool};

/// What the module may use of WebAssembly: all of it is in every engine that the package names (Safari 15,
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
        let module = compiler.compile(crate_name, &[])?;
        let builder = tool::ready(tool::BUILDER)?;
        // What is made changes with the programs that make it, too.
        let (this, program) = (std::env::current_exe()?, paths::program(tool::BUILDER));
        if !is_fresh(&[&module, &this, &program], &dist.join(format!("{name}.inline.js")))? {
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

/// Installs what the package's build needs, unless the lock file says that it is there.
fn install() -> Result<()> {
    let package = paths::npm_package();
    if is_fresh(&[&package.join("package-lock.json")], &package.join("node_modules/.package-lock.json"))? {
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

/// Optimises the module and writes what the package ships of it.
fn publish(glue: &Path, name: &str, dist: &Path) -> Result<()> {
    fs::create_dir_all(dist)?;
    let wasm = dist.join(format!("{name}.wasm"));
    let mut command = Command::new(paths::npm_package().join("node_modules/.bin/wasm-opt"));
    command.arg(glue.join(format!("{name}_bg.wasm"))).arg("-Os").arg("-o").arg(&wasm);
    command.arg("--mvp-features").args(FEATURES.map(|feature| format!("--enable-{feature}")));
    process::run(&mut command)?;
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

/// Whether `made` is newer than all that it is made from.
fn is_fresh(sources: &[&Path], made: &Path) -> Result<bool> {
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
