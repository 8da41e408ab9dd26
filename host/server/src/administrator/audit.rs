//! `audit`: what was done in a company, and whether the telling of it is as it was written.

use super::{At, Limit, given};
use crate::exit::No;
use crate::files;
use crate::output::Columns;
use anyhow::Result;
use badgehouse::audit::{AuditHeadView, AuditQuery, AuditVerifyInput};
use badgehouse::page::{MAX_PAGE, PageInput};
use badgehouse::principal::Principal;
use clap::{Args, Subcommand};
use serde_json::json;
use std::io::{self, Write};
use std::path::PathBuf;

const COLUMNS: Columns = &[
    ("number", "/number"),
    ("at", "/at"),
    ("actor", "/actor/kind"),
    ("id", "/actor/id"),
    ("as", "/on_behalf_of"),
    ("action", "/action"),
    ("target", "/target"),
    ("reason", "/reason"),
];

/// Show, export and verify a company's audit.
#[derive(Subcommand)]
pub(crate) enum Audit {
    Show(Show),
    Export(Export),
    Head(Head),
    Verify(Verify),
}

impl Audit {
    pub(crate) async fn run(self) -> Result<()> {
        match self {
            Self::Show(show) => show.run().await,
            Self::Export(export) => export.run().await,
            Self::Head(head) => head.run().await,
            Self::Verify(verify) => verify.run().await,
        }
    }
}

/// Show the company's events, oldest first. What changed stands in `from` and `to` of --json.
#[derive(Args)]
#[command(
    after_help = "Example:\n  badgehouse audit show --company acme --from 2026-11-01T00:00:00Z \\\n    --action permissions.changed"
)]
pub(crate) struct Show {
    /// Of this actor, by its id; `platform` for the platform.
    #[arg(long, value_name = "ID")]
    actor: Option<String>,
    /// Of this kind: account.created and so on.
    #[arg(long, value_name = "ACTION")]
    action: Option<String>,
    /// Done to this account, contact or template.
    #[arg(long, value_name = "ID")]
    target: Option<String>,
    /// From this moment on (RFC 3339).
    #[arg(long, value_name = "MOMENT")]
    from: Option<String>,
    /// Before this moment (RFC 3339).
    #[arg(long, value_name = "MOMENT")]
    to: Option<String>,
    #[command(flatten)]
    limit: Limit,
    #[command(flatten)]
    at: At,
}

impl Show {
    async fn run(self) -> Result<()> {
        let asked = json!({
            "actor": self.actor, "action": self.action, "target": self.target,
            "from": self.from, "to": self.to,
        });
        let asked: AuditQuery = given(asked, &[])?;
        let desk = self.at.desk().await?;
        desk.pages(&self.limit, COLUMNS, async |page| {
            let query = AuditQuery { limit: page.limit, cursor: page.cursor, ..asked.clone() };
            desk.engine.list_audit_events(Principal::Platform, desk.company(), query).await
        })
        .await
    }
}

/// Print the events as they are chained, one a line: the hash of an event is over its line.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse audit export --company acme > acme.jsonl")]
pub(crate) struct Export {
    #[command(flatten)]
    at: At,
}

impl Export {
    async fn run(self) -> Result<()> {
        let desk = self.at.desk().await?;
        let mut cursor = None;
        loop {
            let page = PageInput { limit: Some(MAX_PAGE), cursor };
            let export = desk.engine.export_audit_events(Principal::Platform, desk.company(), page).await?;
            io::stdout().write_all(&export.lines)?;
            cursor = export.next_cursor;
            if cursor.is_none() {
                return Ok(());
            }
        }
    }
}

/// Print where the audit stands, signed. Kept apart from the store, `verify --head` compares with it.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse audit head --company acme --json > acme.head.json")]
pub(crate) struct Head {
    #[command(flatten)]
    at: At,
}

impl Head {
    async fn run(self) -> Result<()> {
        let desk = self.at.desk().await?;
        desk.out.one(&desk.engine.get_audit_head(Principal::Platform, desk.company()).await?)
    }
}

/// Walk the whole audit and say whether it is as it was written. Exits with 5 if it is not.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse audit verify --company acme --head acme.head.json")]
pub(crate) struct Verify {
    /// A head that was kept: the chain has to lead through it.
    #[arg(long, value_name = "FILE")]
    head: Option<PathBuf>,
    #[command(flatten)]
    at: At,
}

impl Verify {
    async fn run(self) -> Result<()> {
        let head = self.head.as_deref().map(|path| files::read_json(path, "head of an audit"));
        let head: Option<AuditHeadView> = head.transpose()?;
        let desk = self.at.desk().await?;
        let mut input = AuditVerifyInput { head, cursor: None };
        let verified = loop {
            let verified =
                desk.engine.verify_audit(Principal::Platform, desk.company(), input.clone()).await?;
            if verified.next_cursor.is_none() {
                break verified;
            }
            input.cursor = verified.next_cursor;
        };
        desk.out.one(&verified)?;
        match verified.problem {
            None => Ok(()),
            Some(problem) => Err(No(format!("the audit is not in order at event {}", problem.number)).into()),
        }
    }
}
