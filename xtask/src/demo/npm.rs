//! The tour against a Node server that mounts the npm package: `pkg/examples/server.mjs`.
use std::io::{BufRead, BufReader, copy, stdout};
use std::process::{Child, ChildStdout, ExitCode, Stdio};
use std::thread;

use anyhow::{Context, Result, bail};

use super::tour;
use crate::process;

/// A server that ends with this.
struct Server {
    child: Child,
    /// Where it is, and the cookie by which it knows Ann.
    url: String,
    cookie: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Walks, and lets the server go on unless that was to be done `once`.
pub(super) fn walk(once: bool) -> Result<ExitCode> {
    let mut server = start()?;
    process::run(tour().args(["--at", &server.url, "--cookie", &server.cookie]))?;
    if !once {
        println!("\nServing until Ctrl-C.");
        server.child.wait()?;
    }
    Ok(ExitCode::SUCCESS)
}

fn start() -> Result<Server> {
    let mut command = process::clean("node");
    command.arg("pkg/examples/server.mjs").stdin(Stdio::null()).stdout(Stdio::piped());
    let mut child = command.spawn().context("cannot run `node`")?;
    let mut lines = BufReader::new(child.stdout.take().context("what the server prints")?);
    let mut server = Server { child, url: String::new(), cookie: String::new() };
    server.url = word_after(&mut lines, "Badgehouse at ")?.trim_end_matches(':').to_owned();
    server.cookie = word_after(&mut lines, "by the cookie ")?;
    thread::spawn(move || copy(&mut lines, &mut stdout()));
    Ok(server)
}

/// Prints the server's next line, which has `part` in it, and returns the word behind that.
fn word_after(lines: &mut BufReader<ChildStdout>, part: &str) -> Result<String> {
    let mut line = String::new();
    lines.read_line(&mut line)?;
    print!("{line}");
    let Some((_, rest)) = line.split_once(part) else { bail!("the server did not start") };
    Ok(rest.split_whitespace().next().unwrap_or_default().to_owned())
}
