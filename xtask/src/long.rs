//! The long runs: proofs that take longer than CI has. CI runs a few cases of each; here are the numbers that `docs/figures.md` states.
use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::{component, demo, load, packages, paths, process, published, toolchain};

/// The modules whose every mutation a test has to notice.
const MUTATED: [&str; 22] = [
    "core/src/administration.rs",
    "core/src/administration/**",
    "core/src/core/events.rs",
    "core/src/core/platform.rs",
    "core/src/model/audit/**",
    "core/src/model/company.rs",
    "core/src/model/contact.rs",
    "core/src/model/credential.rs",
    "core/src/model/levels.rs",
    "core/src/model/life.rs",
    "core/src/model/need.rs",
    "core/src/model/public_key.rs",
    "core/src/model/secret.rs",
    "core/src/model/secret/**",
    "core/src/model/store_time.rs",
    "core/src/model/trust.rs",
    "core/src/model/trust/**",
    "core/src/model/vouch.rs",
    "core/src/oauth/key_ring.rs",
    "core/src/oauth/key_ring/**",
    "core/src/oauth/throttle.rs",
    "core/src/oauth/workload/**",
];

/// The tests that notice them: of those that run in this process, the quick ones.
const NOTICING: [&str; 26] = [
    "actor_tokens",
    "assertions",
    "audit_coverage",
    "audit_cut",
    "bad_input",
    "bounds",
    "client_kids",
    "credential_life",
    "directory_reports",
    "erasure",
    "faults",
    "job_crash",
    "key_ring",
    "marketplace",
    "outside_corpus",
    "platform_audit",
    "principals",
    "purge",
    "quota",
    "scenarios",
    "sealing_keys",
    "secret_form",
    "shared_partition",
    "texts",
    "time",
    "workload_identity",
];

/// A run by its name.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Run {
    /// The core against a reference model, in ten million random permission and tenant cases
    Model,
    /// A company's answers with and without another company's operations, in 100,000 random runs
    NonInterference,
    /// How long refusals take by their reason, 2,000 each, and Welch's t between each two
    Timing,
    /// 200 crashes of PostgreSQL in the middle of commits
    PostgresKills,
    /// 60 kills of etcd's nodes under load, of one that follows and of the one that leads in turn
    EtcdKills,
    /// The npm package's store on SQLite by every driver, with 200 kills of each and of the one on Deno KV; `cargo xtask build npm` comes before
    SqliteDrivers,
    /// An hour of constant load, on SQLite and on two servers with PostgreSQL behind haproxy, drawn into docs/pictures
    Load,
    /// A million accounts in a thousand companies, on SQLite and PostgreSQL, beside a thousand in one: how long each request takes, and the room
    Scale,
    /// A thousand SIGKILLs of the server under writes, on SQLite: nothing that was acknowledged is lost, nothing is torn
    Kill,
    /// A million courses of a whole world, or those from --seeds, or one again by --seed
    Simulation,
    /// Thirty histories of each kind in memory, on SQLite, on PostgreSQL and on etcd, of 10,000 transactions each
    Histories,
    /// A minute for each fuzz target
    Fuzz,
    /// Mutations of the administration, the audit, the keys, outside issuers and what they are made of, of which the tests notice each
    Mutants,
    /// Those of them that are in lines which the working tree has otherwise than a base
    MutantsOnDiff,
    /// The dependencies' licences and sources, by deny.toml
    Deny,
    /// Each package as it would be published, compiled by itself
    Packages,
    /// The npm package in every runtime, bundler and framework, of which it writes docs/runtimes.md; `cargo xtask build npm` comes before
    Runtimes,
    /// The component by jco in Node, with a store that blocks and with one that answers promises; `cargo xtask build component` comes before
    Jco,
    /// The component without resources: every scenario in Python, and an account and a token in C; the step `Python host` of the tests comes before
    Plain,
}

/// Which courses `simulation` runs.
#[derive(Args)]
pub(crate) struct Seeds {
    /// Of `simulation`, the courses from one number to before another
    #[arg(long, value_name = "FROM..TO", default_value = "0..1000000")]
    seeds: String,
    /// Of `simulation`, one course again
    #[arg(long, value_name = "N", conflicts_with = "seeds")]
    seed: Option<u64>,
}

