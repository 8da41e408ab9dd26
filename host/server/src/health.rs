//! `health`: whether a server lives and is ready, for a container's health check and for scripts.

use crate::exit::No;
use crate::output;
use anyhow::{Context, Result, bail};
use clap::Args;
use std::net::SocketAddr;
use std::time::Duration;
use ureq::Agent;

/// How long the server may take to answer.
const PATIENCE: Duration = Duration::from_secs(4);

/// Ask a server whether it is ready: exits with 0 if it is, with 5 if it is not, with 1 if nothing answers.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse health --at 127.0.0.1:9090")]
pub(crate) struct Health {
    /// Where the server answers operators, as `serve --operations-listen` says.
    #[arg(long, value_name = "ADDRESS", env = "BADGEHOUSE_OPERATIONS_LISTEN")]
    at: SocketAddr,
    /// Ask only whether the process lives.
    #[arg(long)]
    alive: bool,
}

impl Health {
    pub(crate) fn run(self) -> Result<()> {
        let path = if self.alive { "healthz" } else { "readyz" };
        let url = format!("http://{}/{path}", self.at);
        let config =
            Agent::config_builder().http_status_as_error(false).timeout_global(Some(PATIENCE)).build();
        let response = Agent::from(config).get(&url).call();
        let mut response = response.with_context(|| format!("nothing answers at {url}"))?;
        let said = response.body_mut().read_to_string()?;
        match response.status().as_u16() {
            200 => output::line(said.trim()),
            503 => Err(No(format!("not ready: {}", output::lines(said.trim()))).into()),
            status => bail!("{url} answers {status}; is that where `serve --operations-listen` listens?"),
        }
    }
}
