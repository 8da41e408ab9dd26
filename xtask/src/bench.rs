//! How many instructions the two calls take that every program makes: a token for a secret, and a check of a token. Counted by valgrind, so that
//! the number is the same whatever else the machine does; a time is nowhere.
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::{packages, paths, process};

/// What is counted, by the names that `tests/simulation/examples/counted.rs` has for it.
const OPERATIONS: [&str; 2] = ["request-token", "authorize"];

/// How often an operation is done in the shorter of two runs; the longer does it twice as often, and their difference leaves out all else.
const TIMES: u64 = 20;

/// By how many percent a count may pass the kept one.
const TOLERANCE: u64 = 3;

/// Portable code instead of what the processor at hand has instructions for, where a crate can be told so. Argon2 and CRC-32 cannot: they use
/// AVX2 and carry-less multiplication, which every processor of the last ten years has.
const PORTABLE: [&str; 5] = [
    "aes_backend=\"soft\"",
    "polyval_backend=\"soft\"",
    "sha2_backend=\"soft\"",
    "curve25519_dalek_backend=\"serial\"",
    "curve25519_dalek_bits=\"64\"",
];

/// Counts, and compares with `docs/counted.json` or writes it.
pub(crate) fn run(write: bool) -> Result<()> {
    packages::need("valgrind", &["valgrind"], "counting instructions")?;
    let program = build()?;
    let mut counts = BTreeMap::new();
    for operation in OPERATIONS {
        let count = (count(&program, operation, 2 * TIMES)? - count(&program, operation, TIMES)?) / TIMES;
        println!("{operation:<16} {count:>12} instructions");
        counts.insert(operation.to_owned(), count);
    }
    let file = paths::root().join("docs/counted.json");
    if write {
        return Ok(fs::write(file, serde_json::to_string_pretty(&counts)? + "\n")?);
    }
    let kept = fs::read_to_string(&file).with_context(|| paths::shown(&file))?;
    compare(&counts, &serde_json::from_str(&kept).with_context(|| paths::shown(&file))?)
}

/// The program that does the operations, optimised and the same for every processor.
fn build() -> Result<PathBuf> {
    let target = paths::target().join("counted");
    let mut command = process::cargo();
    command.args(["build", "--release", "--package", "badgehouse-simulation", "--example", "counted"]);
    command.arg("--target-dir").arg(&target);
    let flags: Vec<String> = PORTABLE.iter().map(|flag| format!("--cfg={flag}")).collect();
    command.env_remove("RUSTFLAGS").env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
    process::run_aloud(&mut command)?;
    Ok(target.join("release/examples/counted"))
}

/// The instructions of a run, from what callgrind says at its end: `Collected : 123456`.
fn count(program: &Path, operation: &str, times: u64) -> Result<u64> {
    let mut command = process::clean("valgrind");
    command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(program);
    let output = command.args([operation, &times.to_string()]).output().context("valgrind")?;
    let text = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        bail!("`{}` failed: {text}", process::shown(&command));
    }
    let line = text.lines().find_map(|line| line.split_once("Collected : ")).context("valgrind's count")?;
    Ok(line.1.trim().parse()?)
}

/// # Errors
/// Names each that takes more than its kept count allows.
fn compare(counts: &BTreeMap<String, u64>, kept: &BTreeMap<String, u64>) -> Result<()> {
    let mut slower = Vec::new();
    for (operation, count) in counts {
        let kept = kept.get(operation).with_context(|| format!("no count is kept for {operation}"))?;
        if *count > kept + kept * TOLERANCE / 100 {
            slower.push(format!("{operation} takes {count} instructions, {kept} are kept"));
        } else if *count < kept - kept * TOLERANCE / 100 {
            println!("{operation} takes less than the {kept} that are kept");
        }
    }
    if !slower.is_empty() {
        bail!("{}; if that is meant, `cargo xtask bench --write`", slower.join("; "));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(authorize: u64) -> BTreeMap<String, u64> {
        [("authorize".to_owned(), authorize)].into()
    }

    #[test]
    fn only_what_is_slower_by_more_than_the_tolerance_is_refused() {
        let kept = counts(1000);
        assert!(compare(&counts(1030), &kept).is_ok());
        assert!(compare(&counts(500), &kept).is_ok());
        let refused = compare(&counts(1031), &kept).unwrap_err().to_string();
        assert!(refused.starts_with("authorize takes 1031 instructions, 1000 are kept"), "{refused}");
    }
}
