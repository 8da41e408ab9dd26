//! The Badgehouse reference server: the admin API and the OAuth endpoints over HTTP, on SQLite.

mod actors;
mod backend;
mod bootstrap;
mod demo;
mod files;
mod maintenance;
mod product;
mod sample;
mod sealing;
mod serve;
mod server;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Service accounts for your product: a company's administrator creates one, its program fetches access tokens.
#[derive(Parser)]
#[command(name = "badgehouse", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Serve(serve::Serve),
    Bootstrap(bootstrap::Bootstrap),
    SealingKey(sealing::NewSealingKey),
    Demo(demo::Demo),
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_ansi(false).init();
    let result = match cli.command {
        Command::Serve(serve) => serve.run().await,
        Command::Bootstrap(bootstrap) => bootstrap.run().await,
        Command::SealingKey(new) => new.run(),
        Command::Demo(demo) => demo.run().await,
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
