//! What the operator decides of the product: issuer, audiences, catalogue, policy, sealing keys.

use crate::files;
use crate::sealing::SealingKeys;
use anyhow::Result;
use badgehouse::settings::Settings;
use clap::Args;
use std::path::PathBuf;

/// The product's options.
#[derive(Args)]
pub(crate) struct Product {
    /// The issuer identifier: the https URL at which clients reach this server. Left out, it is http and the loopback address that
    /// the server listens on.
    #[arg(long, value_name = "URL", env = "BADGEHOUSE_ISSUER")]
    pub(crate) issuer: Option<String>,
    /// The domain of the contacts' addresses, one that receives no mail for people.
    #[arg(long, value_name = "DOMAIN", env = "BADGEHOUSE_CONTACT_DOMAIN")]
    contact_domain: String,
    /// An audience that a token may be for; the first is the default. Left out: the issuer.
    #[arg(long, value_name = "URI")]
    audience: Vec<String>,
    /// The tools and apps, as JSON; left out, the ready catalogue.
    #[arg(long, value_name = "FILE", env = "BADGEHOUSE_CATALOGUE")]
    catalogue: Option<PathBuf>,
    /// Durations and bounds, as a JSON object such as {"token_seconds": 900}; what is left out of it has its default.
    #[arg(long, value_name = "FILE", env = "BADGEHOUSE_POLICY")]
    policy: Option<PathBuf>,
    #[command(flatten)]
    sealing_keys: SealingKeys,
}

impl Product {
    /// The settings, for this issuer. They are checked when the engine is opened.
    pub(crate) fn settings(&self, issuer: &str) -> Result<Settings> {
        let mut settings = Settings::new(issuer, self.contact_domain.as_str(), self.sealing_keys.read()?);
        settings.audiences.clone_from(&self.audience);
        if let Some(path) = &self.catalogue {
            settings.catalogue = files::read_json(path, "catalogue")?;
        }
        if let Some(path) = &self.policy {
            settings.policy = files::read_json(path, "policy")?;
        }
        Ok(settings)
    }
}
