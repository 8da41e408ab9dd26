//! An account as it lies in the store, with its contact, its credentials and its levels: one read answers for all of it.

pub(crate) mod attention;
pub(crate) mod details;
pub(crate) mod disabling;
pub(crate) mod new;
mod projects;
pub(crate) mod state;
pub(crate) mod view;

use super::contact::ContactRecord;
use super::levels::Levels;
use super::life::Life;
use super::public_key::KeyRecord;
use super::record::{self, VERSION};
use super::secret::SecretRecord;
use super::trust::TrustRecord;
use crate::port::store::Listed;
use crate::value::error::Error;
use crate::value::identifier::{
    ActionId, AppId, ClientId, CompanyId, CredentialId, ProjectId, SecretId, TemplateId, ToolId,
};
use crate::value::input;
use crate::value::map::Map;
use crate::value::timestamp::{Timestamp, optional_seconds, seconds};
use crate::value::tree::{FromTree, Misfit, Tree, as_serde_reads};
use details::Details;
use serde::de::Error as _;
use serde::{Deserialize, Serialize};

/// What kind of program an account is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "app_type", content = "app", rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum AppType {
    /// A program of the company's own or of an integrator.
    Custom,
    /// An app of the catalogue.
    Marketplace(AppId),
}

/// An account as it lies in the store, with its contact, its secrets and its levels: one read answers for all of it.
#[derive(Clone, Serialize)]
pub(crate) struct AccountRecord {
    pub(crate) v: u8,
    pub(crate) client_id: ClientId,
    pub(crate) company: CompanyId,
    #[serde(flatten)]
    pub(crate) app_type: AppType,
    #[serde(flatten)]
    pub(crate) details: Details,
    #[serde(serialize_with = "seconds::serialize")]
    pub(crate) created_at: Timestamp,
    #[serde(serialize_with = "optional_seconds::serialize", skip_serializing_if = "Option::is_none")]
    pub(crate) deleted_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) disabled: Option<Disabled>,
    /// Since when the contact has had a problem.
    #[serde(serialize_with = "optional_seconds::serialize", skip_serializing_if = "Option::is_none")]
    pub(crate) broken_at: Option<Timestamp>,
    pub(crate) revision: u64,
    pub(crate) epoch: u64,
    pub(crate) contact: ContactRecord,
    /// The audiences whose tokens it may look at, if the platform has made it a resource server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) resource_server: Option<Vec<String>>,
    pub(crate) secrets: Vec<SecretRecord>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) keys: Vec<KeyRecord>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) trusts: Vec<TrustRecord>,
    pub(crate) levels: Levels,
    /// By tool, in how many projects it is at Read Only, Standard and Admin: what tells the highest level it holds anywhere.
    pub(crate) project_counts: Map<ToolId, [u32; 3]>,
    /// By tool and action, in how many projects it is granted by itself.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub(crate) project_actions: Map<ToolId, Map<ActionId, u32>>,
    /// The template that was assigned last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) template: Option<AssignedTemplate>,
}

impl FromTree for AccountRecord {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        let record = tree.record()?;
        Ok(Self {
            v: record.needed("v")?,
            client_id: record.needed("client_id")?,
            company: record.needed("company")?,
            app_type: AppType::from_tree(tree)?,
            details: Details::from_tree(tree)?,
            created_at: record.moment("created_at")?,
            deleted_at: record.optional_moment("deleted_at")?,
            disabled: record.optional("disabled")?,
            broken_at: record.optional_moment("broken_at")?,
            revision: record.needed("revision")?,
            epoch: record.needed("epoch")?,
            contact: record.needed("contact")?,
            resource_server: record.optional("resource_server")?,
            secrets: record.needed("secrets")?,
            keys: record.or_default("keys")?,
            trusts: record.or_default("trusts")?,
            levels: record.needed("levels")?,
            project_counts: record.or_default("project_counts")?,
            project_actions: record.or_default("project_actions")?,
            template: record.optional("template")?,
        })
    }
}

impl FromTree for AppType {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        let record = tree.record()?;
        match record.needed::<String>("app_type")?.as_str() {
            "custom" => Ok(Self::Custom),
            "marketplace" => Ok(Self::Marketplace(record.needed("app")?)),
            _ => Err(Misfit::custom("an app type is custom or marketplace")),
        }
    }
}

