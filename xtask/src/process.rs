//! Running other programs and saying what came of it.
use std::fmt;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result, bail};

use crate::paths;

/// Exit code for "this machine lacks something that cannot be had here" (`EX_UNAVAILABLE` of sysexits.h).
pub(crate) const LACKING: u8 = 69;

/// Something the machine lacks and `xtask` cannot install.
#[derive(Debug)]
pub(crate) struct Lacking(pub(crate) String);

impl fmt::Display for Lacking {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Lacking {}

/// Prints a failure and turns the outcome into an exit code.
pub(crate) fn report(outcome: Result<()>) -> ExitCode {
    let Err(error) = outcome else { return ExitCode::SUCCESS };
    eprintln!("error: {error:#}");
    if error.is::<Lacking>() { ExitCode::from(LACKING) } else { ExitCode::FAILURE }
}

/// Runs a command to its end; anything but success is an error that names it.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let name = shown(command);
    let status = command.status().with_context(|| format!("cannot run `{name}`"))?;
    if !status.success() {
        bail!("`{name}` failed: {status}");
    }
    Ok(())
}

/// Prints a command, then runs it.
pub(crate) fn run_aloud(command: &mut Command) -> Result<()> {
    println!("$ {}", shown(command));
    run(command)
}

/// Lets a command take this program's place where the system can do that: signals and the exit code are then
/// its own. Elsewhere waits for it.
pub(crate) fn become_it(command: &mut Command) -> Result<ExitCode> {
    let name = shown(command);
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        Err(command.exec()).with_context(|| format!("cannot run `{name}`"))
    }
    #[cfg(not(unix))]
    {
        let status = command.status().with_context(|| format!("cannot run `{name}`"))?;
        Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// What a command prints, without the white space around it.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let name = shown(command);
    let output = command.output().with_context(|| format!("cannot run `{name}`"))?;
    if !output.status.success() {
        bail!("`{name}` failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8(output.stdout)
        .with_context(|| format!("`{name}` did not print UTF-8"))?
        .trim()
        .to_owned())
}

/// The host's own cargo, without the traces of the cargo that started `xtask`: they would make build scripts
/// run again that read them.
pub(crate) fn cargo() -> Command {
    clean(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// A command without what cargo and rustup put into the environment of the programs they run.
pub(crate) fn clean(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        let ours =
            ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"].iter().any(|prefix| text.starts_with(prefix));
        if ours || ["CARGO", "RUST_RECURSION_COUNT", "LD_LIBRARY_PATH"].contains(&&*text) {
            command.env_remove(&name);
        }
    }
    command.current_dir(paths::root());
    command
}

/// A command as one would type it at the root of the checkout.
pub(crate) fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let mut words = vec![program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|argument| paths::shown(Path::new(argument))));
    words.join(" ")
}
