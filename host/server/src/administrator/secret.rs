//! `secret`: an account's secrets, made, rotated, ended, and looked up where one has leaked.

use super::credential::Change;
use super::shown::Shown;
use super::{Form, Of, Sure, Unchanged, given};
use crate::files;
use crate::output::Columns;
use crate::platform::Platform;
use anyhow::Result;
use badgehouse::principal::Principal;
use badgehouse::secret::{LeakInput, NewSecretInput};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

const COLUMNS: Columns = &[
    ("secret_id", "/secret_id"),
    ("name", "/name"),
    ("ends in", "/hint"),
    ("live", "/live"),
    ("created", "/created_at"),
    ("expires", "/expires_at"),
    ("revoked", "/revoked_at"),
    ("last used", "/last_used_at"),
    ("warnings", "/warnings"),
];

/// Make, rotate, change, revoke and look up secrets.
#[derive(Subcommand)]
pub(crate) enum Secret {
    Add(Add),
    Rotate(Rotate),
    Finish(Finish),
    List(List),
    Change(ChangeSecret),
    Revoke(Revoke),
    Leaked(Leaked),
    Pattern(Pattern),
}

impl Secret {
    pub(crate) async fn run(self) -> Result<()> {
        match self {
            Self::Add(add) => add.new.run(None).await,
            Self::Rotate(rotate) => rotate.new.run(Some(rotate.overlap_seconds)).await,
            Self::Finish(finish) => finish.run().await,
            Self::List(list) => list.run().await,
            Self::Change(change) => change.run().await,
            Self::Revoke(revoke) => revoke.run().await,
            Self::Leaked(leaked) => leaked.run().await,
            Self::Pattern(pattern) => pattern.run().await,
        }
    }
}

#[derive(Args)]
struct New {
    /// What people call it: 1 to 200 characters.
    #[arg(long)]
    name: Option<String>,
    /// When it ends (RFC 3339).
    #[arg(long, value_name = "MOMENT")]
    expires_at: Option<String>,
    /// Makes a repeated call harmless for 24 hours: it answers what was made, without the secret.
    #[arg(long, value_name = "KEY")]
    idempotency_key: Option<String>,
    #[command(flatten)]
    shown: Shown,
    #[command(flatten)]
    of: Of,
}

impl New {
    async fn run(self, overlap_seconds: Option<u64>) -> Result<()> {
        let new = json!({
            "name": self.name, "expires_at": self.expires_at, "overlap_seconds": overlap_seconds,
        });
        let new: NewSecretInput = given(new, &[])?;
        let desk = self.of.at.desk().await?;
        let (company, key) = (desk.company(), self.idempotency_key);
        let made = desk.engine.add_secret(Principal::Platform, company, self.of.client_id, new, key);
        self.shown.show(desk.out, "secret_id", made).await
    }
}

/// Make one more secret, beside those that are there. It is shown this once.
#[derive(Args)]
#[command(
    after_help = "Example:\n  badgehouse secret add --company acme sa_... --name staging \\\n    --secret-out staging.secret"
)]
pub(crate) struct Add {
    #[command(flatten)]
    new: New,
}

/// Make a new secret; the others go on for as long as is said, and then end. It is shown this once.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse secret rotate --company acme sa_... --overlap-seconds 86400")]
pub(crate) struct Rotate {
    /// For how long the others go on; 0 ends them at once.
    #[arg(long, value_name = "N")]
    overlap_seconds: u64,
    #[command(flatten)]
    new: New,
}

/// Name one secret of an account.
#[derive(Args)]
struct OfSecret {
    #[command(flatten)]
    of: Of,
    /// The secret's id, as `secret list` tells it.
    #[arg(value_name = "SECRET_ID")]
    secret_id: String,
}

/// End the other secrets now, once a token was seen fetched with this one.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse secret finish --company acme sa_... tzvm6xxq27ua")]
pub(crate) struct Finish {
    #[command(flatten)]
    unchanged: Unchanged,
    #[command(flatten)]
    secret: OfSecret,
}

