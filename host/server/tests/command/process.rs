//! Running the program.

use serde_json::Value;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A folder of one test, with a sealing key in it.
pub(crate) struct Folder {
    folder: TempDir,
}

impl Folder {
    pub(crate) fn new() -> Self {
        let new = Self { folder: tempfile::tempdir().unwrap() };
        let made = new.command(&["sealing-key", "--out", "sealing.key"]).output().unwrap();
        assert!(made.status.success(), "{made:?}");
        new
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program in this folder, with nothing of this process's environment that would count.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_badgehouse"));
        command.args(arguments).current_dir(self.folder.path()).stdin(Stdio::null());
        for (variable, _) in std::env::vars_os() {
            if variable.to_string_lossy().starts_with("BADGEHOUSE_") {
                command.env_remove(variable);
            }
        }
        command
    }

    /// A command of an administrator's of acme on this folder's store.
    pub(crate) fn administer(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(arguments);
        command.env("BADGEHOUSE_CONTACT_DOMAIN", "svc.example.com").env("BADGEHOUSE_COMPANY", "acme");
        command.env("BADGEHOUSE_SEALING_KEY_FILE", "sealing.key");
        command
    }

    /// What such a command answers to people.
    pub(crate) fn table(&self, arguments: &[&str]) -> String {
        text(&succeed(self.administer(arguments)).stdout)
    }

    /// What it answers to programs: each line a document.
    pub(crate) fn json(&self, arguments: &[&str]) -> Vec<Value> {
        let printed = text(&succeed(self.administer(&[arguments, &["--json"]].concat())).stdout);
        printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// How it ends.
    pub(crate) fn code(&self, arguments: &[&str]) -> Option<i32> {
        self.administer(arguments).output().unwrap().status.code()
    }

    /// A command of the platform's on this folder's store, with what it needs and `more`.
    pub(crate) fn platform(&self, name: &str, more: &[&str]) -> Command {
        let mut command = self.command(&[name]);
        command.args(["--contact-domain", "svc.example.com", "--sealing-key-file", "sealing.key"]).args(more);
        command
    }

    /// The id and secret of the first account of a company, which administers it.
    pub(crate) fn bootstrap(&self, company: &str) -> (String, String) {
        let bootstrap = self.platform("bootstrap", &["--name", "Root", "--company", company]);
        let made = text(&succeed(bootstrap).stdout);
        (value(&made, "client_id").to_owned(), value(&made, "client_secret").to_owned())
    }

    /// `serve` on a port that the system chooses, with what it needs and `more`.
    pub(crate) fn serve(&self, more: &[&str]) -> Command {
        self.serve_at("127.0.0.1:0", more)
    }

    /// `serve` at that address.
    pub(crate) fn serve_at(&self, address: &str, more: &[&str]) -> Command {
        let mut command = self.command(&["serve", "--native", "--listen", address]);
        command.args(["--contact-domain", "svc.example.com", "--sealing-key-file", "sealing.key"]).args(more);
        command
    }

    /// What `serve` says when it does not start.
    pub(crate) fn refusal(&self, mut command: Command) -> String {
        let output = command.output().unwrap();
        assert!(!output.status.success(), "{output:?}");
        text(&output.stderr)
    }
}

/// A program that goes on until it is told to stop. It is ended when dropped.
pub(crate) struct Running {
    child: Child,
    lines: BufReader<ChildStdout>,
}

impl Running {
    pub(crate) fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        Self { child, lines }
    }

    /// The same, with what it writes on standard error in a file.
    pub(crate) fn start_logging(mut command: Command, log: &Path) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(File::create(log).unwrap()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        Self { child, lines }
    }

    /// The first line from here on that has `part` in it; all lines up to it are taken.
    pub(crate) fn line_with(&mut self, part: &str) -> String {
        let mut line = String::new();
        while self.lines.read_line(&mut line).unwrap() > 0 {
            if line.contains(part) {
                return line.trim().to_owned();
            }
            line.clear();
        }
        panic!("the program ended without `{part}`: {:?}", self.child.wait())
    }

    /// The address that `serve` says it listens on.
    pub(crate) fn address(&mut self) -> String {
        let line = self.line_with("listening on ");
        line.split_whitespace().nth(2).unwrap().to_owned()
    }

    /// The same, or nothing where it ends instead.
    pub(crate) fn address_if_it_starts(&mut self) -> Option<String> {
        let mut line = String::new();
        self.lines.read_line(&mut line).unwrap();
        line.split_whitespace().nth(2).map(ToOwned::to_owned)
    }

    /// The address at which it says that it answers operators, which it says first.
    pub(crate) fn operations(&mut self) -> String {
        let line = self.line_with("answering operators on ");
        line.split_whitespace().nth(3).unwrap().to_owned()
    }

    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", name, &id]).status().unwrap().success());
    }

    /// SIGKILL, after which nothing of it runs.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits for the end, and answers what was said on standard error.
    pub(crate) fn wait_and_read(mut self) -> (Option<i32>, String) {
        let mut said = String::new();
        std::io::Read::read_to_string(self.child.stderr.as_mut().unwrap(), &mut said).unwrap();
        (self.child.wait().unwrap().code(), said)
    }

    /// Waits for the end, and answers what was printed until then.
    pub(crate) fn wait(mut self) -> (Option<i32>, String) {
        let mut rest = String::new();
        while self.lines.read_line(&mut rest).unwrap() > 0 {}
        (self.child.wait().unwrap().code(), rest)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits for what will be so; panics where it is not, however slow the machine is.
pub(crate) fn eventually(what: &str, is_so: impl Fn() -> bool) {
    let until = Instant::now() + Duration::from_secs(120);
    while !is_so() {
        assert!(Instant::now() < until, "never {what}");
        sleep(Duration::from_millis(20));
    }
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

pub(crate) fn succeed(mut command: Command) -> Output {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    output
}

/// The value of a line `name=value`.
pub(crate) fn value<'a>(text: &'a str, name: &str) -> &'a str {
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
    line.unwrap_or_else(|| panic!("there is no {name} in {text}"))
}

#[cfg(unix)]
pub(crate) fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().unwrap().permissions().mode() & 0o777
}

#[cfg(unix)]
pub(crate) fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}
