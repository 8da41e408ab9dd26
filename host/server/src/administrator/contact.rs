//! `contact`: the accounts' entries in the company's directory.

use super::{At, Form, Limit, Of, given};
use crate::exit::No;
use crate::output::Columns;
use crate::platform::Platform;
use anyhow::Result;
use badgehouse::contact::{ContactChangeInput, ContactReport, NewContact};
use badgehouse::principal::Principal;
use clap::{Args, Subcommand};
use serde_json::json;

const COLUMNS: Columns = &[("client_id", "/client_id"), ("name", "/name"), ("email", "/email")];

/// Look at, change and report the contacts of accounts.
#[derive(Subcommand)]
pub(crate) enum Contact {
    Show(Show),
    List(List),
    Change(Change),
    Report(Report),
    Create(Create),
    IsMachine(IsMachine),
}

impl Contact {
    pub(crate) async fn run(self) -> Result<()> {
        match self {
            Self::Show(show) => show.run().await,
            Self::List(list) => list.run().await,
            Self::Change(change) => change.run().await,
            Self::Report(report) => report.run().await,
            Self::Create(create) => create.run().await,
            Self::IsMachine(is) => is.run().await,
        }
    }
}

/// Show an account's contact, and what is broken about it.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse contact show --company acme sa_...")]
pub(crate) struct Show {
    #[command(flatten)]
    of: Of,
}

impl Show {
    async fn run(self) -> Result<()> {
        let desk = self.of.at.desk().await?;
        desk.out.one(&desk.engine.get_contact(Principal::Platform, desk.company(), self.of.client_id).await?)
    }
}

/// List the contacts that are accounts, so that a directory can tell them from people.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse contact list --company acme")]
pub(crate) struct List {
    #[command(flatten)]
    limit: Limit,
    #[command(flatten)]
    at: At,
}

impl List {
    async fn run(self) -> Result<()> {
        let desk = self.at.desk().await?;
        desk.pages(&self.limit, COLUMNS, async |page| {
            desk.engine.list_machine_contacts(Principal::Platform, desk.company(), page).await
        })
        .await
    }
}

/// Change an account's contact. What would break the account is refused, until --insist quotes the contact's revision.
#[derive(Args)]
#[command(
    after_help = "Example:\n  badgehouse contact change --company acme sa_... --email ann@example.com \\\n    --insist 1"
)]
pub(crate) struct Change {
    /// The new address.
    #[arg(long)]
    email: Option<String>,
    /// A company in whose directory it is from now on; all of them, at most 16.
    #[arg(long, value_name = "ID")]
    in_company: Vec<String>,
    /// Break the account: the contact's revision, as `contact show` tells it.
    #[arg(long, value_name = "N")]
    insist: Option<u64>,
    #[command(flatten)]
    of: Of,
}

impl Change {
    async fn run(self) -> Result<()> {
        let companies = (!self.in_company.is_empty()).then_some(self.in_company);
        let change = json!({ "email": self.email, "companies": companies, "insist": self.insist });
        let change: ContactChangeInput = given(change, &[])?;
        let desk = self.of.at.desk().await?;
        let changed =
            desk.engine.change_contact(Principal::Platform, desk.company(), self.of.client_id, change);
        desk.out.one(&changed.await?)
    }
}

/// Report a contact's whole state as the product's own directory has it; an older report than the last is ignored.
#[derive(Args)]
#[command(
    after_help = "Example:\n  badgehouse contact report --company acme sa_... \\\n    --email x7@svc.acme.example --in-company acme --directory-revision 12"
)]
pub(crate) struct Report {
    /// Its address.
    #[arg(long)]
    email: String,
    /// A company in whose directory it is; all of them, at most 16.
    #[arg(long, value_name = "ID")]
    in_company: Vec<String>,
    /// Greater with every state that the directory has seen.
    #[arg(long, value_name = "N")]
    directory_revision: u64,
    #[command(flatten)]
    of: Of,
}

impl Report {
    async fn run(self) -> Result<()> {
        let desk = self.of.at.desk().await?;
        let (email, companies, revision) = (self.email, self.in_company, self.directory_revision);
        let report = ContactReport { email, companies, revision };
        desk.out.one(&desk.engine.report_contact(desk.company(), self.of.client_id, report).await?)
    }
}

/// Enter an address into the company's own directory, which touches no account of another company's.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse contact create --company acme --email ann@example.com")]
pub(crate) struct Create {
    /// The address.
    #[arg(long)]
    email: String,
    #[command(flatten)]
    at: At,
}

impl Create {
    async fn run(self) -> Result<()> {
        let desk = self.at.desk().await?;
        let new = NewContact { email: self.email };
        desk.out.one(&desk.engine.create_contact(Principal::Platform, desk.company(), new).await?)
    }
}

/// Say whether an address is of the contacts' domain, and so no person's. Exits with 5 if it is not.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse contact is-machine ann@example.com")]
pub(crate) struct IsMachine {
    /// The address.
    #[arg(value_name = "EMAIL")]
    email: String,
    #[command(flatten)]
    form: Form,
    #[command(flatten, next_help_heading = "Store and product")]
    platform: Platform,
}

impl IsMachine {
    async fn run(self) -> Result<()> {
        let machine = self.platform.engine().await?.is_machine_contact(&self.email);
        let out = self.form.output();
        if out.json {
            out.one(&machine)?;
        }
        if !machine {
            return Err(No(format!("{} is not of the contacts' domain", self.email)).into());
        }
        out.done(&format!("{} is an account's", self.email))
    }
}
