//! `template`: sets of levels that are given to accounts by name.

use super::permission::{Grant, grant, levels};
use super::{At, Limit, Of, Sure, Unchanged};
use crate::output::Columns;
use anyhow::Result;
use badgehouse::permission::{AssignInput, NewTemplate, TemplateChange};
use badgehouse::principal::Principal;
use clap::{Args, Subcommand};

const COLUMNS: Columns = &[
    ("template_id", "/template_id"),
    ("name", "/name"),
    ("levels", "/levels"),
    ("revision", "/revision"),
    ("created", "/created_at"),
];

/// Make, change, delete and assign permission templates.
#[derive(Subcommand)]
pub(crate) enum Template {
    Create(Create),
    List(List),
    Show(Show),
    Change(Change),
    Delete(Delete),
    Assign(Assign),
    Assigned(Assigned),
}

impl Template {
    pub(crate) async fn run(self) -> Result<()> {
        match self {
            Self::Create(create) => create.run().await,
            Self::List(list) => list.run().await,
            Self::Show(show) => show.run().await,
            Self::Change(change) => change.run().await,
            Self::Delete(delete) => delete.run().await,
            Self::Assign(assign) => assign.run().await,
            Self::Assigned(assigned) => assigned.run().await,
        }
    }
}

/// Make a template.
#[derive(Args)]
#[command(
    after_help = "Example:\n  badgehouse template create --company acme \\\n    --name 'RFI reader' rfis:read_only"
)]
pub(crate) struct Create {
    /// What people call it: 1 to 200 characters.
    #[arg(long)]
    name: String,
    /// A level or an action that it gives: rfis:read_only, rfis.approve.
    #[arg(value_name = "TOOL:LEVEL", value_parser = grant)]
    grants: Vec<Grant>,
    #[command(flatten)]
    at: At,
}

impl Create {
    async fn run(self) -> Result<()> {
        let new = NewTemplate { name: self.name, levels: levels(self.grants)? };
        let desk = self.at.desk().await?;
        desk.out.one(&desk.engine.create_template(Principal::Platform, desk.company(), new).await?)
    }
}

/// List the company's templates.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse template list --company acme")]
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
            desk.engine.list_templates(Principal::Platform, desk.company(), page).await
        })
        .await
    }
}

/// Name one template.
#[derive(Args)]
struct OfTemplate {
    /// The template's id, as `template list` tells it.
    #[arg(value_name = "TEMPLATE_ID")]
    template_id: String,
    #[command(flatten)]
    at: At,
}

/// Show one template.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse template show --company acme tp_...")]
pub(crate) struct Show {
    #[command(flatten)]
    of: OfTemplate,
}

impl Show {
    async fn run(self) -> Result<()> {
        let desk = self.of.at.desk().await?;
        let template =
            desk.engine.get_template(Principal::Platform, desk.company(), self.of.template_id).await?;
        desk.out.one(&template)
    }
}

/// Change a template. Accounts that have it keep what they got when it was assigned.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse template change --company acme tp_... rfis:standard")]
pub(crate) struct Change {
    #[command(flatten)]
    of: OfTemplate,
    /// What people call it: 1 to 200 characters.
    #[arg(long)]
    name: Option<String>,
    /// All levels and actions that it gives; left out, they stay.
    #[arg(value_name = "TOOL:LEVEL", value_parser = grant)]
    grants: Vec<Grant>,
    #[command(flatten)]
    unchanged: Unchanged,
}

impl Change {
    async fn run(self) -> Result<()> {
        let grants = (!self.grants.is_empty()).then_some(self.grants);
        let change = TemplateChange { name: self.name, levels: grants.map(levels).transpose()? };
        let desk = self.of.at.desk().await?;
        let (by, company, revision) = (Principal::Platform, desk.company(), self.unchanged.revision);
        let changed = desk.engine.change_template(by, company, self.of.template_id, change, revision);
        desk.out.one(&changed.await?)
    }
}

/// Delete a template. Accounts that have it keep what they got.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse template delete --company acme tp_... --yes")]
pub(crate) struct Delete {
    #[command(flatten)]
    sure: Sure,
    #[command(flatten)]
    unchanged: Unchanged,
    #[command(flatten)]
    of: OfTemplate,
}

impl Delete {
    async fn run(self) -> Result<()> {
        let desk = self.of.at.desk().await?;
        let id = self.of.template_id;
        self.sure.ask(&format!("deleting the template {id}"), &id)?;
        let revision = self.unchanged.revision;
        desk.engine.delete_template(Principal::Platform, desk.company(), id.clone(), revision).await?;
        desk.out.done(&format!("the template {id} is deleted"))
    }
}

/// Give an account the levels of a template, in the company or in some projects, in place of those it has there.
#[derive(Args)]
#[command(
    after_help = "Example:\n  badgehouse template assign --company acme sa_... tp_... --project bridge-7"
)]
pub(crate) struct Assign {
    #[command(flatten)]
    of: Of,
    /// The template's id.
    #[arg(value_name = "TEMPLATE_ID")]
    template_id: String,
    /// In this project, which may be said several times; left out, in the company.
    #[arg(long, value_name = "ID")]
    project: Vec<String>,
}

impl Assign {
    async fn run(self) -> Result<()> {
        let desk = self.of.at.desk().await?;
        let input = AssignInput { template_id: self.template_id, projects: self.project };
        let (by, company) = (Principal::Platform, desk.company());
        desk.out.one(&desk.engine.assign_template(by, company, self.of.client_id, input).await?)
    }
}

/// Show which template an account was given last.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse template assigned --company acme sa_...")]
pub(crate) struct Assigned {
    #[command(flatten)]
    of: Of,
}

impl Assigned {
    async fn run(self) -> Result<()> {
        let desk = self.of.at.desk().await?;
        let assigned =
            desk.engine.get_assigned_template(Principal::Platform, desk.company(), self.of.client_id).await?;
        desk.out.one(&assigned)
    }
}
