//! The Badgehouse reference server: the admin API and the OAuth endpoints over HTTP, on SQLite, PostgreSQL or etcd.

mod actors;
mod administrator;
mod backend;
mod bootstrap;
mod bounds;
mod clock;
mod completions;
mod connections;
mod demo;
mod exit;
mod files;
mod gate;
mod health;
mod log;
mod maintenance;
mod metrics;
mod migrate;
mod moving;
mod operations;
mod output;
mod page;
mod platform;
mod platform_audit;
mod product;
mod request;
mod resource_server;
mod sample;
mod sealing;
mod serve;
mod server;
mod signer;
mod signing_key;
mod store;
mod trusted_issuer;
mod watched;

use administrator::account::Account;
use administrator::audit::Audit;
use administrator::company::Company;
use administrator::contact::Contact;
use administrator::key::Key;
use administrator::link::AdminLink;
use administrator::permission::Permission;
use administrator::secret::Secret;
use administrator::template::Template;
use administrator::trust::Trust;
use administrator::usage::Usage;
use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand};
use std::process::ExitCode;

/// Service accounts for your product: a company's administrator creates one, its program fetches access tokens.
#[derive(Parser)]
#[command(name = "badgehouse", version, after_help = EXITS)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXITS: &str = "Exits with 0 when it is done, 1 when it failed, 2 when what was given is wrong, 3 when there is no such thing, 4 when it is refused as things stand, 5 when the answer is no.";

#[derive(Subcommand)]
enum Command {
    Serve(serve::Serve),
    Bootstrap(bootstrap::Bootstrap),
    #[command(subcommand)]
    Account(Account),
    #[command(subcommand)]
    Secret(Secret),
    #[command(subcommand)]
    Key(Key),
    #[command(subcommand)]
    Trust(Trust),
    #[command(subcommand)]
    Permission(Permission),
    #[command(subcommand)]
    Template(Template),
    #[command(subcommand)]
    Contact(Contact),
    #[command(subcommand)]
    Audit(Audit),
    Usage(Usage),
    #[command(subcommand)]
    Company(Company),
    AdminLink(AdminLink),
    ResourceServer(resource_server::ResourceServer),
    TrustIssuer(trusted_issuer::TrustIssuer),
    SealingKey(sealing::NewSealingKey),
    Reseal(signing_key::Reseal),
    PlatformAudit(platform_audit::PlatformAudit),
    ReplaceSigningKey(signing_key::ReplaceSigningKey),
    Clock(clock::Clock),
    Health(health::Health),
    Migrate(migrate::Migrate),
    Schema(migrate::Schema),
    Backup(moving::backup::Backup),
    Restore(moving::backup::Restore),
    Check(moving::check::Check),
    Export(moving::export::Export),
    Import(moving::import::Import),
    Demo(demo::Demo),
    Completions(completions::Completions),
}

#[tokio::main]
async fn main() -> ExitCode {
    let matches = Cli::command().get_matches();
    let json = wants_json(&matches);
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    if !matches!(cli.command, Command::Serve(_)) {
        log::start();
    }
    match cli.command.run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => exit::failed(&error, json),
    }
}

/// Whether the command that was called, however deep, answers programs.
fn wants_json(matches: &ArgMatches) -> bool {
    match matches.subcommand() {
        Some((_, within)) => wants_json(within),
        None => matches.try_get_one::<bool>("json").is_ok_and(|json| json == Some(&true)),
    }
}

impl Command {
    async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Serve(serve) => serve.run().await,
            Self::Bootstrap(bootstrap) => bootstrap.run().await,
            Self::Account(account) => account.run().await,
            Self::Secret(secret) => secret.run().await,
            Self::Key(key) => key.run().await,
            Self::Trust(trust) => trust.run().await,
            Self::Permission(permission) => permission.run().await,
            Self::Template(template) => template.run().await,
            Self::Contact(contact) => contact.run().await,
            Self::Audit(audit) => audit.run().await,
            Self::Usage(usage) => usage.run().await,
            Self::Company(company) => company.run().await,
            Self::AdminLink(link) => link.run(),
            Self::ResourceServer(server) => server.run().await,
            Self::TrustIssuer(issuer) => issuer.run().await,
            Self::SealingKey(new) => new.run(),
            Self::Reseal(reseal) => reseal.run().await,
            Self::PlatformAudit(audit) => audit.run().await,
            Self::ReplaceSigningKey(replace) => replace.run().await,
            Self::Clock(clock) => clock.run().await,
            Self::Health(health) => health.run(),
            Self::Migrate(migrate) => migrate.run().await,
            Self::Schema(schema) => schema.run(),
            Self::Backup(backup) => backup.run().await,
            Self::Restore(restore) => restore.run().await,
            Self::Check(check) => check.run().await,
            Self::Export(export) => export.run().await,
            Self::Import(import) => import.run().await,
            Self::Demo(demo) => demo.run().await,
            Self::Completions(completions) => completions.run(),
        }
    }
}
