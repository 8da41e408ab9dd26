//! Debian packages for what the machine lacks.
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Result;

use crate::process::{self, Lacking};

/// Makes sure that a program is there, by the Debian packages that bring it where it is not.
///
/// # Errors
/// As [`install`].
pub(crate) fn need(program: &str, packages: &[&str], purpose: &str) -> Result<()> {
    if has(program) { Ok(()) } else { install(packages, purpose) }
}

/// Whether a program is there. Servers lie where only root's path leads.
pub(crate) fn has(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain([PathBuf::from("/usr/sbin")]);
    folders.into_iter().any(|folder| folder.join(program).exists())
}

/// Makes sure that the browsers of the page's tests are there, and what its examples are run by.
///
/// # Errors
/// As [`install`].
pub(crate) fn browsers() -> Result<()> {
    const PURPOSE: &str = "the tests of the page";
    need("chromium", &["chromium", "fonts-noto-core", "fonts-noto-color-emoji"], PURPOSE)?;
    need("firefox-esr", &["firefox-esr"], PURPOSE)?;
    need("jq", &["curl", "jq"], PURPOSE)?;
    need("go", &["golang-go"], PURPOSE)
}

/// Makes sure that the servers are there which tests start for themselves.
///
/// # Errors
/// As [`install`].
pub(crate) fn servers() -> Result<()> {
    const PURPOSE: &str = "the tests of stores on servers";
    if !has("initdb") && !has_postgresql() {
        install(&["postgresql"], PURPOSE)?;
    }
    need("pgbouncer", &["pgbouncer"], PURPOSE)?;
    need("openssl", &["openssl"], PURPOSE)?;
    need("etcd", &["etcd-server"], PURPOSE)?;
    need("etcdctl", &["etcd-client"], PURPOSE)?;
    need("haproxy", &["haproxy"], "the test of several servers")
}

/// Whether there is a server of PostgreSQL, of any version, in the folders that Debian has them in. Its client alone is not enough.
fn has_postgresql() -> bool {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    versions.into_iter().any(|version| version.path().join("bin/initdb").exists())
}

/// Installs Debian packages, printing each command first; `purpose` says what cannot be done without them.
///
/// # Errors
/// [`Lacking`] when the machine is not Debian, the user is not root or the packages cannot be had.
pub(crate) fn install(packages: &[&str], purpose: &str) -> Result<()> {
    let lacking = |why: &str| {
        let names = packages.join(" ");
        Lacking(format!("{purpose} needs the Debian packages {names}: {why}"))
    };
    if !Path::new("/usr/bin/apt-get").exists() {
        return Err(lacking("this machine has no apt-get").into());
    }
    if process::output(Command::new("id").arg("-u"))? != "0" {
        return Err(lacking("run `apt-get install` as root").into());
    }
    let outcome = process::run_aloud(apt().arg("update")).and_then(|()| {
        process::run_aloud(apt().args(["install", "--yes", "--no-install-recommends"]).args(packages))
    });
    outcome.map_err(|error| lacking(&format!("{error:#}")).into())
}

fn apt() -> Command {
    let mut command = Command::new("apt-get");
    command.arg("--quiet").env("DEBIAN_FRONTEND", "noninteractive").stdin(Stdio::null());
    command
}
