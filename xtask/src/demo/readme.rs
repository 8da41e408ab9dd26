//! The tour in README.md, as it was printed.
use std::fs;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::{paths, process};

/// The block that it stands in: the first of its kind.
const BEGIN: &str = "\n```text\n";
const END: &str = "\n```\n";

/// Writes what the tour prints.
pub(super) fn write(tour: &mut Command) -> Result<ExitCode> {
    let printed = process::output(tour)?;
    let file = paths::root().join("README.md");
    let text = fs::read_to_string(&file)?;
    let parts = text.split_once(BEGIN).and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let (before, after) = parts.context("README.md has no block of text")?;
    fs::write(&file, format!("{before}{BEGIN}{printed}{END}{after}"))?;
    println!("wrote {}", paths::shown(&file));
    Ok(ExitCode::SUCCESS)
}
