//! `permission`: looked at, checked, and who holds what.

use crate::administrator::{At, Limit, Of, given};
use crate::exit::No;
use crate::output::Columns;
use anyhow::Result;
use badgehouse::page::{MAX_PAGE, PageInput};
use badgehouse::permission::{CheckInput, HoldersInput};
use badgehouse::principal::Principal;
use clap::Args;
use serde_json::{Value, json};

const LEVELS: Columns = &[("project", "/project"), ("levels", "/levels")];
const TOOLS: Columns = &[("tool", "/tool"), ("level", "/level"), ("from", "/from"), ("actions", "/actions")];
const RESULTS: Columns = &[
    ("project", "/project"),
    ("allowed", "/allowed"),
    ("level", "/level"),
    ("rule", "/rule"),
    ("missing", "/missing"),
];
const HOLDERS: Columns = &[
    ("client_id", "/client_id"),
    ("name", "/name"),
    ("functional", "/functional"),
    ("level", "/level"),
    ("rule", "/rule"),
];
const DIFFERENCES: Columns =
    &[("what", "/what"), ("tool", "/tool"), ("level", "/level"), ("held", "/held"), ("actions", "/actions")];
pub(super) const CHANGES: Columns = &[
    ("tool", "/tool"),
    ("project", "/project"),
    ("from", "/from"),
    ("to", "/to"),
    ("granted", "/granted"),
    ("withdrawn", "/withdrawn"),
];

/// Show an account's levels in the company and in each project.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse permission show --company acme sa_...")]
pub(crate) struct Show {
    #[command(flatten)]
    of: Of,
}

impl Show {
    /// One document with all projects in it, as the API answers it where they fit a page.
    pub(super) async fn run(self) -> Result<()> {
        let desk = self.of.at.desk().await?;
        let (mut whole, mut cursor) = (None, None);
        loop {
            let page = PageInput { limit: Some(MAX_PAGE), cursor };
            let (by, client_id) = (Principal::Platform, self.of.client_id.clone());
            let mut permissions = desk.engine.get_permissions(by, desk.company(), client_id, page).await?;
            cursor = permissions.projects.next_cursor.take();
            match &mut whole {
                None => whole = Some(permissions),
                Some(whole) => whole.projects.items.append(&mut permissions.projects.items),
            }
            if cursor.is_none() {
                break;
            }
        }
        let Some(whole) = whole else { return Ok(()) };
        if desk.out.json {
            return desk.out.one(&whole);
        }
        let mut rows = vec![json!({ "project": "(company)", "levels": whole.company })];
        rows.extend(whole.projects.items.iter().map(|project| json!(project)));
        desk.out.many(&rows, LEVELS)
    }
}

/// Show what an account may do on each tool, and by which rule.
#[derive(Args)]
#[command(
    after_help = "Example:\n  badgehouse permission effective --company acme sa_... --project bridge-7"
)]
pub(crate) struct Effective {
    #[command(flatten)]
    of: Of,
    /// In this project; left out, in the company.
    #[arg(long, value_name = "ID")]
    project: Option<String>,
}

impl Effective {
    pub(super) async fn run(self) -> Result<()> {
        let desk = self.of.at.desk().await?;
        let (by, company) = (Principal::Platform, desk.company());
        let effective =
            desk.engine.effective_permissions(by, company, self.of.client_id, self.project).await?;
        if desk.out.json { desk.out.one(&effective) } else { desk.out.many(&effective.tools, TOOLS) }
    }
}

/// A level or an action on a tool.
#[derive(Args)]
struct Asked {
    /// The tool.
    #[arg(long, value_name = "TOOL")]
    tool: String,
    /// At least this level: read_only, standard or admin.
    #[arg(long, value_name = "LEVEL", required_unless_present = "action", conflicts_with = "action")]
    level: Option<String>,
    /// This action.
    #[arg(long, value_name = "ACTION")]
    action: Option<String>,
}

/// Say whether an account may do something, and by which rule. Exits with 5 if it may not, or if the account does not work.
#[derive(Args)]
#[command(
    after_help = "Example:\n  badgehouse permission check --company acme sa_... --tool rfis \\\n    --level read_only --project bridge-7"
)]
pub(crate) struct Check {
    #[command(flatten)]
    of: Of,
    #[command(flatten)]
    asked: Asked,
    /// In this project, which may be said several times; left out, in the company.
    #[arg(long, value_name = "ID")]
    project: Vec<String>,
}

impl Check {
    pub(super) async fn run(self) -> Result<()> {
        let Asked { tool, level, action } = self.asked;
        let asked = json!({ "tool": tool, "level": level, "action": action, "projects": self.project });
        let input: CheckInput = given(asked, &[])?;
        let desk = self.of.at.desk().await?;
        let client_id = self.of.client_id;
        let checked =
            desk.engine.check_permissions(Principal::Platform, desk.company(), client_id, input).await?;
        if desk.out.json {
            desk.out.one(&checked)?;
        } else {
            desk.out.many(&checked.results, RESULTS)?;
        }
        if !checked.functional {
            return Err(No(format!("{} does not work", checked.client_id)).into());
        }
        if checked.results.iter().all(|result| result.allowed) {
            return Ok(());
        }
        Err(No(format!("{} may not do this", checked.client_id)).into())
    }
}

/// List the accounts that may do something.
#[derive(Args)]
#[command(
    after_help = "Example:\n  badgehouse permission who-can --company acme --tool rfis \\\n    --level standard --project bridge-7"
)]
pub(crate) struct WhoCan {
    #[command(flatten)]
    asked: Asked,
    /// In this project; left out, in the company.
    #[arg(long, value_name = "ID")]
    project: Option<String>,
    #[command(flatten)]
    limit: Limit,
    #[command(flatten)]
    at: At,
}

impl WhoCan {
    pub(super) async fn run(self) -> Result<()> {
        let Asked { tool, level, action } = self.asked;
        let asked = json!({ "tool": tool, "level": level, "action": action, "project": self.project });
        let asked: HoldersInput = given(asked, &[])?;
        let desk = self.at.desk().await?;
        desk.pages(&self.limit, HOLDERS, async |page| {
            let input = HoldersInput { limit: page.limit, cursor: page.cursor, ..asked.clone() };
            desk.engine.list_holders(Principal::Platform, desk.company(), input).await
        })
        .await
    }
}

/// Compare what an account holds with what its app asks for.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse permission requested --company acme sa_...")]
pub(crate) struct Requested {
    #[command(flatten)]
    of: Of,
    /// In this project; left out, in the company.
    #[arg(long, value_name = "ID")]
    project: Option<String>,
}

impl Requested {
    pub(super) async fn run(self) -> Result<()> {
        let desk = self.of.at.desk().await?;
        let (by, company) = (Principal::Platform, desk.company());
        let requested =
            desk.engine.requested_permissions(by, company, self.of.client_id, self.project).await?;
        if desk.out.json {
            return desk.out.one(&requested);
        }
        let mut rows = Vec::new();
        for (what, differences) in [("missing", &requested.missing), ("beyond", &requested.beyond)] {
            for difference in differences {
                let mut row = json!(difference);
                row["what"] = Value::from(what);
                rows.push(row);
            }
        }
        desk.out.many(&rows, DIFFERENCES)
    }
}
