//! The conformance table: each row of `tests/conformance.json` with its test and what became of it, or why it has none.
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::{paths, process};

const INTRODUCTION: &str = "# Conformance

What the standards ask of a server like this, row by row, each with the test in `tests/tests/conformance` that shows it, or why there is none. Written by `cargo xtask conformance --write` from
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
}

/// Runs the tests and compares the table with `docs/conformance.md`, or writes it.
pub(crate) fn run(write: bool) -> Result<()> {
    let rows = fs::read(paths::root().join("tests/conformance.json")).context("tests/conformance.json")?;
    let rows: Vec<Row> = serde_json::from_slice(&rows).context("tests/conformance.json")?;
    let outcomes = outcomes()?;
    let table = table(&rows, &outcomes)?;
    let file = paths::root().join("docs/conformance.md");
    if write {
        return Ok(fs::write(file, table)?);
    }
    if fs::read_to_string(&file).unwrap_or_default() != table {
        bail!("docs/conformance.md is out of date; write it with `cargo xtask conformance --write`");
    }
    println!("{} passed, 0 failed", outcomes.len());
    Ok(())
}

/// What became of each test, by its name.
fn outcomes() -> Result<BTreeMap<String, bool>> {
    let mut command = process::cargo();
    command.args([
        "test",
        "--quiet",
        "--package",
        "badgehouse-tests",
        "--test",
        "conformance",
        "--",
        "--format",
        "pretty",
    ]);
    let output = command.output().context("the tests")?;
    let text = String::from_utf8_lossy(&output.stdout);
    let line = |line: &str| {
        let (name, outcome) = line.strip_prefix("test ")?.split_once(" ... ")?;
        Some((name.rsplit("::").next()?.to_owned(), outcome == "ok"))
    };
    let outcomes: BTreeMap<String, bool> = text.lines().filter_map(line).collect();
    if outcomes.is_empty() {
        bail!("no test ran: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(outcomes)
}

fn table(rows: &[Row], outcomes: &BTreeMap<String, bool>) -> Result<String> {
    let mut table = INTRODUCTION.to_owned();
    let mut unknown: Vec<&String> = outcomes.keys().collect();
    for row in rows {
        let prefix = format!("rfc{}_", row.row.replace('-', "_"));
        let rfc = row.row.split('-').next().unwrap_or_default();
        let test = outcomes.iter().find(|(name, _)| name.starts_with(&prefix));
        unknown.retain(|name| !name.starts_with(&prefix));
        let (what, outcome) = match (test, &row.reason) {
            (Some((name, true)), None) => {
                (name.trim_start_matches(&prefix).replace('_', " "), format!("`{name}` passes"))
            }
            (Some((name, false)), None) => bail!("{name} fails"),
            (None, Some(reason)) => ("no test".to_owned(), reason.clone()),
            (Some(_), Some(_)) => bail!("the row {} has a test and a reason for having none", row.row),
            (None, None) => bail!("the row {} has neither a test nor a reason", row.row),
        };
        writeln!(table, "| {} | {rfc} | {} | {what} | {outcome} |", row.row, row.section)?;
    }
    if let Some(name) = unknown.first() {
        bail!("{name} is the test of no row");
    }
    let tested = outcomes.len();
    writeln!(table, "\n{} rows: {tested} tested, {} with a reason.", rows.len(), rows.len() - tested)?;
    Ok(table)
}
