//! PgBouncer, in transaction mode.

use crate::Postgres;
use crate::process::{command, end, find, folder, free_port, give, wait_until};
use rustix::process::Signal;
use std::fs;
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Stdio};
use tempfile::TempDir;

/// A PgBouncer in front of a server, with fewer connections there than its clients have here.
pub struct PgBouncer {
    port: u16,
    server: Child,
    /// Removed with it.
    _folder: TempDir,
}

impl PgBouncer {
    /// # Panics
    /// When it cannot be started.
    pub fn start(postgres: &Postgres) -> Self {
        let folder = folder();
        let program = find("pgbouncer", &[PathBuf::from("/usr/sbin")]);
        for _ in 0..10 {
            let port = free_port();
            let (users, settings) = (folder.path().join("users.txt"), folder.path().join("pgbouncer.ini"));
            let password = postgres.password();
            fs::write(&users, format!("\"badgehouse\" \"{password}\"\n")).expect("the users");
            let text = format!(
                "[databases]\n* = host=127.0.0.1 port={}\n[pgbouncer]\nlisten_addr=127.0.0.1\nlisten_port={port}\nunix_socket_dir=\n\
                 auth_type=scram-sha-256\nauth_file={}\npool_mode=transaction\ndefault_pool_size=6\nmax_client_conn=200\n",
                postgres.port(),
                users.display()
            );
            fs::write(&settings, text).expect("the settings");
            give(folder.path());
            let log = fs::File::create(folder.path().join("log")).expect("a log");
            let mut start = command(&program);
            start.arg(&settings).stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
            let mut server = start.spawn().expect("pgbouncer");
            let ready = || TcpStream::connect(("127.0.0.1", port)).is_ok();
            if wait_until("PgBouncer", &mut server, ready) {
                return Self { port, server, _folder: folder };
            }
        }
        panic!(
            "PgBouncer does not start: {}",
            fs::read_to_string(folder.path().join("log")).unwrap_or_default()
        );
    }

    /// The URL of a database, through it.
    pub fn url(&self, postgres: &Postgres, database: &str) -> String {
        let direct = format!(":{}/", postgres.port());
        postgres.url(database).replace(&direct, &format!(":{}/", self.port))
    }
}

impl Drop for PgBouncer {
    fn drop(&mut self) {
        end(&mut self.server, Signal::INT);
    }
}
