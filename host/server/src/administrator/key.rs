//! `key`: the public keys by which an account's program proves itself (RFC 7523).

use super::credential::Change;
use super::{Of, Sure, Unchanged, given};
use crate::files;
use crate::output::Columns;
use anyhow::Result;
use badgehouse::principal::Principal;
use badgehouse::public_key::NewKeyInput;
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use std::path::PathBuf;

const COLUMNS: Columns = &[
    ("kid", "/kid"),
    ("name", "/name"),
    ("algorithm", "/algorithm"),
    ("live", "/live"),
    ("created", "/created_at"),
    ("expires", "/expires_at"),
    ("revoked", "/revoked_at"),
    ("last used", "/last_used_at"),
    ("warnings", "/warnings"),
];

/// Register, change and revoke public keys.
#[derive(Subcommand)]
pub(crate) enum Key {
    Add(Add),
    List(List),
    Change(ChangeKey),
    Revoke(Revoke),
}

impl Key {
    pub(crate) async fn run(self) -> Result<()> {
        match self {
            Self::Add(add) => add.run().await,
            Self::List(list) => list.run().await,
            Self::Change(change) => change.run().await,
            Self::Revoke(revoke) => revoke.run().await,
        }
    }
}

/// Register a public key, by which the program proves itself without a secret.
#[derive(Args)]
#[command(
    after_help = "Example:\n  badgehouse key add --company acme sa_... --jwk export.jwk \\\n    --name 'export, 2026'"
)]
pub(crate) struct Add {
    /// The public key as a JWK (RFC 7517).
    #[arg(long, value_name = "FILE")]
    jwk: PathBuf,
    /// What people call it: 1 to 200 characters.
    #[arg(long)]
    name: Option<String>,
    /// When it ends (RFC 3339).
    #[arg(long, value_name = "MOMENT")]
    expires_at: Option<String>,
    #[command(flatten)]
    of: Of,
}

impl Add {
    async fn run(self) -> Result<()> {
        let desk = self.of.at.desk().await?;
        let jwk: Value = files::read_json(&self.jwk, "JWK")?;
        let new: NewKeyInput =
            given(json!({ "jwk": jwk, "name": self.name, "expires_at": self.expires_at }), &[])?;
        let added = desk.engine.add_key(Principal::Platform, desk.company(), self.of.client_id, new);
        desk.out.one(&added.await?)
    }
}

/// List an account's public keys.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse key list --company acme sa_...")]
pub(crate) struct List {
    #[command(flatten)]
    of: Of,
}

impl List {
    async fn run(self) -> Result<()> {
        let desk = self.of.at.desk().await?;
        let listed = desk.engine.list_keys(Principal::Platform, desk.company(), self.of.client_id).await?;
        desk.out.many(&listed.items, COLUMNS)
    }
}

/// Name one key of an account.
#[derive(Args)]
struct OfKey {
    #[command(flatten)]
    of: Of,
    /// The key's id, as `key list` tells it.
    #[arg(value_name = "KID", allow_hyphen_values = true)]
    kid: String,
}

/// Change a key's name or end.
#[derive(Args)]
#[command(
    after_help = "Example:\n  badgehouse key change --company acme sa_... NzbLsXh8uDCc \\\n    --name 'export, until May'"
)]
pub(crate) struct ChangeKey {
    #[command(flatten)]
    change: Change,
    #[command(flatten)]
    unchanged: Unchanged,
    #[command(flatten)]
    key: OfKey,
}

impl ChangeKey {
    async fn run(self) -> Result<()> {
        let OfKey { of, kid } = self.key;
        let change = self.change.input()?;
        let desk = of.at.desk().await?;
        let (by, company, revision) = (Principal::Platform, desk.company(), self.unchanged.revision);
        desk.out.one(&desk.engine.change_key(by, company, of.client_id, kid, change, revision).await?)
    }
}

/// Revoke a key: it and the tokens that were fetched with it are refused at once.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse key revoke --company acme sa_... NzbLsXh8uDCc --yes")]
pub(crate) struct Revoke {
    #[command(flatten)]
    sure: Sure,
    #[command(flatten)]
    key: OfKey,
}

impl Revoke {
    async fn run(self) -> Result<()> {
        let OfKey { of, kid } = self.key;
        let desk = of.at.desk().await?;
        self.sure.ask(&format!("revoking the key {kid}"), &kid)?;
        desk.engine.revoke_key(Principal::Platform, desk.company(), of.client_id, kid.clone()).await?;
        desk.out.done(&format!("the key {kid} is revoked"))
    }
}
