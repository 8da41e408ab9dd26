//! The server under constant load and with many accounts: the programs of `tests/load`, with what they need.
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::component::{self, ENGINE};
use crate::{packages, paths, process, toolchain};

/// How many requests a second arrive at each store, so that a machine of two cores is busy with half of it.
const RATE: &str = "50";

/// An hour, half of it on each store, of the server as it is shipped.
pub(crate) fn hour() -> Result<()> {
    component::build(&toolchain::find()?, &ENGINE)?;
    let server = server(&[])?;
    packages::servers()?;
    packages::need("prometheus", &["prometheus"], "the test of the dashboard")?;
    install(&["tests/load/requirements.txt", "tests/load/plots.txt"])?;
    let component = paths::components().join("component.wasm");
    for store in ["sqlite", "postgres"] {
        let mut run = python("tests/load/run.py");
        run.arg(&server).args(["--store", store, "--seconds", "1800", "--rate", RATE]);
        run.arg("--component").arg(&component).args(["--out", "target/load"]);
        process::run_aloud(&mut run)?;
    }
    process::run_aloud(python("tests/load/plot.py").args(["target/load", "docs/pictures"]))
}

/// Takes some 8 GB of the disk while it runs.
pub(crate) fn scale() -> Result<()> {
    // Together, so that they share what they are made of.
    let server = server(&[
        "--package",
        "badgehouse-simulation",
        "--no-default-features",
        "--features",
        "badgehouse-server/postgres",
        "--example",
        "export",
    ])?;
    packages::servers()?;
    let export = paths::target().join("release/examples/export");
    let mut scale = process::clean("python3");
    scale.arg("tests/load/scale.py").arg(server).arg(export).args(["--companies", "1000"]);
    process::run_aloud(&mut scale)
}

/// The server, optimised.
fn server(more: &[&str]) -> Result<PathBuf> {
    let mut build = process::cargo();
    build.args(["build", "--release", "--package", "badgehouse-server", "--bin", "badgehouse"]).args(more);
    process::run_aloud(&mut build)?;
    Ok(paths::target().join("release/badgehouse"))
}

fn install(requirements: &[&str]) -> Result<()> {
    process::run_aloud(process::clean("python3").args(["-m", "venv", "target/python"]))?;
    let mut install = python("-m");
    install.args(["pip", "install"]).args(requirements.iter().flat_map(|file| ["--requirement", file]));
    process::run_aloud(&mut install)
}

/// Python with the packages of the tests.
fn python(program: &str) -> Command {
    let mut command = process::clean(paths::target().join("python/bin/python"));
    command.arg(program);
    command
}
