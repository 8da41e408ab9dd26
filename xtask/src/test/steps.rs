//! What is tested, in order: what others need is built first, and with a step that is asked for by its name.
use std::ffi::OsStr;
use std::process::Command;

use crate::{demo, paths, process, public_api};

/// A step of the test run.
pub(crate) struct Step {
    pub(crate) name: &'static str,
    /// The steps that build what it works with.
    pub(crate) needs: &'static [&'static str],
    /// Install what the machine may lack; when one fails, the step cannot run.
    pub(crate) setup: Vec<Box<dyn Fn() -> Command>>,
    /// The step itself; the first failure ends it.
    pub(crate) run: Vec<Box<dyn Fn() -> Command>>,
}

/// All steps.
pub(crate) fn all() -> Vec<Step> {
    vec![
        formatting(),
        step("component").run(|| xtask(&["build", "component"])),
        step("rules").run(|| xtask(&["build", "rules"])),
        step("npm package").run(|| xtask(&["build", "npm"])),
        step("sizes").needs(&["component", "rules", "npm package"]).run(|| xtask(&["sizes"])),
        step("server").run(|| cargo(&demo::SERVER)),
        // Their builds leave the examples, too.
        step("Rust tests")
            .needs(&["component", "rules"])
            .setup(|| xtask(&["servers"]))
            .run(|| cargo(&["test", "--workspace", "--exclude", "xtask*", "--no-fail-fast"])),
        // Apart, since the features that its dependencies have in the workspace would compile them again.
        step("tests of xtask").run(|| cargo(&["test", "--package", "xtask"])),
        step("lints").run(|| lints(&["--workspace"])),
        step("documentation").run(documentation),
        // The lints and the documentation have compiled what it needs.
        step("public API").run(|| xtask(&["public-api"])),
        step("packages").run(|| xtask(&["package"])),
        step("conformance").needs(&["component"]).run(|| xtask(&["conformance"])),
        step("wasmtime example")
            .needs(&["component", "server"])
            .run(|| command(paths::target().join("debug/examples/embed"), &[])),
        step("scenarios on the npm package")
            .needs(&["npm package"])
            .run(|| command("node", &["--test", "tests/node/scenarios.test.mjs"])),
        step("tests of the npm package")
            .needs(&["npm package"])
            .run(|| command("npm", &["--prefix", "pkg", "test"])),
        step("stores of the npm package")
            .needs(&["npm package", "server"])
            .setup(|| xtask(&["servers"]))
            .setup(|| command("npm", &["--prefix", "tests/node", "ci"]))
            .run(|| command("npm", &["--prefix", "pkg", "run", "test:stores"])),
        step("checks of the npm package")
            .needs(&["npm package"])
            .run(|| command("npm", &["--prefix", "pkg", "run", "check"])),
        step("npm package where it runs")
            .needs(&["npm package"])
            .setup(|| xtask(&["browsers"]))
            .run(|| command("node", &["--test", "tests/runtimes/page.test.mjs"]))
            .run(|| command("node", &["tests/runtimes/run.mjs"])),
        step("pages of the npm package's types")
            .needs(&["npm package"])
            .setup(|| command("npm", &["--prefix", "tests/typedoc", "ci", "--no-audit", "--no-fund"]))
            .run(|| command("npm", &["--prefix", "pkg", "run", "docs"])),
        step("administrator's page in browsers")
            .needs(&["npm package", "server"])
            .setup(|| xtask(&["browsers"]))
            .setup(|| command("npm", &["--prefix", "tests/page", "ci", "--no-audit", "--no-fund"]))
            .run(|| {
                let mut command = command("npm", &["--prefix", "tests/page", "test"]);
                // None is skipped for a language that is not there.
                command.env("BADGEHOUSE_ALL_EXAMPLES", "1");
                command
            }),
        step("store on SQLite in JavaScript")
            .needs(&["npm package", "server"])
            // Without the driver that npm compiles for minutes, which `cargo xtask long sqlite-drivers` has.
            .setup(|| command("npm", &["--prefix", "tests/sqlite", "ci", "--omit=dev"]))
            .setup(|| command("npm", &["--prefix", "tests/node", "ci"]))
            .run(|| command("npm", &["--prefix", "tests/sqlite", "test"])),
        step("Python host")
            .needs(&["component"])
            .setup(|| command("python3", &["-m", "venv", "target/python"]))
            .setup(|| python(&["-m", "pip", "install", "--requirement", "tests/python/requirements.txt"]))
            .run(|| python(&["tests/python/compiled_test.py"]))
            .run(|| python(&["tests/python/scenario_test.py"]))
            .run(|| python(&["tests/python/host.py"]))
            .run(|| python(&["tests/python/scenarios.py"])),
        step("admin API by its document")
            .needs(&["server"])
            .setup(|| command("python3", &["-m", "venv", "target/python"]))
            .setup(|| python(&["-m", "pip", "install", "--requirement", "tests/python/requirements.txt"]))
            .run(|| python(&["tests/python/admin_api.py", "target/debug/badgehouse"])),
        step("lint of the admin API's document")
            .setup(|| command("npm", &["--prefix", "tests/node", "ci"]))
            .run(|| command("npm", &["--prefix", "tests/node", "run", "lint-api"])),
        step("clients and verifiers of others")
            .needs(&["npm package", "server"])
            .setup(|| command("npm", &["--prefix", "tests/node", "ci"]))
            .run(|| {
                command(
                    "node",
                    &[
                        "--test",
                        "tests/node/clients.test.mjs",
                        "tests/node/verifiers.test.mjs",
                        "tests/node/compare.test.mjs",
                        "tests/node/token.test.mjs",
                        "tests/node/frameworks.test.mjs",
                    ],
                )
            }),
        step("verifiers and actor tokens in Python")
            .needs(&["server"])
            .setup(|| command("python3", &["-m", "venv", "target/python"]))
            .setup(|| python(&["-m", "pip", "install", "--requirement", "tests/python/requirements.txt"]))
            .run(|| python(&["tests/python/verifiers.py", "target/debug/badgehouse"]))
            .run(|| python(&["tests/python/actor_tokens.py", "target/debug/badgehouse"])),
        step("constant load")
            .needs(&["server"])
            .setup(|| xtask(&["servers"]))
            .setup(|| command("python3", &["-m", "venv", "target/python"]))
            .setup(|| python(&["-m", "pip", "install", "--requirement", "tests/load/requirements.txt"]))
            .run(|| load("sqlite"))
            .run(|| load("postgres")),
        step("demo in wasmtime").run(|| xtask(&["demo", "--component", "--once"])),
        step("demo").run(|| xtask(&["demo", "--once"])),
        // After what has compiled its server.
        step("demo in Node").run(|| xtask(&["demo", "--npm", "--once"])),
    ]
}

