//! `account`: service accounts, from their making to their end.

mod stop;

use super::shown::Shown;
use super::{At, Limit, Of, Unchanged, given, pair, refuse_twice};
use crate::output::{Columns, lines};
use anyhow::Result;
use badgehouse::account::AccountQuery;
use badgehouse::principal::Principal;
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use stop::{Delete, Deleted, Disable, Enable, RepairContact, RevokeTokens, Undelete};

const COLUMNS: Columns = &[
    ("client_id", "/client_id"),
    ("name", "/name"),
    ("state", "/state"),
    ("app", "/app"),
    ("owner", "/owner"),
    ("created", "/created_at"),
    ("expires", "/expires_at"),
];

/// Make, find, change, stop, delete and bring back service accounts.
#[derive(Subcommand)]
pub(crate) enum Account {
    Create(Create),
    List(List),
    Show(Show),
    Update(Update),
    Disable(Disable),
    Enable(Enable),
    RevokeTokens(RevokeTokens),
    Repair(RepairContact),
    Delete(Delete),
    Deleted(Deleted),
    Undelete(Undelete),
}

impl Account {
    pub(crate) async fn run(self) -> Result<()> {
        match self {
            Self::Create(create) => create.run().await,
            Self::List(list) => list.run().await,
            Self::Show(show) => show.run().await,
            Self::Update(update) => update.run().await,
            Self::Disable(disable) => disable.run().await,
            Self::Enable(enable) => enable.run().await,
            Self::RevokeTokens(revoke) => revoke.run().await,
            Self::Repair(repair) => repair.run().await,
            Self::Delete(delete) => delete.run().await,
            Self::Deleted(deleted) => deleted.run().await,
            Self::Undelete(undelete) => undelete.run().await,
        }
    }
}

/// What an account is, beside its name.
#[derive(Args)]
struct Details {
    /// What it is for: at most 1000 characters.
    #[arg(long, value_name = "TEXT")]
    description: Option<String>,
    /// A text for the company's own use; at most 16.
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    metadata: Vec<(String, String)>,
    /// The id of the person who answers for the account.
    #[arg(long, value_name = "ID")]
    owner: Option<String>,
    /// When it stops working (RFC 3339).
    #[arg(long, value_name = "MOMENT")]
    expires_at: Option<String>,
    /// How long its tokens live.
    #[arg(long, value_name = "N")]
    token_seconds: Option<u64>,
    /// A way in which it may prove itself: client_secret_basic, client_secret_post, private_key_jwt, jwt_bearer. Left out: each that it has a credential for.
    #[arg(long, value_name = "METHOD")]
    auth_method: Vec<String>,
    /// Whether its tokens have to be bound to a key by DPoP (RFC 9449).
    #[arg(long, value_name = "BOOL", num_args = 0..=1, default_missing_value = "true")]
    dpop_bound: Option<bool>,
}

impl Details {
    /// The members of the core's input; those of `more` besides. Texts of the metadata in `removed` are to go.
    fn with(self, mut more: Value, removed: Vec<String>) -> Result<Value> {
        refuse_twice(self.metadata.iter().map(|(name, _)| name).chain(&removed))?;
        let metadata: BTreeMap<String, String> = self.metadata.into_iter().collect();
        more["description"] = json!(self.description);
        more["metadata"] = json!((!metadata.is_empty()).then_some(metadata));
        more["owner"] = json!(self.owner);
        more["expires_at"] = json!(self.expires_at);
        more["token_seconds"] = json!(self.token_seconds);
        more["auth_methods"] = json!((!self.auth_method.is_empty()).then_some(self.auth_method));
        more["dpop_bound_access_tokens"] = json!(self.dpop_bound);
        for name in removed {
            more["metadata"][name] = Value::Null;
        }
        Ok(more)
    }
}

/// Make an account. Its secret is shown this once.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse account create --company acme --name 'Nightly RFI export'")]
pub(crate) struct Create {
    /// What people call it: 1 to 200 characters.
    #[arg(long)]
    name: String,
    /// The Marketplace app that it is for, by its id in the catalogue; left out, the account is a custom one.
    #[arg(long, value_name = "ID")]
    app: Option<String>,
    #[command(flatten)]
    details: Details,
    /// Makes a repeated call harmless for 24 hours: it answers the account, without the secret.
    #[arg(long, value_name = "KEY")]
    idempotency_key: Option<String>,
    #[command(flatten)]
    shown: Shown,
    #[command(flatten)]
    at: At,
}