impl Finish {
    async fn run(self) -> Result<()> {
        let OfSecret { of, secret_id } = self.secret;
        let desk = of.at.desk().await?;
        let (company, revision) = (desk.company(), self.unchanged.revision);
        let finished =
            desk.engine.finish_rotation(Principal::Platform, company, of.client_id, secret_id, revision);
        desk.out.many(&finished.await?.items, COLUMNS)
    }
}

/// List an account's secrets: live ones, and those that ended a short time ago. None of them is shown.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse secret list --company acme sa_...")]
pub(crate) struct List {
    #[command(flatten)]
    of: Of,
}

impl List {
    async fn run(self) -> Result<()> {
        let desk = self.of.at.desk().await?;
        let listed = desk.engine.list_secrets(Principal::Platform, desk.company(), self.of.client_id).await?;
        desk.out.many(&listed.items, COLUMNS)
    }
}

/// Change a secret's name or end.
#[derive(Args)]
#[command(
    after_help = "Example:\n  badgehouse secret change --company acme sa_... tzvm6xxq27ua \\\n    --expires-at 2027-01-31T00:00:00Z"
)]
pub(crate) struct ChangeSecret {
    #[command(flatten)]
    change: Change,
    #[command(flatten)]
    unchanged: Unchanged,
    #[command(flatten)]
    secret: OfSecret,
}

impl ChangeSecret {
    async fn run(self) -> Result<()> {
        let OfSecret { of, secret_id } = self.secret;
        let change = self.change.input()?;
        let desk = of.at.desk().await?;
        let (by, company, revision) = (Principal::Platform, desk.company(), self.unchanged.revision);
        let changed = desk.engine.change_secret(by, company, of.client_id, secret_id, change, revision);
        desk.out.one(&changed.await?)
    }
}

/// Revoke one secret: it and the tokens that were fetched with it are refused at once.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse secret revoke --company acme sa_... tzvm6xxq27ua --yes")]
pub(crate) struct Revoke {
    #[command(flatten)]
    sure: Sure,
    #[command(flatten)]
    secret: OfSecret,
}

impl Revoke {
    async fn run(self) -> Result<()> {
        let OfSecret { of, secret_id } = self.secret;
        let desk = of.at.desk().await?;
        self.sure.ask(&format!("revoking the secret {secret_id}"), &secret_id)?;
        desk.engine
            .revoke_secret(Principal::Platform, desk.company(), of.client_id, secret_id.clone())
            .await?;
        desk.out.done(&format!("the secret {secret_id} is revoked"))
    }
}

/// Say whose secret a text is that turned up somewhere, and revoke it if that is wanted. It is read from standard input.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse secret leaked --revoke < found.txt")]
pub(crate) struct Leaked {
    /// Revoke it, if it is one.
    #[arg(long)]
    revoke: bool,
    /// Look in this company alone; left out, in every one.
    #[arg(long, value_name = "ID")]
    company: Option<String>,
    #[command(flatten)]
    form: Form,
    #[command(flatten, next_help_heading = "Store and product")]
    platform: Platform,
}

impl Leaked {
    async fn run(self) -> Result<()> {
        let engine = self.platform.engine().await?;
        let secret = files::read_standard_input()?;
        let input = LeakInput { secret, revoke: self.revoke };
        let leak = match self.company {
            Some(company) => engine.look_up_leak(Principal::Platform, company, input).await?,
            None => engine.look_up_leak_anywhere(input).await?,
        };
        let out = self.form.output();
        match &leak.found {
            Some(found) if !out.json => out.one(found),
            None if !out.json => out.done("it is no secret of ours"),
            _ => out.one(&leak),
        }
    }
}

/// Print the regular expression that finds secrets of this product, for scanners.
#[derive(Args)]
#[command(after_help = "Example:\n  git grep -E \"$(badgehouse secret pattern)\"")]
pub(crate) struct Pattern {
    #[command(flatten)]
    form: Form,
    #[command(flatten, next_help_heading = "Store and product")]
    platform: Platform,
}

impl Pattern {
    async fn run(self) -> Result<()> {
        let pattern = self.platform.engine().await?.secret_pattern();
        if self.form.output().json {
            return crate::output::line(&Value::String(pattern).to_string());
        }
        crate::output::line(&pattern)
    }
}