/// Runs it; the first failure ends it. `base` is what a diff is against.
pub(crate) fn run(run: Run, base: &str, seeds: &Seeds) -> Result<()> {
    match run {
        Run::Model => process::run_aloud(test(CROSSING, "model").env("BADGEHOUSE_CASES", "10000000")),
        Run::NonInterference => {
            process::run_aloud(test(CROSSING, "non_interference").env("BADGEHOUSE_RUNS", "100000"))
        }
        Run::Timing => process::run_aloud(
            test("badgehouse-native", "timing").args(["--", "--nocapture"]).env("BADGEHOUSE_EACH", "2000"),
        ),
        Run::PostgresKills => postgres_kills(),
        Run::EtcdKills => etcd_kills(),
        Run::SqliteDrivers => sqlite_drivers(),
        Run::Load => load::hour(),
        Run::Scale => load::scale(),
        Run::Kill => process::run_aloud(
            process::cargo()
                .args([
                    "test",
                    "--package",
                    "badgehouse-server",
                    "--no-default-features",
                    "--test",
                    "command",
                ])
                .args(["kill::", "--", "--nocapture"])
                .env("BADGEHOUSE_KILLS", "1000"),
        ),
        Run::Simulation => simulation(seeds),
        Run::Histories => histories(),
        Run::Fuzz => fuzz(),
        Run::Mutants => mutants(None),
        Run::MutantsOnDiff => mutants(Some(base)),
        Run::Deny => deny(),
        Run::Packages => published::package(true),
        Run::Runtimes => runtimes(),
        Run::Jco => jco(),
        Run::Plain => plain(),
    }
}

/// The tests of what crosses crates.
const CROSSING: &str = "badgehouse-tests";

/// A test of a package, optimised.
fn test(package: &str, name: &str) -> Command {
    let mut command = process::cargo();
    command.args(["test", "--release", "--package", package, "--test", name]);
    command
}

/// Mutates the modules, or only what they have otherwise than the commit `base`.
fn mutants(base: Option<&str>) -> Result<()> {
    let tools = tool("cargo-mutants", "27.1.0")?;
    let mut command = process::clean(tools.join("cargo-mutants"));
    // Without wasmtime and without what debuggers need, which would be compiled or linked for each.
    command.args(["mutants", "--package", "badgehouse", "--no-default-features"]);
    command.env("CARGO_PROFILE_DEV_DEBUG", "none");
    // Without the run on what is not mutated, which takes the package itself for the one with the tests.
    command.args(["--test-package", "badgehouse", "--test-package", "badgehouse-tests", "--cargo-arg=--lib"]);
    command.args(["--baseline", "skip", "--timeout", "60", "--output", "target"]);
    command.args(MUTATED.iter().flat_map(|file| ["--file", file]));
    command.args(NOTICING.map(|test| format!("--cargo-arg=--test={test}")));
    if let Some(base) = base {
        let diff = paths::target().join("mutants.diff");
        process::run(
            process::clean("git").args(["diff", "--output"]).arg(&diff).args([base, "--", "core/src"]),
        )?;
        command.arg("--in-diff").arg(diff);
    }
    // The scenarios on the native core alone.
    command.args(["--", "--", "--skip", "http", "--skip", "postgresql"]);
    process::run_aloud(&mut command)
}

fn deny() -> Result<()> {
    let tools = tool("cargo-deny", "0.20.2")?;
    let mut command = process::clean(tools.join("cargo-deny"));
    process::run_aloud(command.args(["check", "licenses", "bans", "sources"]))
}

/// Installs a tool of crates.io, unless it is there, and returns the folder that it is in.
fn tool(name: &str, version: &str) -> Result<PathBuf> {
    let tools = paths::target().join("tools");
    let mut install = process::cargo();
    install.args(["install", "--locked", "--version", version, name, "--root"]).arg(&tools);
    process::run_aloud(&mut install)?;
    Ok(tools.join("bin"))
}

/// How courses of the simulation are run, but for which.
const COURSES: [&str; 8] =
    ["run", "--profile", "search", "--package", "badgehouse-simulation", "--example", "courses", "--"];

