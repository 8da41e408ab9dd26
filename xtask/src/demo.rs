//! The demo: builds what it shows, then becomes the server's own `demo`.
use std::process::ExitCode;

use anyhow::Result;

use crate::{build, paths, process};

/// Builds everything and runs `badgehouse demo`; its exit code is this program's.
pub(crate) fn run(once: bool) -> ExitCode {
    match prepare().and_then(|()| serve(once)) {
        Ok(code) => code,
        Err(error) => process::report(Err(error)),
    }
}

fn prepare() -> Result<()> {
    build(None)?;
    println!("compiling the server");
    process::run(process::cargo().args(SERVER))
}

/// How the server is compiled: with the features that the whole workspace asks for, and by the example also
/// those of the tests' dependencies, so that the tests and the demo share one build of wasmtime, which takes
/// minutes.
pub(crate) const SERVER: [&str; 8] =
    ["build", "--workspace", "--exclude", "xtask*", "--bin", "badgehouse", "--example", "embed"];

fn serve(once: bool) -> Result<ExitCode> {
    let mut command = process::clean(paths::target().join("debug/badgehouse"));
    command.arg("demo").arg("--component").arg(paths::components().join("component.wasm"));
    if once {
        command.arg("--once");
    }
    process::become_it(command)
}
