//! The conformance table: each row of `tests/conformance.json` with its tests and what became of them, or why it has none.
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::{paths, process};

const INTRODUCTION: &str = "# Conformance

What the standards ask of a server like this, row by row, each with the tests in `tests/tests/conformance` that show it, or why there are none. Written by `cargo xtask conformance --write` from
the tests that ran; CI fails when a row has neither, and when this page is another than what ran.

| row | RFC | section | what | outcome |
| --- | --- | --- | --- | --- |
";

/// A statement of a standard.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    /// The RFC's number and the statement's, `6749-12`.
    row: String,
    section: String,
    /// Why there is no test.
    reason: Option<String>,
    /// What of the statement the tests cannot show, and why.
    note: Option<String>,
}

/// Runs the tests and compares the table with `docs/conformance.md`, or writes it.
pub(crate) fn run(write: bool) -> Result<()> {
    let rows = fs::read(paths::root().join("tests/conformance.json")).context("tests/conformance.json")?;
    let rows: Vec<Row> = serde_json::from_slice(&rows).context("tests/conformance.json")?;
    let tests = passed()?;
    let table = table(&rows, &tests)?;
    let file = paths::root().join("docs/conformance.md");
    if write {
        return Ok(fs::write(file, table)?);
    }
    if fs::read_to_string(&file).unwrap_or_default() != table {
        bail!("docs/conformance.md is out of date; write it with `cargo xtask conformance --write`");
    }
    println!("{} passed, 0 failed", tests.len());
    Ok(())
}

/// The names of the tests, which have all passed.
fn passed() -> Result<BTreeSet<String>> {
    let mut command = process::cargo();
    // Of the whole workspace, or it would be compiled again with the features that the package alone has.
    command.args(["test", "--quiet", "--workspace", "--exclude", "xtask*", "--test", "conformance", "--"]);
    let output = command.args(["--format", "pretty"]).output().context("the tests")?;
    let text = String::from_utf8_lossy(&output.stdout);
    let outcome = |line: &str| {
        let (name, outcome) = line.strip_prefix("test ")?.split_once(" ... ")?;
        Some((name.rsplit("::").next()?.to_owned(), outcome == "ok"))
    };
    let outcomes: Vec<(String, bool)> = text.lines().filter_map(outcome).collect();
    let failed: Vec<&str> = outcomes.iter().filter(|(_, ok)| !ok).map(|(name, _)| name.as_str()).collect();
    if !failed.is_empty() {
        bail!("not passed: {}", failed.join(", "));
    }
    if !output.status.success() || outcomes.is_empty() {
        bail!("the tests did not run to their end: {}", String::from_utf8_lossy(&output.stderr));
    }
    let names: BTreeSet<String> = outcomes.iter().map(|(name, _)| name.clone()).collect();
    if names.len() < outcomes.len() {
        bail!("two tests have the same name");
    }
    Ok(names)
}

fn table(rows: &[Row], tests: &BTreeSet<String>) -> Result<String> {
    let mut table = INTRODUCTION.to_owned();
    let mut unknown: Vec<&String> = tests.iter().collect();
    let mut tested = 0;
    for row in rows {
        let prefix = format!("rfc{}_", row.row.replace('-', "_"));
        let rfc = row.row.split('-').next().unwrap_or_default();
        let own: Vec<&String> = tests.iter().filter(|name| name.starts_with(&prefix)).collect();
        unknown.retain(|name| !name.starts_with(&prefix));
        let (what, outcome) = match (own.as_slice(), &row.reason, &row.note) {
            ([_, ..], None, note) => {
                tested += 1;
                (what(&own, &prefix), outcome(&own, note.as_deref()))
            }
            ([], Some(reason), None) => ("no test".to_owned(), reason.clone()),
            ([_, ..], Some(_), _) => bail!("the row {} has a test and a reason for having none", row.row),
            ([], None, _) => bail!("the row {} has neither a test nor a reason", row.row),
            ([], Some(_), Some(_)) => bail!("the row {} has a note on tests that it has not", row.row),
        };
        writeln!(table, "| {} | {rfc} | {} | {what} | {outcome} |", row.row, row.section)?;
    }
    if let Some(name) = unknown.first() {
        bail!("{name} is the test of no row");
    }
    writeln!(table, "\n{} rows: {tested} tested, {} with a reason.", rows.len(), rows.len() - tested)?;
    Ok(table)
}

/// What the tests of a row are of, in their own words.
fn what(tests: &[&String], prefix: &str) -> String {
    let words = |name: &&String| name.trim_start_matches(prefix).replace('_', " ");
    tests.iter().map(words).collect::<Vec<_>>().join("; ")
}

/// That the tests of a row pass, and what is to be noted.
fn outcome(tests: &[&String], note: Option<&str>) -> String {
    let names = tests.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let verb = if tests.len() == 1 { "passes" } else { "pass" };
    let note = note.map(|note| format!(". {note}")).unwrap_or_default();
    format!("{names} {verb}{note}")
}
