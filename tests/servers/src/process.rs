//! What all servers need: a free port, a user to run as, an end.

use rustix::process::{Pid, Signal, geteuid, kill_process};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long a server may take to start or to stop, on a machine that does much else.
const PATIENCE: Duration = Duration::from_secs(120);

/// A port of loopback that nobody listened on a moment ago.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").port()
}

/// A folder that the servers' user may write to.
pub(crate) fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    give(folder.path());
    folder
}

/// Makes a file or folder the servers' user's.
pub(crate) fn give(path: &Path) {
    if geteuid().is_root() {
        run(Command::new("chown").arg("-R").arg("postgres:postgres").arg(path));
    }
}

/// A command as a user who is not root, as whom the servers refuse to run.
pub(crate) fn command(program: &Path) -> Command {
    if !geteuid().is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]).arg(program);
    command
}

/// Runs a command to its end; panics with what it said unless it is well.
pub(crate) fn run(command: &mut Command) -> String {
    let output = command.stdin(Stdio::null()).output();
    let output = output.unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{command:?}: {said}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Where a program of the servers is: in one of these folders, or in those of PATH.
pub(crate) fn find(program: &str, folders: &[PathBuf]) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut all = folders.iter().cloned().chain(std::env::split_paths(&path));
    let found = all.find_map(|folder| Some(folder.join(program)).filter(|file| file.exists()));
    found.unwrap_or_else(|| panic!("there is no `{program}`: `cargo xtask servers` installs it"))
}

/// Waits until `ready`; panics when that takes too long, or when the server has ended before.
pub(crate) fn wait_until(what: &str, server: &mut Child, ready: impl Fn() -> bool) -> bool {
    let until = Instant::now() + PATIENCE;
    while !ready() {
        if server.try_wait().is_ok_and(|ended| ended.is_some()) {
            return false;
        }
        assert!(Instant::now() < until, "{what} does not start");
        sleep(Duration::from_millis(30));
    }
    true
}

/// Ends a server by a signal, and waits for its end; kills it where that takes too long.
pub(crate) fn end(server: &mut Child, signal: Signal) {
    if let Ok(None) = server.try_wait() {
        let _ = kill_process(Pid::from_child(server), signal);
    }
    let until = Instant::now() + PATIENCE;
    while server.try_wait().is_ok_and(|ended| ended.is_none()) {
        if Instant::now() > until {
            let _ = server.kill();
        }
        sleep(Duration::from_millis(10));
    }
}
