//! The Badgehouse reference server: the admin API and the OAuth endpoints over HTTP, on SQLite.

mod actors;
mod backend;
mod bootstrap;
mod demo;
mod files;
mod maintenance;
mod platform;
mod platform_audit;
mod product;
mod resource_server;
mod sample;
mod sealing;
mod serve;
mod server;
mod signing_key;
mod trusted_issuer;

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
    ResourceServer(resource_server::ResourceServer),
    TrustIssuer(trusted_issuer::TrustIssuer),
    SealingKey(sealing::NewSealingKey),
    Reseal(signing_key::Reseal),
    PlatformAudit(platform_audit::PlatformAudit),
    ReplaceSigningKey(signing_key::ReplaceSigningKey),
    Demo(demo::Demo),
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_ansi(false).init();
    let result = match cli.command {
        Command::Serve(serve) => serve.run().await,
        Command::Bootstrap(bootstrap) => bootstrap.run().await,
        Command::ResourceServer(server) => server.run().await,
        Command::TrustIssuer(issuer) => issuer.run().await,
        Command::SealingKey(new) => new.run(),
        Command::Reseal(reseal) => reseal.run().await,
        Command::PlatformAudit(audit) => audit.run().await,
        Command::ReplaceSigningKey(replace) => replace.run().await,
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
