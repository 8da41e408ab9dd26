//! The long runs: proofs that take longer than CI has. CI runs a few cases of each; here are the numbers that `docs/figures.md` states.
use std::process::Command;

use anyhow::Result;
use clap::ValueEnum;

use crate::{paths, process};

/// The modules whose every mutation a test has to notice.
const MUTATED: [&str; 8] = [
    "core/src/permission.rs",
    "core/src/permission/**",
    "core/src/right.rs",
    "core/src/secret.rs",
    "core/src/secret/**",
    "core/src/contact.rs",
    "core/src/contact/**",
    "core/src/administration.rs",
];

/// A run by its name.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Run {
    /// The core against a reference model, in ten million random permission and tenant cases
    Model,
    /// A company's answers with and without another company's operations, in 100,000 random runs
    NonInterference,
    /// Mutations of the permission, secret, tenant and contact modules, of which the tests notice each
    Mutants,
}

/// Runs it; the first failure ends it.
pub(crate) fn run(run: Run) -> Result<()> {
    match run {
        Run::Model => process::run_aloud(test("model").env("BADGEHOUSE_CASES", "10000000")),
        Run::NonInterference => process::run_aloud(test("non_interference").env("BADGEHOUSE_RUNS", "100000")),
        Run::Mutants => mutants(),
    }
}

/// A test of what crosses crates, optimised.
fn test(name: &str) -> Command {
    let mut command = process::cargo();
    command.args(["test", "--release", "--package", "badgehouse-tests", "--test", name]);
    command
}

fn mutants() -> Result<()> {
    let tools = paths::target().join("tools");
    let mut install = process::cargo();
    install.args(["install", "--locked", "--version", "27.1.0", "cargo-mutants", "--root"]).arg(&tools);
    process::run_aloud(&mut install)?;
    let mut command = process::clean(tools.join("bin/cargo-mutants"));
    command.args(["mutants", "--package", "badgehouse", "--test-package", "badgehouse,badgehouse-tests"]);
    command.args(MUTATED.iter().flat_map(|file| ["--file", file]));
    command.args(["--output", "target", "--", "--test", "scenarios", "native"]);
    process::run_aloud(&mut command)
}
