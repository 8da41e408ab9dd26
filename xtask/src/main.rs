//! Builds, tests and demonstrates Badgehouse: `cargo xtask build | test | demo | conformance | package | public-api | bench | long |
//! browsers | servers | sizes`. All of the repository's automation is here, so that a clean clone and a Rust toolchain are enough.
mod bench;
mod component;
mod conformance;
mod demo;
mod duration;
mod load;
mod long;
mod npm;
mod packages;
mod paths;
mod process;
mod profile;
mod public_api;
mod published;
mod sizes;
mod small;
mod test;
mod tool;
mod toolchain;

use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Builds, tests and demonstrates Badgehouse")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the WebAssembly components and the npm package
    Build {
        /// What to build; everything but `plain` when not given
        part: Option<Part>,
    },
    /// Run everything that CI runs
    Test {
        /// Only the steps with this in their names, and what they need
        only: Option<String>,
        /// Only the core and the scenarios on the native core: no WebAssembly, Node or Python
        #[arg(long)]
        quick: bool,
    },
    /// Walk the main job against a real server, then keep it running until Ctrl-C
    Demo(demo::Demo),
    /// Compare docs/conformance.md with the conformance tests that ran
    Conformance {
        /// Write it instead
        #[arg(long)]
        write: bool,
    },
    /// Make the packages that would be published, without compiling them
    Package,
    /// Compare docs/public-api with what is public
    PublicApi {
        /// Write it instead
        #[arg(long)]
        write: bool,
    },
    /// Count the instructions of a token request and of `authorize`, and compare with docs/counted.json
    Bench {
        /// Write it instead
        #[arg(long)]
        write: bool,
    },
    /// Run a proof that takes longer than CI has
    Long {
        /// Which
        run: long::Run,
        /// The commit that a diff is against, for the runs on one
        #[arg(default_value = "main")]
        base: String,
        #[command(flatten)]
        seeds: long::Seeds,
    },
    /// Install what the tests of the page run in where the machine lacks it: browsers, the fonts of their pictures, and the languages of its examples
    Browsers,
    /// Install the servers of others that tests start for themselves where the machine lacks them: PostgreSQL, PgBouncer, etcd and haproxy
    Servers,
    /// Print the sizes of the built WebAssembly, raw and gzip, and compare them with docs/sizes.json
    Sizes {
        /// Write it instead
        #[arg(long)]
        write: bool,
    },
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Part {
    /// The engine as a component
    Component,
    /// The engine as a component without resources, for hosts whose bindings have none
    Plain,
    /// The rules alone as a component
    Rules,
    /// The npm package, with the pages
    Npm,
    /// The pages alone, with what WebAssembly there is
    Page,
}

fn main() -> ExitCode {
    if let Some(outcome) = public_api::as_rustdoc() {
        return outcome.unwrap_or_else(|error| process::report(Err(error)));
    }
    let outcome = match Arguments::parse().command {
        Command::Build { part } => build(part),
        Command::Test { only, quick } => return test::run(only.as_deref().unwrap_or(""), quick),
        Command::Demo(demo) => return demo::run(&demo),
        Command::Conformance { write } => conformance::run(write),
        Command::Package => published::package(false),
        Command::PublicApi { write } => public_api::run(write),
        Command::Bench { write } => bench::run(write),
        Command::Long { run, base, seeds } => long::run(run, &base, &seeds),
        Command::Browsers => packages::browsers(),
        Command::Servers => packages::servers(),
        Command::Sizes { write } => sizes::run(write),
    };
    process::report(outcome)
}

fn build(part: Option<Part>) -> anyhow::Result<()> {
    if part == Some(Part::Page) {
        return npm::build_page();
    }
    let wanted = |one| part.is_none_or(|part| part == one);
    let compiler = toolchain::find()?;
    if wanted(Part::Component) {
        component::build(&compiler, &component::ENGINE)?;
    }
    if part == Some(Part::Plain) {
        component::build(&compiler, &component::PLAIN)?;
    }
    if wanted(Part::Rules) {
        component::build(&compiler, &component::RULES)?;
    }
    if wanted(Part::Npm) {
        npm::build(&compiler)?;
    }
    Ok(())
}