as_serde_reads!(Timestamp, Map<ToolId, [u32; 3]>, Map<ToolId, Map<ActionId, u32>>);

/// Since when and why an account is disabled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Disabled {
    /// Since when.
    pub since: Timestamp,
    /// Why, in an administrator's words.
    pub reason: String,
}

impl FromTree for Disabled {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        let record = tree.record()?;
        Ok(Self { since: record.needed("since")?, reason: record.needed("reason")? })
    }
}

/// The template that was assigned to an account last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AssignedTemplate {
    /// Which.
    pub template_id: TemplateId,
    /// The revision that was copied.
    pub revision: u64,
    /// To which projects; empty: to company level.
    pub projects: Vec<ProjectId>,
}

impl FromTree for AssignedTemplate {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        let record = tree.record()?;
        Ok(Self {
            template_id: record.needed("template_id")?,
            revision: record.needed("revision")?,
            projects: record.needed("projects")?,
        })
    }
}

impl AccountRecord {
    pub(crate) fn new(
        client_id: ClientId,
        company: CompanyId,
        app_type: AppType,
        details: Details,
        contact: ContactRecord,
        secret: SecretRecord,
        now: Timestamp,
    ) -> Self {
        Self {
            v: VERSION,
            client_id,
            company,
            app_type,
            details,
            created_at: now,
            deleted_at: None,
            disabled: None,
            broken_at: None,
            revision: 1,
            epoch: 1,
            contact,
            resource_server: None,
            secrets: vec![secret],
            keys: Vec::new(),
            trusts: Vec::new(),
            levels: Levels::default(),
            project_counts: Map::new(),
            project_actions: Map::new(),
            template: None,
        }
    }

    pub(crate) fn secret(&self, id: &SecretId) -> Option<&SecretRecord> {
        self.secrets.iter().find(|secret| secret.id == *id)
    }

    /// Whether tokens that were fetched with the credential are still good.
    pub(crate) fn upholds(&self, credential: &CredentialId) -> bool {
        self.life(credential).is_some_and(Life::upholds_tokens)
    }

    /// The life of one of its credentials.
    pub(crate) fn life(&self, credential: &CredentialId) -> Option<&Life> {
        match credential {
            CredentialId::Secret(id) => self.secret(id).map(|secret| &secret.life),
            CredentialId::Key(kid) => self.keys.iter().find(|key| key.kid == *kid).map(|key| &key.life),
            CredentialId::Trust(id) => {
                self.trusts.iter().find(|trust| trust.id == *id).map(|trust| &trust.life)
            }
        }
    }

    /// The record of a deleted account: as it was, without its credentials.
    pub(crate) fn deleted(mut self, now: Timestamp) -> Self {
        self.deleted_at = Some(now);
        self.epoch = self.epoch.saturating_add(1);
        self.secrets.clear();
        self.keys.clear();
        self.trusts.clear();
        self.touched()
    }

    /// The record of an account that was brought back.
    pub(crate) fn undeleted(mut self) -> Self {
        self.deleted_at = None;
        self.epoch = self.epoch.saturating_add(1);
        self.touched()
    }

    pub(crate) fn touched(mut self) -> Self {
        self.revision = self.revision.saturating_add(1);
        self
    }
}

/// The account that is there, for its own company; anything else is "not found".
pub(crate) fn present(record: Option<AccountRecord>, company: &CompanyId) -> Result<AccountRecord, Error> {
    record
        .filter(|account| account.deleted_at.is_none() && account.company == *company)
        .ok_or_else(Error::not_found)
}

/// The account that a list found, deleted or not, for its own company.
///
/// # Errors
/// `not_found` when it is another company's.
pub(crate) fn listed(found: &Listed, company: &CompanyId) -> Result<AccountRecord, Error> {
    let account: AccountRecord = record::decode(&found.key, &found.entry.value)?;
    if account.company == *company { Ok(account) } else { Err(Error::not_found()) }
}

/// The `client_id` of a path or an argument.
pub(crate) fn parse(client_id: &str) -> Result<ClientId, Error> {
    input::parsed::<ClientId>("/client_id", client_id)
}