/// Those of `steps` that have `name` in theirs, and what they need.
pub(crate) fn chosen(mut steps: Vec<Step>, name: &str) -> Vec<Step> {
    let needed: Vec<&str> =
        steps.iter().filter(|step| step.name.contains(name)).flat_map(|step| step.needs).copied().collect();
    steps.retain(|step| step.name.contains(name) || needed.contains(&step.name));
    steps
}

/// The native core and the scenarios on it, without wasmtime.
const QUICK: [&str; 5] =
    ["--package", "badgehouse", "--package", "badgehouse-tests", "--no-default-features"];

/// The steps that a change of the core is tried by first. They are of one choice of packages, so that all three compile
/// the same dependencies.
pub(crate) fn quick() -> Vec<Step> {
    vec![
        formatting(),
        step("lints").run(|| lints(&QUICK)),
        step("tests of the core").run(|| quick_tests(&["--lib"])).run(|| quick_tests(&["--doc"])),
        step("scenarios on the native core")
            .run(|| quick_tests(&["--test", "scenarios", "on_the_native_core"])),
    ]
}

fn formatting() -> Step {
    step("formatting").run(|| cargo(&["fmt", "--all", "--check"]))
}

fn lints(packages: &[&str]) -> Command {
    let mut command = cargo(&["clippy"]);
    command.args(packages).args(["--all-targets", "--", "-D", "warnings"]);
    command
}

fn quick_tests(which: &[&str]) -> Command {
    let mut command = cargo(&["test"]);
    command.args(QUICK).args(which);
    command
}

fn documentation() -> Command {
    let mut command = cargo(&public_api::DOCUMENTED);
    command.env("RUSTDOCFLAGS", "-D warnings");
    command
}

fn cargo(arguments: &[&str]) -> Command {
    let mut command = process::cargo();
    command.args(arguments);
    command
}

/// This program: what it builds, it builds in the test as it does by hand.
fn xtask(arguments: &[&str]) -> Command {
    command(std::env::current_exe().unwrap_or_else(|_| "xtask".into()), arguments)
}

/// Python with the packages of the tests, which lie apart from the system's.
fn python(arguments: &[&str]) -> Command {
    command(paths::target().join("python/bin/python"), arguments)
}

/// At a rate that a slow machine holds, for as long as CI has; an hour is `cargo xtask long load`.
fn load(store: &str) -> Command {
    python(&[
        "tests/load/run.py",
        "target/debug/badgehouse",
        "--store",
        store,
        "--seconds",
        "20",
        "--rate",
        "8",
    ])
}

fn command(program: impl AsRef<OsStr>, arguments: &[&str]) -> Command {
    let mut command = process::clean(program);
    command.args(arguments);
    command
}

fn step(name: &'static str) -> Step {
    Step { name, needs: &[], setup: Vec::new(), run: Vec::new() }
}

impl Step {
    fn needs(self, needs: &'static [&'static str]) -> Self {
        Self { needs, ..self }
    }

    fn setup(mut self, make: impl Fn() -> Command + 'static) -> Self {
        self.setup.push(Box::new(make));
        self
    }

    fn run(mut self, make: impl Fn() -> Command + 'static) -> Self {
        self.run.push(Box::new(make));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(steps: &[Step]) -> Vec<&'static str> {
        steps.iter().map(|step| step.name).collect()
    }

    #[test]
    fn a_step_brings_what_it_needs_and_no_more() {
        assert_eq!(names(&chosen(all(), "Python host")), ["component", "Python host"]);
        assert_eq!(names(&chosen(all(), "lints")), ["lints"]);
        assert_eq!(names(&chosen(all(), "")), names(&all()));
        assert!(chosen(all(), "no such step").is_empty());
    }

    #[test]
    fn what_a_step_needs_is_a_step_before_it_that_needs_nothing() {
        let steps = all();
        for (index, step) in steps.iter().enumerate() {
            for need in step.needs {
                let before = steps.iter().take(index).find(|other| other.name == *need);
                assert!(before.is_some_and(|other| other.needs.is_empty()), "{}: {need}", step.name);
            }
        }
    }
}