/// On all cores. The program shows a bar.
fn simulation(seeds: &Seeds) -> Result<()> {
    let mut command = process::cargo();
    command.args(COURSES);
    match seeds.seed {
        Some(seed) => command.args(["--seed", &seed.to_string()]),
        None => command.args(["--seeds", &seeds.seeds]),
    };
    process::run_aloud(&mut command)
}

fn histories() -> Result<()> {
    packages::servers()?;
    process::run_aloud(
        test("badgehouse-histories", "adapters")
            .args(["--", "--nocapture", "stores::"])
            .env("BADGEHOUSE_TRANSACTIONS", "10000")
            .env("BADGEHOUSE_HISTORIES", "30"),
    )
}

fn postgres_kills() -> Result<()> {
    packages::servers()?;
    process::run_aloud(
        test("badgehouse-postgres", "postgres")
            .args(["--", "--nocapture", "killed::"])
            .env("BADGEHOUSE_KILLS", "200"),
    )
}

fn etcd_kills() -> Result<()> {
    packages::servers()?;
    process::run_aloud(
        test("badgehouse-etcd", "etcd").args(["--", "--nocapture", "killed::"]).env("BADGEHOUSE_KILLS", "60"),
    )
}

/// With the one that npm compiles for the machine's own Node, and with Deno, which other tests have.
fn sqlite_drivers() -> Result<()> {
    process::run_aloud(process::cargo().args(demo::SERVER))?;
    process::run_aloud(process::clean("npm").args(["--prefix", "tests/node", "ci"]))?;
    process::run_aloud(process::clean("npm").args(["--prefix", "tests/sqlite", "ci"]))?;
    process::run_aloud(
        process::clean("npm").args(["--prefix", "tests/sqlite", "test"]).env("BADGEHOUSE_KILLS", "200"),
    )?;
    // Deno KV is a file as well.
    process::run_aloud(
        process::clean("node")
            .args(["--test", "--test-name-pattern=by halves", "test/stores/deno-kv.test.js"])
            .current_dir(paths::npm_package())
            .env("BADGEHOUSE_KILLS", "200"),
    )
}

/// In the browsers of the machine, and in what npm has.
fn runtimes() -> Result<()> {
    packages::browsers()?;
    process::run_aloud(process::clean("node").args(["tests/runtimes/run.mjs", "--long", "--write"]))
}

fn plain() -> Result<()> {
    component::build(&toolchain::find()?, &component::PLAIN)?;
    let python = paths::target().join("python/bin/python");
    process::run_aloud(process::clean(&python).args(["tests/python/scenarios.py", "--plain"]))?;
    process::run_aloud(process::clean(&python).args(["tests/c/run.py"]))
}

/// In the machine's Node and in those that npm has, which have JSPI.
fn jco() -> Result<()> {
    process::run_aloud(process::clean("npm").args([
        "--prefix",
        "tests/jco",
        "ci",
        "--no-audit",
        "--no-fund",
    ]))?;
    process::run_aloud(process::clean("npm").args(["--prefix", "tests/jco", "test"]))
}

/// The fuzz targets of `tests/fuzz`, on the nightly compiler.
const TARGETS: [&str; 11] =
    ["form", "lenient", "basic", "jwt", "jwk", "dpop", "phc", "secret", "record", "http", "name"];

fn fuzz() -> Result<()> {
    let tools = tool("cargo-fuzz", "0.13.2")?;
    for target in TARGETS {
        let mut command = Command::new("cargo");
        command.arg("+nightly").arg("fuzz").arg("run").args(["--fuzz-dir", "tests/fuzz", target]);
        command.args(["--", "-max_total_time=60"]);
        command.env("PATH", with_tools(&tools)?).env_remove("RUSTUP_TOOLCHAIN").env_remove("CARGO");
        process::run_aloud(&mut command)?;
    }
    Ok(())
}

/// The search path with the tools in it.
fn with_tools(tools: &Path) -> Result<OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    Ok(env::join_paths([tools.to_owned()].into_iter().chain(env::split_paths(&path)))?)
}
