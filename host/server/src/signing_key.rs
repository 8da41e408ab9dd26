//! `replace-signing-key` and `reseal`: the keys that sign tokens, in an emergency and when a sealing key is replaced.

use crate::output;
use crate::platform::Platform;
use anyhow::Result;
use badgehouse::company::{CompanyResealed, ResealInput};
use badgehouse::key_ring::EarlierTokens;
use badgehouse_native::Engine;
use clap::{Args, ValueEnum};

/// Sign tokens with a new key from now on, because the earlier one is lost or known to others.
#[derive(Args)]
#[command(
    after_help = "Example:\n  badgehouse replace-signing-key --earlier refused --as ann \\\n    --why 'the sealing key was in a backup'"
)]
pub(crate) struct ReplaceSigningKey {
    /// What becomes of the tokens that are out.
    #[arg(long, value_enum)]
    earlier: Earlier,
    #[command(flatten)]
    platform: Platform,
}

#[derive(Clone, Copy, ValueEnum)]
enum Earlier {
    /// They are good until they expire: the sealing key was lost, and nobody else has it.
    Kept,
    /// They are refused from now on: somebody else may know the signing key.
    Refused,
}

impl From<Earlier> for EarlierTokens {
    fn from(earlier: Earlier) -> Self {
        match earlier {
            Earlier::Kept => Self::Kept,
            Earlier::Refused => Self::Refused,
        }
    }
}

impl ReplaceSigningKey {
    pub(crate) async fn run(self) -> Result<()> {
        let kid = self.platform.engine().await?.replace_signing_key(self.earlier.into()).await?;
        let earlier = match self.earlier {
            Earlier::Kept => "are good until they expire",
            Earlier::Refused => "are refused",
        };
        output::line(&format!(
            "tokens are signed with the key {kid} from now on; those that are out {earlier}"
        ))?;
        Ok(())
    }
}

/// Seal the signing keys under the first sealing key, so that an earlier one can be taken out.
///
/// Start every server with the new key first and the old one behind it, call this, and then take the old one out.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse reseal --company acme")]
pub(crate) struct Reseal {
    /// A company whose records are signed anew as well; every company has some.
    #[arg(long, value_name = "ID")]
    company: Vec<String>,
    /// Believe what was signed by a sealing key that was lost. Whoever writes to the store can claim as much of what he has made up.
    #[arg(long, requires = "company")]
    keep_lost: bool,
    #[command(flatten)]
    platform: Platform,
}

impl Reseal {
    pub(crate) async fn run(self) -> Result<()> {
        let engine = self.platform.engine().await?;
        let outcome = engine.reseal().await?;
        output::line(&format!("signing keys sealed anew: {}", outcome.resealed))?;
        for kid in &outcome.lost {
            output::line(&format!(
                "no sealing key opens the signing key {kid}; if tokens cannot be signed, replace it"
            ))?;
        }
        for issuer in &outcome.lost_issuers {
            output::line(&format!("no sealing key vouches for the issuer {issuer}; enter its keys again"))?;
        }
        for company in self.company {
            let outcome = reseal_company(&engine, &company, self.keep_lost).await?;
            output::line(&format!("records of {company} signed anew: {}", outcome.resealed))?;
            if outcome.lost > 0 {
                output::line(&format!(
                    "records of {company} that no sealing key vouches for: {}; if it is lost, call this again with --keep-lost",
                    outcome.lost
                ))?;
            }
            if outcome.forged > 0 {
                output::line(&format!(
                    "records of {company} that somebody else has written: {}; they are not believed",
                    outcome.forged
                ))?;
            }
        }
        Ok(())
    }
}

async fn reseal_company(engine: &Engine, company: &str, keep_lost: bool) -> Result<CompanyResealed> {
    let mut whole = CompanyResealed::default();
    let mut cursor = None;
    loop {
        let input = ResealInput { keep_lost, cursor };
        let some = engine.reseal_company(company.into(), input).await?;
        whole.resealed += some.resealed;
        whole.lost += some.lost;
        whole.forged += some.forged;
        cursor = some.next_cursor;
        if cursor.is_none() {
            return Ok(whole);
        }
    }
}
