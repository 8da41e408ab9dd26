//! PostgreSQL.

use crate::process::{command, end, find, folder, free_port, give, run, wait_until};
use rustix::process::{Pid, Signal, kill_process};
use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tempfile::TempDir;

const USER: &str = "badgehouse";
/// With what a URL has to encode.
const PASSWORD: &str = "se/cr@t:p?ss";
const ENCODED_PASSWORD: &str = "se%2Fcr%40t%3Ap%3Fss";

/// A server with a user, and databases as they are asked for. It ends when it is dropped.
pub struct Postgres {
    folder: TempDir,
    port: u16,
    settings: Vec<String>,
    server: Child,
    databases: AtomicUsize,
}

impl Postgres {
    /// The server that all tests of a program share while one of them has it. It does not wait for the disk, which only the loss of power would show.
    pub fn shared() -> Arc<Self> {
        static SHARED: Mutex<Weak<Postgres>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let server = Arc::new(Self::start(&["fsync=off"]));
            *shared = Arc::downgrade(&server);
            server
        })
    }

    /// A server of one's own, with settings besides. Its databases sort by a language, as many do; who wants byte order has to say so.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn start(settings: &[&str]) -> Self {
        let folder = folder();
        let password = folder.path().join("password");
        fs::write(&password, PASSWORD).expect("the file of the password");
        give(&password);
        let initdb = find("initdb", &folders());
        run(command(&initdb)
            .args(["--username", USER, "--auth", "scram-sha-256", "--no-sync", "--no-instructions"])
            .args([
                "--encoding",
                "UTF8",
                "--locale",
                "C.UTF-8",
                "--locale-provider",
                "icu",
                "--icu-locale",
                "en",
            ])
            .arg("--pwfile")
            .arg(&password)
            .arg("--pgdata")
            .arg(folder.path().join("data")));
        let settings: Vec<String> = settings.iter().map(|setting| (*setting).to_owned()).collect();
        let (server, port) = spawn(&folder, &settings, None);
        Self { folder, port, settings, server, databases: AtomicUsize::new(0) }
    }

    /// A standby that has all that this server answers as done, and without which it answers nothing as done.
    ///
    /// # Panics
    /// When it cannot be started, or does not follow.
    pub fn standby(&self) -> Self {
        let folder = folder();
        let copy = find("pg_basebackup", &folders());
        run(self
            .addressed(&mut command(&copy))
            .args(["--no-sync", "--checkpoint=fast", "--write-recovery-conf"])
            .arg("--pgdata")
            .arg(folder.path().join("data")));
        let settings = self.settings.clone();
        let (server, port) = spawn(&folder, &settings, None);
        let standby = Self { folder, port, settings, server, databases: AtomicUsize::new(0) };
        self.sql("postgres", "alter system set synchronous_standby_names = '*'");
        self.sql("postgres", "select pg_reload_conf()");
        let follows = "select count(*) from pg_stat_replication where sync_state = 'sync'";
        for _ in 0..600 {
            if self.sql("postgres", follows) == "1" {
                return standby;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("the standby does not follow");
    }

    /// Makes a standby a server of its own, that follows nobody and waits for nobody.
    pub fn promote(&self) {
        self.sql("postgres", "select pg_promote()");
        self.sql("postgres", "alter system reset synchronous_standby_names");
        self.sql("postgres", "select pg_reload_conf()");
    }

    /// A new database, by its name.
    pub fn make_database(&self) -> String {
        let name = format!("test{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.sql("postgres", &format!("create database {name}"));
        name
    }

    /// The URL of a database.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://{USER}:{ENCODED_PASSWORD}@127.0.0.1:{}/{database}", self.port)
    }

    /// The password, as it stands in no URL.
    pub fn password(&self) -> &'static str {
        PASSWORD
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What psql answers, without headers.
    ///
    /// # Panics
    /// With what it says where it fails.
    pub fn sql(&self, database: &str, statement: &str) -> String {
        let mut psql = self.client("psql");
        psql.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1"]);
        run(psql.args(["--dbname", database, "--command", statement])).trim().to_owned()
    }

    /// A program of PostgreSQL's clients that goes to this server.
    pub fn client(&self, program: &str) -> Command {
        let mut command = Command::new(find(program, &folders()));
        self.addressed(&mut command);
        command
    }

    fn addressed<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env("PGHOST", "127.0.0.1").env("PGPORT", self.port.to_string());
        command.env("PGUSER", USER).env("PGPASSWORD", PASSWORD)
    }

    /// Kills the postmaster and its children, as a crash of the machine would but for what the system has not yet written.
    pub fn kill(&mut self) {
        let pid = self.server.id();
        let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap_or_default();
        let _ = self.server.kill();
        let children = children.split_whitespace().filter_map(|child| child.parse().ok());
        for child in children.filter_map(Pid::from_raw) {
            let _ = kill_process(child, Signal::KILL);
        }
        let _ = self.server.wait();
    }

    /// Starts it again on the same port, with the same settings. A killed postmaster's children may still be about to end.
    pub fn start_again(&mut self) {
        (self.server, _) = spawn(&self.folder, &self.settings, Some(self.port));
    }

    /// Adds settings to those that it starts with, and a file of the server's own that they may name.
    pub fn settings(&mut self, settings: &[&str]) {
        self.settings.extend(settings.iter().map(|setting| (*setting).to_owned()));
    }

    /// The folder of its data, in which a file that is named without a folder is looked for.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Gives what lies in the folder of its data to the server's user.
    pub fn give(&self, file: &str) {
        give(&self.data().join(file));
    }

    /// Stops it in order.
    pub fn stop(&mut self) {
        end(&mut self.server, Signal::INT);
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Starts a server in that folder, and answers when it takes connections. Another may have taken the port meanwhile, and a killed one's children may hold its memory for a moment: so it is tried again.
fn spawn(folder: &TempDir, settings: &[String], port: Option<u16>) -> (Child, u16) {
    let (program, is_ready) = (find("postgres", &folders()), find("pg_isready", &folders()));
    for _ in 0..200 {
        let port = port.unwrap_or_else(free_port);
        let log =
            fs::File::options().create(true).append(true).open(folder.path().join("log")).expect("a log");
        let mut start = command(&program);
        start.arg("-D").arg(folder.path().join("data"));
        start.args(["-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1", "-c"]);
        start.arg(format!("unix_socket_directories={}", folder.path().display()));
        start.args(settings.iter().flat_map(|setting| ["-c", setting]));
        let mut server =
            start.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn().expect("postgres");
        let ready = || {
            let mut asked = Command::new(&is_ready);
            asked.args(["--quiet", "--host", "127.0.0.1", "--port", &port.to_string()]);
            asked.status().is_ok_and(|status| status.success())
        };
        if wait_until("PostgreSQL", &mut server, ready) {
            return (server, port);
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let log = fs::read_to_string(folder.path().join("log")).unwrap_or_default();
    panic!("PostgreSQL does not start: {log}");
}

/// Debian's, the latest first.
fn folders() -> Vec<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    folders.sort_by_key(|folder| std::cmp::Reverse(folder.clone()));
    folders
}
