//! The demo: builds what it shows and nothing else, then has the server's own `demo` walk the main job.
mod npm;
mod readme;

use std::process::{Command, ExitCode};

use anyhow::Result;
use clap::Args;

use crate::duration::told;
use crate::process::Lacking;
use crate::{Part, build, packages, paths, process};

/// What is shown, and how.
#[derive(Args)]
pub(crate) struct Demo {
    /// The component in wasmtime instead of the native core
    #[arg(long, conflicts_with = "npm")]
    component: bool,
    /// The npm package in a Node server instead of the native core
    #[arg(long)]
    npm: bool,
    /// Stop after the tour; exit 0 only when every step was as expected
    #[arg(long)]
    once: bool,
    /// Write what the native core's tour prints into README.md, which a test of the server compares
    #[arg(long, conflicts_with_all = ["component", "npm"])]
    write: bool,
}

/// How the server is compiled with wasmtime: with the features that the whole workspace asks for, and by the example also
/// those of the tests' dependencies, so that the tests and the demo share one build of wasmtime, which takes minutes.
pub(crate) const SERVER: [&str; 8] =
    ["build", "--workspace", "--exclude", "xtask*", "--bin", "badgehouse", "--example", "embed"];

/// How it is compiled without. Its packages and its example, the smallest there is, are chosen for their features: most of its dependencies are then
/// those of the tests.
const NATIVE: [&str; 11] = [
    "build",
    "--workspace",
    "--exclude",
    "xtask*",
    "--exclude",
    "badgehouse-wasmtime",
    "--no-default-features",
    "--bin",
    "badgehouse",
    "--example",
    "counted",
];

/// Builds and runs the demo; its exit code is this program's.
pub(crate) fn run(demo: &Demo) -> ExitCode {
    demo.run().unwrap_or_else(|error| process::report(Err(error)))
}

impl Demo {
    fn run(&self) -> Result<ExitCode> {
        if self.component {
            told("building the component", || build(Some(Part::Component)))?;
            told("compiling the server with wasmtime", || compile(&SERVER))?;
            let component = paths::components().join("component.wasm");
            return self.become_it(tour_with_page().arg("--component").arg(component));
        }
        if self.npm {
            told("building the npm package", || build(Some(Part::Npm)))?;
        } else {
            page()?;
        }
        told("compiling the core, SQLite and axum", || compile(&NATIVE))?;
        if self.npm {
            return npm::walk(self.once);
        }
        if self.write {
            return readme::write(tour().args(["--native", "--once"]));
        }
        self.become_it(tour_with_page().arg("--native"))
    }

    fn become_it(&self, command: &mut Command) -> Result<ExitCode> {
        if self.once {
            command.arg("--once");
        }
        process::become_it(command)
    }
}

/// Builds the administrator's page, which the tour does without where there is no npm: to install that takes longer than all else.
fn page() -> Result<()> {
    if !packages::has("npm") {
        println!("without the administrator's page: there is no npm");
        return Ok(());
    }
    let Err(error) = told("building the administrator's page", || build(Some(Part::Page))) else {
        return Ok(());
    };
    if !error.is::<Lacking>() {
        return Err(error);
    }
    println!("without the administrator's page: {error:#}");
    Ok(())
}

fn compile(arguments: &[&str]) -> Result<()> {
    process::run(process::cargo().args(arguments))
}

/// The server's own demo, whatever the environment says of components.
fn tour() -> Command {
    let mut command = process::clean(paths::program("badgehouse"));
    command.arg("demo").env_remove("BADGEHOUSE_COMPONENT");
    command
}

/// The same, with the page where it was built.
fn tour_with_page() -> Command {
    let (mut command, page) = (tour(), paths::npm_package().join("dist/page"));
    if page.exists() {
        command.arg("--page").arg(page);
    }
    command
}
