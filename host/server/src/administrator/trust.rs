//! `trust`: the outside issuers by whose JWTs an account's jobs get tokens, without any secret.

use super::{Of, Sure, given, refuse_twice};
use crate::exit::Usage;
use crate::output::Columns;
use anyhow::Result;
use badgehouse::principal::Principal;
use badgehouse::workload::NewTrustInput;
use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};

const COLUMNS: Columns = &[
    ("trust_id", "/trust_id"),
    ("name", "/name"),
    ("issuer", "/issuer"),
    ("claims", "/claims"),
    ("live", "/live"),
    ("expires", "/expires_at"),
    ("revoked", "/revoked_at"),
    ("last used", "/last_used_at"),
    ("warnings", "/warnings"),
];

/// Trust the jobs of an outside issuer, such as a CI platform, or no more.
#[derive(Subcommand)]
pub(crate) enum Trust {
    Add(Add),
    List(List),
    Revoke(Revoke),
}

impl Trust {
    pub(crate) async fn run(self) -> Result<()> {
        match self {
            Self::Add(add) => add.run().await,
            Self::List(list) => list.run().await,
            Self::Revoke(revoke) => revoke.run().await,
        }
    }
}

/// Trust the jobs whose JWTs say what is asked for. The issuer's keys are entered by `trust-issuer`, once for all companies.
#[derive(Args)]
#[command(
    after_help = "Example:\n  badgehouse trust add --company acme sa_... --preset github_actions \\\n    --aud https://id.acme.example --claim repository_id=123456 \\\n    --claim environment=production"
)]
pub(crate) struct Add {
    /// The platform, whose rules say what has to be asked for: github_actions, gitlab, kubernetes, google, circleci or buildkite.
    #[arg(long, value_name = "NAME")]
    preset: Option<String>,
    /// The `iss` of the JWTs; left out, that of the preset, where all its customers have the same.
    #[arg(long, value_name = "ISS")]
    iss: Option<String>,
    /// What has to stand in their `aud`.
    #[arg(long, value_name = "TEXT")]
    aud: String,
    /// What they have to say: the claim's name, or a JSON Pointer to where it lies within another, and its whole text.
    #[arg(long, value_name = "NAME=TEXT", value_parser = super::pair)]
    claim: Vec<(String, String)>,
    /// The same for a claim that begins so, up to its next separator.
    #[arg(long, value_name = "NAME=PREFIX", value_parser = super::pair)]
    claim_prefix: Vec<(String, String)>,
    /// The same for a claim that is no text: a whole number, true or false.
    #[arg(long, value_name = "NAME=JSON", value_parser = super::pair)]
    claim_json: Vec<(String, String)>,
    /// Take each JWT once, by its `jti`.
    #[arg(long)]
    once: bool,
    /// What people call it: 1 to 200 characters.
    #[arg(long)]
    name: Option<String>,
    /// When it ends (RFC 3339).
    #[arg(long, value_name = "MOMENT")]
    expires_at: Option<String>,
    #[command(flatten)]
    of: Of,
}

impl Add {
    async fn run(self) -> Result<()> {
        let asked = [&self.claim, &self.claim_prefix, &self.claim_json];
        refuse_twice(asked.into_iter().flatten().map(|(name, _)| name))?;
        let mut claims = Map::new();
        claims.extend(self.claim.into_iter().map(|(name, text)| (name, json!(text))));
        claims
            .extend(self.claim_prefix.into_iter().map(|(name, prefix)| (name, json!({ "prefix": prefix }))));
        for (name, value) in self.claim_json {
            let no_json = |error| Usage(format!("the claim `{name}` is no JSON: {error}"));
            let value: Value = serde_json::from_str(&value).map_err(no_json)?;
            claims.insert(name, value);
        }
        let new = json!({
            "preset": self.preset, "issuer": self.iss, "audience": self.aud, "claims": claims,
            "once": self.once, "name": self.name, "expires_at": self.expires_at,
        });
        let new: NewTrustInput = given(new, &[])?;
        let desk = self.of.at.desk().await?;
        let added = desk.engine.add_trust(Principal::Platform, desk.company(), self.of.client_id, new);
        desk.out.one(&added.await?)
    }
}

/// List the outside issuers that an account trusts.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse trust list --company acme sa_...")]
pub(crate) struct List {
    #[command(flatten)]
    of: Of,
}

impl List {
    async fn run(self) -> Result<()> {
        let desk = self.of.at.desk().await?;
        let listed = desk.engine.list_trusts(Principal::Platform, desk.company(), self.of.client_id).await?;
        desk.out.many(&listed.items, COLUMNS)
    }
}

/// Trust an issuer's jobs no more: the tokens that they fetched are refused at once.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse trust revoke --company acme sa_... tr_... --yes")]
pub(crate) struct Revoke {
    #[command(flatten)]
    sure: Sure,
    #[command(flatten)]
    of: Of,
    /// The trust's id, as `trust list` tells it.
    #[arg(value_name = "TRUST_ID")]
    trust_id: String,
}

impl Revoke {
    async fn run(self) -> Result<()> {
        let desk = self.of.at.desk().await?;
        let id = self.trust_id;
        self.sure.ask(&format!("revoking the trust {id}"), &id)?;
        desk.engine.revoke_trust(Principal::Platform, desk.company(), self.of.client_id, id.clone()).await?;
        desk.out.done(&format!("the trust {id} is revoked"))
    }
}
