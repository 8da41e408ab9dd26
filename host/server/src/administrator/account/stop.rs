//! `account`: stopped, let work again, deleted, brought back.

use crate::administrator::{At, Limit, Of, Sure, Unchanged};
use crate::output::Columns;
use anyhow::Result;
use badgehouse::account::DisableInput;
use badgehouse::contact::Repair;
use badgehouse::principal::Principal;
use clap::{Args, ValueEnum};

const DELETED: Columns = &[
    ("client_id", "/client_id"),
    ("name", "/name"),
    ("deleted", "/deleted_at"),
    ("undelete until", "/undelete_until"),
];

/// Stop an account: its tokens are refused at once, and it fetches no new ones.
#[derive(Args)]
#[command(
    after_help = "Example:\n  badgehouse account disable --company acme sa_... \\\n    --reason 'the vendor has left'"
)]
pub(crate) struct Disable {
    /// Why, for other administrators: 1 to 200 characters.
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    unchanged: Unchanged,
    #[command(flatten)]
    of: Of,
}

impl Disable {
    pub(super) async fn run(self) -> Result<()> {
        let desk = self.of.at.desk().await?;
        let (company, revision) = (desk.company(), self.unchanged.revision);
        let input = DisableInput { reason: self.reason };
        let disabled =
            desk.engine.disable_account(Principal::Platform, company, self.of.client_id, input, revision);
        desk.out.one(&disabled.await?)
    }
}

/// Let an account that was disabled work again, with its tokens that have not expired.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse account enable --company acme sa_...")]
pub(crate) struct Enable {
    #[command(flatten)]
    unchanged: Unchanged,
    #[command(flatten)]
    of: Of,
}

impl Enable {
    pub(super) async fn run(self) -> Result<()> {
        let desk = self.of.at.desk().await?;
        let (company, revision) = (desk.company(), self.unchanged.revision);
        desk.out.one(
            &desk.engine.enable_account(Principal::Platform, company, self.of.client_id, revision).await?,
        )
    }
}

/// Refuse all tokens that the account has now. Its credentials stay, and fetch new ones.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse account revoke-tokens --company acme sa_...")]
pub(crate) struct RevokeTokens {
    #[command(flatten)]
    unchanged: Unchanged,
    #[command(flatten)]
    of: Of,
}

impl RevokeTokens {
    pub(super) async fn run(self) -> Result<()> {
        let desk = self.of.at.desk().await?;
        let (company, revision) = (desk.company(), self.unchanged.revision);
        let client_id = self.of.client_id.clone();
        desk.engine.revoke_tokens(Principal::Platform, company, client_id, revision).await?;
        desk.out.done(&format!("the tokens of {} are refused from now on", self.of.client_id))
    }
}

/// Make an account work again whose contact is broken.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse account repair --company acme sa_... --how restore")]
pub(crate) struct RepairContact {
    /// How.
    #[arg(long, value_enum)]
    how: How,
    #[command(flatten)]
    of: Of,
}

#[derive(Clone, Copy, ValueEnum)]
enum How {
    /// The contact gets the address back that the account was made with.
    Restore,
    /// It gets a new address, for when the old one is taken.
    Replace,
}

impl RepairContact {
    pub(super) async fn run(self) -> Result<()> {
        let how = match self.how {
            How::Restore => Repair::Restore,
            How::Replace => Repair::Replace,
        };
        let desk = self.of.at.desk().await?;
        let repaired =
            desk.engine.repair_contact(Principal::Platform, desk.company(), self.of.client_id, how);
        desk.out.one(&repaired.await?)
    }
}

/// Delete an account: its tokens are refused at once. For some days, by policy, it can be undeleted.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse account delete --company acme sa_... --yes")]
pub(crate) struct Delete {
    #[command(flatten)]
    sure: Sure,
    #[command(flatten)]
    of: Of,
}

impl Delete {
    pub(super) async fn run(self) -> Result<()> {
        let desk = self.of.at.desk().await?;
        let client_id = self.of.client_id.clone();
        self.sure.ask(&format!("deleting the account {client_id}"), &client_id)?;
        desk.engine.delete_account(Principal::Platform, desk.company(), client_id).await?;
        desk.out.done(&format!("{} is deleted", self.of.client_id))
    }
}

/// List deleted accounts that can still be undeleted.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse account deleted --company acme")]
pub(crate) struct Deleted {
    #[command(flatten)]
    limit: Limit,
    #[command(flatten)]
    at: At,
}

impl Deleted {
    pub(super) async fn run(self) -> Result<()> {
        let desk = self.at.desk().await?;
        desk.pages(&self.limit, DELETED, async |page| {
            desk.engine.list_deleted_accounts(Principal::Platform, desk.company(), page).await
        })
        .await
    }
}

/// Bring a deleted account back as it was, but without a credential: add a secret, a key or a trust.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse account undelete --company acme sa_...")]
pub(crate) struct Undelete {
    #[command(flatten)]
    of: Of,
}

impl Undelete {
    pub(super) async fn run(self) -> Result<()> {
        let desk = self.of.at.desk().await?;
        let back = desk.engine.undelete_account(Principal::Platform, desk.company(), self.of.client_id);
        desk.out.one(&back.await?)
    }
}
