//! Everything that CI runs, step by step. All steps run, whatever fails; the last line counts the tests.
mod runner;
mod steps;
mod tally;

use std::fs;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::anyhow;

use crate::{paths, process};
use runner::Outcome;
use tally::Tally;

/// Runs the steps whose name contains `only` with what they need, of all or of the quick ones. Fails when a test fails, and in CI also when a
/// step could not run.
pub(crate) fn run(only: &str, quick: bool) -> ExitCode {
    let steps = if quick { steps::quick() } else { steps::all() };
    let steps = steps::chosen(steps, only);
    if steps.is_empty() {
        return process::report(Err(anyhow!("no step has `{only}` in its name")));
    }
    let logs = paths::target().join("test-logs");
    if let Err(error) = fs::create_dir_all(&logs) {
        return process::report(Err(error.into()));
    }
    let begin = Instant::now();
    let mut total = Tally::default();
    let mut remarks = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        println!("step {} of {}: {}", index + 1, steps.len(), step.name);
        let log = logs.join(format!("{:02}-{}.log", index + 1, step.name.replace(' ', "-")));
        let start = Instant::now();
        let (outcome, tally) = runner::run(step, &log);
        let seconds = start.elapsed().as_secs();
        total += tally;
        match outcome {
            Outcome::Passed => println!("  passed in {seconds} s: {tally}"),
            Outcome::Failed(why) => {
                println!("{}", fs::read_to_string(&log).unwrap_or_default());
                println!("  FAILED in {seconds} s: {why}");
                remarks.push(format!("failed: {}: {why}", step.name));
            }
            Outcome::Skipped(why) => {
                println!("  skipped: {why}");
                remarks.push(format!("skipped: {}: {why}", step.name));
            }
        }
    }
    println!("\n{} steps in {} s", steps.len(), begin.elapsed().as_secs());
    remarks.iter().for_each(|remark| println!("{remark}"));
    println!("{total}");
    if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
