//! `permission`: what an account may do, in the company and by project.

mod levels;
mod look;

use super::{Of, Unchanged};
use crate::files;
use anyhow::Result;
use badgehouse::permission::PermissionChange;
use badgehouse::principal::Principal;
use clap::{Args, Subcommand};
use levels::Wanted;
pub(super) use levels::{Grant, grant, levels};
use look::{Check, Effective, Requested, Show, WhoCan};
use std::path::PathBuf;

/// Set and look at what accounts may do.
#[derive(Subcommand)]
pub(crate) enum Permission {
    Set(Set),
    Preview(Preview),
    SetMany(SetMany),
    Show(Show),
    Effective(Effective),
    Check(Check),
    WhoCan(WhoCan),
    Requested(Requested),
}

impl Permission {
    pub(crate) async fn run(self) -> Result<()> {
        match self {
            Self::Set(set) => set.run().await,
            Self::Preview(preview) => preview.run().await,
            Self::SetMany(set) => set.run().await,
            Self::Show(show) => show.run().await,
            Self::Effective(effective) => effective.run().await,
            Self::Check(check) => check.run().await,
            Self::WhoCan(who) => who.run().await,
            Self::Requested(requested) => requested.run().await,
        }
    }
}

/// Set all that an account may do in the company, or in some projects: a tool that is not named gets None there.
#[derive(Args)]
#[command(
    after_help = "Example:\n  badgehouse permission set \\\n    --company acme sa_... rfis:read_only drawings:standard \\\n    --project bridge-7"
)]
pub(crate) struct Set {
    #[command(flatten)]
    of: Of,
    #[command(flatten)]
    wanted: Wanted,
    #[command(flatten)]
    unchanged: Unchanged,
}

impl Set {
    async fn run(self) -> Result<()> {
        let desk = self.of.at.desk().await?;
        let (by, company, change) = (Principal::Platform, desk.company(), self.wanted.change()?);
        let client_id = self.of.client_id.clone();
        desk.engine.set_permissions(by, company, client_id, change, self.unchanged.revision).await?;
        desk.out.done(&format!("the permissions of {} are set", self.of.client_id))
    }
}

/// Say what `set` would change, and change nothing.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse permission preview --company acme sa_... rfis:admin")]
pub(crate) struct Preview {
    #[command(flatten)]
    of: Of,
    #[command(flatten)]
    wanted: Wanted,
}

impl Preview {
    async fn run(self) -> Result<()> {
        let desk = self.of.at.desk().await?;
        let (by, company, change) = (Principal::Platform, desk.company(), self.wanted.change()?);
        let preview = desk.engine.preview_permissions(by, company, self.of.client_id, change).await?;
        desk.out.many(&preview.changes, look::CHANGES)
    }
}

/// Set permissions in more projects than one change takes, to the end.
///
/// It is stored as a job and done by and by. If it is interrupted, --job goes on with it.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse permission set-many --company acme sa_... --file change.json")]
pub(crate) struct SetMany {
    #[command(flatten)]
    of: Of,
    /// The change as the API takes it: {"company": {…}, "projects": [{"project": …, "levels": {…}}, …]}.
    #[arg(long, value_name = "FILE", required_unless_present = "job", conflicts_with = "job")]
    file: Option<PathBuf>,
    /// Go on with this job.
    #[arg(long, value_name = "JOB_ID")]
    job: Option<String>,
    /// Only say how far the job is.
    #[arg(long, requires = "job")]
    look: bool,
}

impl SetMany {
    async fn run(self) -> Result<()> {
        let desk = self.of.at.desk().await?;
        let (engine, client_id) = (&desk.engine, self.of.client_id);
        let mut progress = match (self.file, self.job) {
            (Some(file), _) => {
                let change: PermissionChange = files::read_json(&file, "change of permissions")?;
                engine
                    .create_permissions_job(Principal::Platform, desk.company(), client_id.clone(), change)
                    .await?
            }
            (None, job) => {
                let (by, job) = (Principal::Platform, job.unwrap_or_default());
                engine.get_permissions_job(by, desk.company(), client_id.clone(), job).await?
            }
        };
        while !self.look && progress.done < progress.total {
            let (by, job) = (Principal::Platform, progress.job_id.to_string());
            progress = engine.continue_permissions_job(by, desk.company(), client_id.clone(), job).await?;
        }
        desk.out.one(&progress)
    }
}
