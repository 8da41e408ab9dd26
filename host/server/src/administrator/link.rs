//! `admin-link`: a link to the administrator's page.

use super::Form;
use super::permission::{Grant, grant, levels};
use crate::output;
use crate::page::{Link, Links, MAX_LINK_SECONDS, PageKey};
use crate::product::Product;
use crate::store::StoreOption;
use anyhow::Result;
use badgehouse::catalogue::{ADMIN_TOOL, DIRECTORY_TOOL};
use badgehouse::error::Error;
use badgehouse::identifier::{ActorId, CompanyId};
use clap::Args;
use clap::builder::RangedU64ValueParser;
use serde_json::json;

/// Where `serve` listens where nothing is said.
const ISSUER: &str = "http://127.0.0.1:8080";

/// Print a link to the administrator's page of a server that is running with --page on this store.
///
/// Whoever opens it within its time is that administrator, for up to eight hours: hand it to nobody else. The issuer has to be the server's; left out, it is
/// http://127.0.0.1:8080.
#[derive(Args)]
#[command(after_help = "Example:\n  badgehouse admin-link --company acme")]
pub(crate) struct AdminLink {
    /// The company's id, as the product names it.
    #[arg(long, value_name = "ID", env = "BADGEHOUSE_COMPANY")]
    company: CompanyId,
    /// Who it is for: the user whom the audit names.
    #[arg(long, value_name = "ID", env = "BADGEHOUSE_AS", default_value = "operator")]
    user: ActorId,
    /// A level or an action on a tool, which may be said several times; left out, admin:admin and directory:admin.
    #[arg(long = "level", value_name = "TOOL:LEVEL", value_parser = grant)]
    grants: Vec<Grant>,
    /// For how many seconds the link is good.
    #[arg(long = "for", value_name = "SECONDS", default_value_t = MAX_LINK_SECONDS, value_parser = RangedU64ValueParser::<u64>::new().range(1..=MAX_LINK_SECONDS))]
    seconds: u64,
    #[command(flatten)]
    store: StoreOption,
    #[command(flatten)]
    page_key: PageKey,
    #[command(flatten)]
    form: Form,
    #[command(flatten, next_help_heading = "Product")]
    product: Product,
}

impl AdminLink {
    pub(crate) fn run(self) -> Result<()> {
        self.store.address.must_exist()?;
        let issuer = self.product.issuer.as_deref().unwrap_or(ISSUER);
        let settings = self.product.settings(issuer)?;
        let levels = levels(self.grants_or_all())?;
        let problems = settings.catalogue.level_problems("/levels", &levels);
        if !problems.is_empty() {
            return Err(Error::invalid(problems).into());
        }
        let links = Links::of_a_server(&settings, &self.page_key.place(&self.store.address)?)?;
        let (user, company, seconds) = (self.user, self.company, self.seconds);
        let link = links.make(Link { user, company, levels, seconds })?;
        if self.form.json {
            return self.form.output().one(&json!({ "link": link, "expires_in": seconds }));
        }
        output::line(&link)
    }

    fn grants_or_all(&self) -> Vec<Grant> {
        if !self.grants.is_empty() {
            return self.grants.clone();
        }
        [ADMIN_TOOL, DIRECTORY_TOOL].map(|tool| Grant::Level(tool.into(), "admin".into())).into()
    }
}
