//! `company`: a company as a whole: its catalogue, what time has overtaken, and its end.

use super::{At, Form, Sure};
use crate::exit::No;
use crate::files;
use crate::output::Columns;
use crate::platform::Platform;
use anyhow::Result;
use badgehouse::company::ErasureReceipt;
use badgehouse::principal::Principal;
use clap::{Args, Subcommand};
use serde_json::json;
use std::path::PathBuf;

const TOOLS: Columns = &[("tool", "/id"), ("name", "/name"), ("scope", "/scope"), ("actions", "/actions")];

/// Look at a company's tools, purge and cut what is old, and erase it.
#[derive(Subcommand)]
pub(crate) enum Company {
    Catalogue(Catalogue),
    Purge(Purge),
    CutAudit(CutAudit),
    Erase(Erase),
    VerifyReceipt(VerifyReceipt),
}

impl Company {
    pub(crate) async fn run(self) -> Result<()> {
        match self {
            Self::Catalogue(catalogue) => catalogue.run().await,
            Self::Purge(purge) => purge.run().await,
            Self::CutAudit(cut) => cut.run().await,
            Self::Erase(erase) => erase.run().await,
            Self::VerifyReceipt(verify) => verify.run().await,
        }
    }
}

/// Show the tools that permissions speak of; --json tells the apps too.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse company catalogue --company acme")]
pub(crate) struct Catalogue {
    #[command(flatten)]
    at: At,
}

impl Catalogue {
    async fn run(self) -> Result<()> {
        let desk = self.at.desk().await?;
        let catalogue = desk.engine.get_catalogue(Principal::Platform, desk.company()).await?;
        if desk.out.json { desk.out.one(&catalogue) } else { desk.out.many(&catalogue.tools, TOOLS) }
    }
}

/// Remove what is left of accounts that can be undeleted no more.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse company purge --company acme --yes")]
pub(crate) struct Purge {
    #[command(flatten)]
    sure: Sure,
    #[command(flatten)]
    at: At,
}

impl Purge {
    async fn run(self) -> Result<()> {
        let desk = self.at.desk().await?;
        self.sure.ask("purging deleted accounts", &desk.company())?;
        let mut accounts = 0_u64;
        loop {
            let purged = desk.engine.purge_accounts(desk.company()).await?;
            accounts += u64::from(purged.accounts);
            if !purged.more {
                return desk.out.one(&json!({ "accounts": accounts }));
            }
        }
    }
}

/// Remove audit events that are older than policy keeps them, and leave a signed cut. Export them before.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse company cut-audit --company acme --yes")]
pub(crate) struct CutAudit {
    #[command(flatten)]
    sure: Sure,
    #[command(flatten)]
    at: At,
}

impl CutAudit {
    async fn run(self) -> Result<()> {
        let desk = self.at.desk().await?;
        self.sure.ask("removing audit events", &desk.company())?;
        let mut removed = 0;
        loop {
            let cut = desk.engine.cut_audit(desk.company()).await?;
            removed += cut.removed;
            if !cut.more {
                return desk.out.one(&json!({ "number": cut.number, "removed": removed }));
            }
        }
    }
}

/// Erase a company with all that it has: accounts, contacts, audit.
///
/// What is left is a signed receipt, which is there a minute after the last was removed, as the answer's `receipt_from` says: call it again then.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse company erase acme --yes --json > erased.json")]
pub(crate) struct Erase {
    /// The company's id. It is named here, and not by the environment, as the word that it is this one.
    #[arg(value_name = "COMPANY")]
    company: String,
    #[command(flatten)]
    sure: Sure,
    #[command(flatten)]
    form: Form,
    #[command(flatten, next_help_heading = "Store and product")]
    platform: Platform,
}

impl Erase {
    async fn run(self) -> Result<()> {
        let (engine, company) = (self.platform.engine().await?, self.company);
        self.sure.ask(&format!("erasing the company {company}"), &company)?;
        let mut removed = None;
        loop {
            let erasure = engine.erase_company(company.clone(), company.clone()).await?;
            let done = erasure.receipt.is_some() || erasure.receipt_from.is_some();
            // Of a step that removed nothing more there is no use in another.
            if done || removed == Some(erasure.removed) {
                return self.form.output().one(&erasure);
            }
            removed = Some(erasure.removed);
        }
    }
}

/// Say whether a receipt of an erasure is this service's. Exits with 5 if it is not.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse company verify-receipt receipt.json")]
pub(crate) struct VerifyReceipt {
    /// The receipt, as `company erase --json` answered it: the member `receipt`.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    form: Form,
    #[command(flatten, next_help_heading = "Store and product")]
    platform: Platform,
}

impl VerifyReceipt {
    async fn run(self) -> Result<()> {
        let receipt: ErasureReceipt = files::read_json(&self.file, "receipt of an erasure")?;
        let good = self.platform.engine().await?.verify_erasure_receipt(&receipt);
        let out = self.form.output();
        if out.json {
            out.one(&good)?;
        }
        if !good {
            return Err(No("this receipt was not signed by this service".into()).into());
        }
        out.done("this receipt was signed by this service")
    }
}
