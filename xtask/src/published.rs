//! What of the workspace is published, by its manifests.
use anyhow::{Context, Result};
use serde::Deserialize;

use crate::process;

/// A package as `cargo metadata` shows it.
#[derive(Deserialize)]
struct Package {
    name: String,
    /// The registries it may go to; everywhere when there is no list.
    publish: Option<Vec<String>>,
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Target {
    kind: Vec<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

/// The names of the packages that are published, sorted.
fn packages() -> Result<Vec<String>> {
    names(|_| true)
}

/// The names of those that are libraries.
pub(crate) fn libraries() -> Result<Vec<String>> {
    names(|package| package.targets.iter().any(|target| target.kind.iter().any(|kind| kind == "lib")))
}

/// Makes the packages that would be published, into `target/package`; compiles each by itself if so wanted.
pub(crate) fn package(compile: bool) -> Result<()> {
    let mut command = process::cargo();
    // Each has what it needs of the others beside it, and all else is here by now.
    command.args(["package", "--allow-dirty", "--offline"]);
    if !compile {
        command.arg("--no-verify");
    }
    command.args(packages()?.iter().flat_map(|name| ["--package", name]));
    process::run_aloud(&mut command)
}

fn names(wanted: impl Fn(&Package) -> bool) -> Result<Vec<String>> {
    let mut command = process::cargo();
    let output = process::output(command.args(["metadata", "--no-deps", "--format-version", "1"]))?;
    let metadata: Metadata = serde_json::from_str(&output).context("what `cargo metadata` prints")?;
    let published = |package: &Package| package.publish.as_ref().is_none_or(|to| !to.is_empty());
    let mut names: Vec<String> = metadata
        .packages
        .into_iter()
        .filter(|package| published(package) && wanted(package))
        .map(|package| package.name)
        .collect();
    names.sort();
    Ok(names)
}
