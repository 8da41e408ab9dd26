//! `usage`: what an account fetched and when.

use super::Of;
use crate::output::Columns;
use anyhow::Result;
use badgehouse::principal::Principal;
use clap::Args;

const DAYS: Columns =
    &[("day", "/day"), ("tokens", "/tokens"), ("refusals", "/refusals"), ("revocations", "/revocations")];

/// Show how many tokens an account fetched by day, and when each credential was used last.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse usage --company acme sa_... --json | jq .last_used_at")]
pub(crate) struct Usage {
    #[command(flatten)]
    of: Of,
}

impl Usage {
    pub(crate) async fn run(self) -> Result<()> {
        let desk = self.of.at.desk().await?;
        let usage = desk.engine.get_usage(Principal::Platform, desk.company(), self.of.client_id).await?;
        if desk.out.json { desk.out.one(&usage) } else { desk.out.many(&usage.days, DAYS) }
    }
}
