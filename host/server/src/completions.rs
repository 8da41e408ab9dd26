//! `completions`: what a shell needs to complete this program's commands.

use crate::Cli;
use anyhow::Result;
use clap::{Args, CommandFactory};
use clap_complete::Shell;
use std::io::{self, Write};

/// Print a shell's completions.
#[derive(Args)]
#[command(
    after_help = "Example:\n  badgehouse completions bash \\\n    > ~/.local/share/bash-completion/completions/badgehouse"
)]
pub(crate) struct Completions {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(self) -> Result<()> {
        // Into memory first: the generator panics when its reader goes away.
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "badgehouse", &mut script);
        Ok(io::stdout().write_all(&script)?)
    }
}