impl Create {
    async fn run(self) -> Result<()> {
        let app_type = if self.app.is_some() { "marketplace" } else { "custom" };
        let new = json!({ "app_type": app_type, "app": self.app, "name": self.name });
        let new = self.details.with(new, Vec::new())?;
        let new = given(new, &[])?;
        let desk = self.at.desk().await?;
        let one = AccountQuery { limit: Some(1), ..AccountQuery::default() };
        let there = desk.engine.list_accounts(Principal::Platform, desk.company(), one).await?;
        let made = desk.engine.create_account(Principal::Platform, desk.company(), new, self.idempotency_key);
        self.shown.show(desk.out, "client_id", made).await?;
        // A name that was mistyped is a company like any other.
        if there.items.is_empty() && !desk.out.json {
            eprintln!("it is the first account of the company {}", lines(&desk.company()));
        }
        Ok(())
    }
}

/// List the company's accounts, by creation or by what is asked for.
#[derive(Args)]
#[command(
    after_help = "Example:\n  badgehouse account list --company acme --state functional \\\n    --unused-since 2026-01-01T00:00:00Z"
)]
pub(crate) struct List {
    /// What the name begins with, in any case.
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// The app that it is for.
    #[arg(long, value_name = "ID")]
    app: Option<String>,
    /// The id of the person who answers for it.
    #[arg(long, value_name = "ID")]
    owner: Option<String>,
    /// Whether it works: functional, disabled, expired or broken.
    #[arg(long, value_name = "STATE")]
    state: Option<String>,
    /// Whose last token was fetched at this moment or later (RFC 3339).
    #[arg(long, value_name = "MOMENT")]
    used_since: Option<String>,
    /// Who has fetched no token since this moment, or never any.
    #[arg(long, value_name = "MOMENT")]
    unused_since: Option<String>,
    /// Only those that somebody has to look at; with `--json` each says why.
    #[arg(long)]
    attention: bool,
    #[command(flatten)]
    limit: Limit,
    #[command(flatten)]
    at: At,
}

impl List {
    async fn run(self) -> Result<()> {
        let asked = json!({
            "name": self.name, "app": self.app, "owner": self.owner, "state": self.state,
            "used_since": self.used_since, "unused_since": self.unused_since,
            "attention": self.attention,
        });
        let asked: AccountQuery = given(asked, &[])?;
        let desk = self.at.desk().await?;
        desk.pages(&self.limit, COLUMNS, async |page| {
            let query = AccountQuery { limit: page.limit, cursor: page.cursor, ..asked.clone() };
            desk.engine.list_accounts(Principal::Platform, desk.company(), query).await
        })
        .await
    }
}

/// Show one account.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse account show --company acme sa_... --json | jq .state")]
pub(crate) struct Show {
    #[command(flatten)]
    of: Of,
}

impl Show {
    async fn run(self) -> Result<()> {
        let desk = self.of.at.desk().await?;
        desk.out.one(&desk.engine.get_account(Principal::Platform, desk.company(), self.of.client_id).await?)
    }
}

/// Change an account's name, description, owner, end and ways to prove itself. What is not named stays.
#[derive(Args)]
#[command(
    after_help = "Example:\n  badgehouse account update --company acme sa_... --owner ben \\\n    --clear expires_at"
)]
pub(crate) struct Update {
    /// What people call it: 1 to 200 characters.
    #[arg(long)]
    name: Option<String>,
    #[command(flatten)]
    details: Details,
    /// A text of the metadata that is to go, by its name.
    #[arg(long, value_name = "NAME")]
    remove_metadata: Vec<String>,
    /// What it is to have no more: description, metadata, owner, expires_at, token_seconds or auth_methods.
    #[arg(long, value_name = "MEMBER")]
    clear: Vec<String>,
    #[command(flatten)]
    unchanged: Unchanged,
    #[command(flatten)]
    of: Of,
}

impl Update {
    async fn run(self) -> Result<()> {
        let members = self.details.with(json!({ "name": self.name }), self.remove_metadata)?;
        let change = given(members, &self.clear)?;
        let desk = self.of.at.desk().await?;
        let (company, revision) = (desk.company(), self.unchanged.revision);
        let changed =
            desk.engine.update_account(Principal::Platform, company, self.of.client_id, change, revision);
        desk.out.one(&changed.await?)
    }
}
