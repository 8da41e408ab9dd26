//! `trust-issuer`: the keys of an outside issuer, by whose JWTs accounts may get tokens.

use crate::platform::Platform;
use crate::{files, output};
use anyhow::Result;
use badgehouse::workload::TrustedIssuer;
use clap::Args;
use std::path::PathBuf;

/// Enter the keys of an outside issuer, in place of those that were entered before.
///
/// Accounts that trust the issuer get tokens with its JWTs. Nothing is fetched: call this again when the issuer rolls its keys over.
#[derive(Args)]
#[command(
    after_help = "Example:\n  badgehouse trust-issuer https://token.actions.githubusercontent.com \\\n    --jwks jwks.json"
)]
pub(crate) struct TrustIssuer {
    /// The issuer, exactly as it stands in the `iss` of its JWTs.
    #[arg(value_name = "ISS")]
    iss: String,
    /// Its published keys: a JWKS (RFC 7517 section 5). One without a key removes the issuer.
    #[arg(long, value_name = "FILE")]
    jwks: PathBuf,
    #[command(flatten)]
    platform: Platform,
}

impl TrustIssuer {
    pub(crate) async fn run(self) -> Result<()> {
        let jwks = files::read_json(&self.jwks, "JWKS")?;
        let issuer = TrustedIssuer { issuer: self.iss.clone(), jwks };
        let entered = self.platform.engine().await?.put_trusted_issuer(issuer).await?;
        match entered.known.len() {
            0 => output::line(&format!("{} is no trusted issuer any more", self.iss))?,
            1 => output::line(&format!("{} is known by 1 key", self.iss))?,
            keys => output::line(&format!("{} is known by {keys} keys", self.iss))?,
        }
        for key in entered.known {
            output::line(&format!(
                "  {} by {}",
                called(key.kid.as_deref(), &key.thumbprint),
                key.algorithms.join(" and ")
            ))?;
        }
        for entry in entered.ignored {
            let place = format!("entry {}", entry.index);
            output::line(&format!("  left out: {}: {}", called(entry.kid.as_deref(), &place), entry.reason))?;
        }
        Ok(())
    }
}

/// What names a key. A `kid` is any text, and so is printed with what is not visible in it escaped.
fn called(kid: Option<&str>, otherwise: &str) -> String {
    kid.map_or_else(|| otherwise.to_owned(), |kid| format!("{kid:?} ({otherwise})"))
}
