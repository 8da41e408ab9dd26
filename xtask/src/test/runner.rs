//! Runs one step: its output goes to a log, and a line of it to the screen now and then.
use std::fs::File;
use std::io::{BufRead, BufReader, Write, pipe};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::steps::Step;
use super::tally::Tally;
use crate::process;

/// How often a long step shows what it is at.
const SIGN_OF_LIFE: Duration = Duration::from_secs(30);

/// What became of a step, and why.
pub(crate) enum Outcome {
    Passed,
    Failed(String),
    /// It could not run on this machine.
    Skipped(String),
}

/// Runs a step. One whose runner counts no tests is a test itself.
pub(crate) fn run(step: &Step, log: &Path) -> (Outcome, Tally) {
    let mut tally = Tally::default();
    let outcome =
        commands(step, log, &mut tally).unwrap_or_else(|error| Outcome::Failed(format!("{error:#}")));
    match &outcome {
        Outcome::Passed if tally.passed == 0 => tally += Tally::PASSED,
        Outcome::Failed(_) if tally.failed == 0 => tally += Tally::FAILED,
        Outcome::Skipped(_) => tally += Tally::SKIPPED,
        Outcome::Passed | Outcome::Failed(_) => {}
    }
    (outcome, tally)
}

fn commands(step: &Step, log: &Path, tally: &mut Tally) -> Result<Outcome> {
    let mut log = File::create(log)?;
    for make in &step.setup {
        let mut command = make();
        let name = process::shown(&command);
        if execute(&mut command, &mut log, tally).is_ok_and(|code| code == Some(0)) {
            continue;
        }
        return Ok(lacking(format!("`{name}` failed")));
    }
    for make in &step.run {
        let mut command = make();
        let name = process::shown(&command);
        match execute(&mut command, &mut log, tally)? {
            Some(0) => {}
            Some(code) if code == i32::from(process::LACKING) => {
                return Ok(lacking(format!("`{name}` lacks a tool")));
            }
            Some(code) => return Ok(Outcome::Failed(format!("`{name}` ended with code {code}"))),
            None => return Ok(Outcome::Failed(format!("`{name}` was ended by a signal"))),
        }
    }
    Ok(Outcome::Passed)
}

/// What a machine lacks is no excuse in CI.
fn lacking(why: String) -> Outcome {
    if std::env::var_os("CI").is_some_and(|value| value == "true") {
        Outcome::Failed(why)
    } else {
        Outcome::Skipped(why)
    }
}

/// Runs a command to its end and returns its exit code.
fn execute(command: &mut Command, log: &mut File, tally: &mut Tally) -> Result<Option<i32>> {
    let name = process::shown(command);
    writeln!(log, "$ {name}")?;
    let (reader, writer) = pipe()?;
    command.stdin(Stdio::null()).stdout(writer.try_clone()?).stderr(writer);
    command.env("CARGO_TERM_COLOR", "never").env("NO_COLOR", "1");
    let mut child = command.spawn().with_context(|| format!("cannot run `{name}`"))?;
    // The command keeps the writing end; while it has that, the reader does not end.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let (send, receive) = channel();
    let reading = thread::spawn(move || {
        for line in BufReader::new(reader).split(b'\n').map_while(Result::ok) {
            if send.send(String::from_utf8_lossy(&line).into_owned()).is_err() {
                return;
            }
        }
    });
    let start = Instant::now();
    let mut shown = start;
    let mut last = String::new();
    loop {
        match receive.recv_timeout(SIGN_OF_LIFE) {
            Ok(line) => {
                writeln!(log, "{line}")?;
                tally.read(&line);
                if !line.trim().is_empty() {
                    last = line;
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if shown.elapsed() >= SIGN_OF_LIFE {
            shown = Instant::now();
            println!(
                "  {} s: {}",
                start.elapsed().as_secs(),
                last.trim().chars().take(100).collect::<String>()
            );
        }
    }
    let _ = reading.join();
    Ok(child.wait()?.code())
}
