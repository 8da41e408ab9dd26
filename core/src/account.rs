//! Accounts: what one is made of, how it lies in the store, and what its company sees of it.

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod details;
pub(crate) mod disable;
pub(crate) mod edit;
pub(crate) mod purge;
pub(crate) mod resource_server;
pub(crate) mod revoke_tokens;
pub(crate) mod state;
pub(crate) mod undelete;
pub(crate) mod update;
pub(crate) mod view;

pub use create::CreatedAccount;
pub use delete::DeletedAccount;
pub use details::AuthMethod;
pub use disable::DisableInput;
pub use purge::Purged;
pub use state::{AccountState, Disabled, Reason, StateReason};
pub use update::AccountChange;
pub use view::AccountQuery;

use crate::contact::{ContactProblem, ContactRecord};
use crate::model::catalogue::Catalogue;
use crate::model::levels::Levels;
use crate::model::life::Life;
use crate::model::record::VERSION;
use crate::model::settings::Policy;
use crate::permission::assign::AssignedTemplate;
use crate::public_key::KeyRecord;
use crate::secret::SecretRecord;
use crate::value::error::{Error, InputProblem};
use crate::value::identifier::{ActionId, AppId, ClientId, CompanyId, CredentialId, SecretId, ToolId};
use crate::value::level::Level;
use crate::value::timestamp::{Timestamp, optional_seconds, seconds};
use crate::workload::TrustRecord;
use details::Details;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

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

/// A wish for an account, as it comes in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewAccount {
    /// `custom` or `marketplace`.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^(custom|marketplace)$")))]
    pub app_type: String,
    /// With `marketplace`: the id of an app of the catalogue.
    #[serde(default)]
    pub app: Option<String>,
    /// 1 to 200 characters.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = crate::value::name::NAME), length(max = 200)))]
    pub name: String,
    /// At most 1000 characters, line breaks among them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub description: Option<String>,
    /// Texts by name, for the company's own use: at most 16.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, String>,
    /// The id of the actor who answers for the account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// When the account stops working; in the future.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// How long the account's tokens live: 60 seconds to what policy allows; absent for policy's usual time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_seconds: Option<u64>,
    /// How the account may prove itself; absent: in each way that it has a credential for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auth_methods: Option<BTreeSet<AuthMethod>>,
    /// Whether its tokens have to be bound to a key, by DPoP (RFC 9449 section 5.2).
    #[serde(default)]
    pub dpop_bound_access_tokens: bool,
}

impl NewAccount {
    /// A custom account of that name, with nothing else said of it.
    pub fn custom(name: impl Into<String>) -> Self {
        Self { app_type: "custom".into(), name: name.into(), ..Self::default() }
    }

    /// The checked type and details, or each rule that is broken. Without `bounds`, which a form may not know, the clock's and policy's rules
    /// are left to the back end.
    pub(crate) fn check(
        &self,
        catalogue: &Catalogue,
        bounds: Option<(&Policy, Timestamp)>,
    ) -> Result<(AppType, Details), Vec<InputProblem>> {
        let mut problems = Vec::new();
        let app_type = self.check_app_type(catalogue).map_err(|problem| problems.push(problem)).ok();
        let mut details = Details::default();
        problems.extend(details.apply(&self.change(), bounds));
        app_type.filter(|_| problems.is_empty()).map(|app_type| (app_type, details)).ok_or(problems)
    }

    /// The wish as a change of an account of which nothing is said yet.
    fn change(&self) -> AccountChange {
        let members = self.metadata.iter().map(|(key, value)| (key.clone(), Some(value.clone())));
        AccountChange {
            name: Some(self.name.clone()),
            description: Some(self.description.clone()),
            metadata: Some(Some(members.collect())),
            owner: Some(self.owner.clone()),
            expires_at: Some(self.expires_at),
            token_seconds: Some(self.token_seconds),
            auth_methods: Some(self.auth_methods.clone()),
            dpop_bound_access_tokens: Some(self.dpop_bound_access_tokens),
        }
    }

    fn check_app_type(&self, catalogue: &Catalogue) -> Result<AppType, InputProblem> {
        match (self.app_type.as_str(), &self.app) {
            ("custom", None) => Ok(AppType::Custom),
            ("custom", Some(_)) => Err(InputProblem::new("/app", "a custom account names no app")),
            ("marketplace", Some(app)) => AppId::parse(app.as_str())
                .filter(|app| catalogue.app(app).is_some())
                .map(AppType::Marketplace)
                .ok_or_else(|| InputProblem::new("/app", "the catalogue has no such app")),
            ("marketplace", None) => {
                Err(InputProblem::new("/app", "a marketplace account names an app of the catalogue"))
            }
            _ => Err(InputProblem::new("/app_type", "an app type is `custom` or `marketplace`")),
        }
    }
}

/// An account as its company's administrators see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Account {
    /// Its only id, and the client id of OAuth.
    pub client_id: ClientId,
    /// The home company.
    pub company: CompanyId,
    /// What kind of program it is for.
    #[serde(flatten)]
    pub app_type: AppType,
    /// Its name.
    pub name: String,
    /// When it was created.
    pub created_at: Timestamp,
    /// Grows with every change of the account.
    pub revision: u64,
    /// Whether it can fetch tokens and call APIs.
    pub functional: bool,
    /// Why not, when it cannot.
    pub problems: Vec<ContactProblem>,
    /// The contact's e-mail.
    pub contact_email: String,
    /// What people say about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Texts by name, for the company's own use.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, String>,
    /// The id of the actor who answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// When it stops working.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// Whether it works, derived at this look.
    pub state: AccountState,
    /// Since when and why it is disabled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disabled: Option<Disabled>,
    /// Each reason for which it does not work, and since when; empty when it works.
    pub reasons: Vec<StateReason>,
    /// How long its tokens live, if not as long as policy has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_seconds: Option<u64>,
    /// How it may prove itself, if not in each way that it has a credential for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_methods: Option<BTreeSet<AuthMethod>>,
    /// Whether its tokens have to be bound to a key, by DPoP.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub dpop_bound_access_tokens: bool,
}

/// An account as it lies in the store, with its contact, its secrets and its levels: one read answers for all of it.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct AccountRecord {
    pub(crate) v: u8,
    pub(crate) client_id: ClientId,
    pub(crate) company: CompanyId,
    #[serde(flatten)]
    pub(crate) app_type: AppType,
    #[serde(flatten)]
    pub(crate) details: Details,
    #[serde(with = "seconds")]
    pub(crate) created_at: Timestamp,
    #[serde(default, with = "optional_seconds", skip_serializing_if = "Option::is_none")]
    pub(crate) deleted_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) disabled: Option<Disabled>,
    /// Since when the contact has had a problem.
    #[serde(default, with = "optional_seconds", skip_serializing_if = "Option::is_none")]
    pub(crate) broken_at: Option<Timestamp>,
    pub(crate) revision: u64,
    pub(crate) epoch: u64,
    pub(crate) contact: ContactRecord,
    /// The audiences whose tokens it may look at, if the platform has made it a resource server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) resource_server: Option<Vec<String>>,
    pub(crate) secrets: Vec<SecretRecord>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) keys: Vec<KeyRecord>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) trusts: Vec<TrustRecord>,
    pub(crate) levels: Levels,
    /// By tool, in how many projects it is at Read Only, Standard and Admin: what tells the highest level it holds anywhere.
    #[serde(default)]
    pub(crate) project_counts: BTreeMap<ToolId, [u32; 3]>,
    /// By tool and action, in how many projects it is granted by itself.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) project_actions: BTreeMap<ToolId, BTreeMap<ActionId, u32>>,
    /// The template that was assigned last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) template: Option<AssignedTemplate>,
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
            project_counts: BTreeMap::new(),
            project_actions: BTreeMap::new(),
            template: None,
        }
    }

    pub(crate) fn secret(&self, id: &SecretId) -> Option<&SecretRecord> {
        self.secrets.iter().find(|secret| secret.id == *id)
    }

    /// Whether tokens that were fetched with the credential are still good.
    pub(crate) fn upholds(&self, credential: &CredentialId) -> bool {
        let life = match credential {
            CredentialId::Secret(id) => self.secret(id).map(|secret| &secret.life),
            CredentialId::Key(kid) => self.keys.iter().find(|key| key.kid == *kid).map(|key| &key.life),
            CredentialId::Trust(id) => {
                self.trusts.iter().find(|trust| trust.id == *id).map(|trust| &trust.life)
            }
        };
        life.is_some_and(Life::upholds_tokens)
    }

    /// The highest level on each tool and every granted action, at company level or in any project.
    pub(crate) fn highest_levels(&self) -> Levels {
        let mut highest = self.levels.clone();
        for (tool, counts) in &self.project_counts {
            let in_projects = [Level::ReadOnly, Level::Standard, Level::Admin]
                .into_iter()
                .zip(counts)
                .filter(|(_, count)| **count > 0)
                .map(|(level, _)| level)
                .max()
                .unwrap_or_default();
            highest.set(tool.clone(), in_projects.max(self.levels.of(tool)));
        }
        for (tool, actions) in &self.project_actions {
            actions.keys().for_each(|action| highest.grant(tool.clone(), action.clone()));
        }
        highest
    }

    /// Keeps the counts right when levels in a project change from `before` to `after`.
    pub(crate) fn count_project(&mut self, before: &Levels, after: &Levels) {
        for (tool, level) in before.iter() {
            self.adjust(tool, level, |count| count.saturating_sub(1));
        }
        for (tool, level) in after.iter() {
            self.adjust(tool, level, |count| count.saturating_add(1));
        }
        self.project_counts.retain(|_, counts| counts.iter().any(|count| *count > 0));
        for (tool, action) in before.actions() {
            self.adjust_action(tool, action, |count| count.saturating_sub(1));
        }
        for (tool, action) in after.actions() {
            self.adjust_action(tool, action, |count| count.saturating_add(1));
        }
        self.project_actions.retain(|_, actions| {
            actions.retain(|_, count| *count > 0);
            !actions.is_empty()
        });
    }

    fn adjust_action(&mut self, tool: &ToolId, action: &ActionId, adjusted: impl Fn(u32) -> u32) {
        let count = self.project_actions.entry(tool.clone()).or_default().entry(action.clone()).or_default();
        *count = adjusted(*count);
    }

    fn adjust(&mut self, tool: &ToolId, level: Level, adjusted: impl Fn(u32) -> u32) {
        let [read_only, standard, admin] = self.project_counts.entry(tool.clone()).or_default();
        let count = match level {
            Level::None => return,
            Level::ReadOnly => read_only,
            Level::Standard => standard,
            Level::Admin => admin,
        };
        *count = adjusted(*count);
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

    pub(crate) fn view(&self, now: Timestamp) -> Account {
        let problems = self.contact.problems(&self.company);
        Account {
            client_id: self.client_id.clone(),
            company: self.company.clone(),
            app_type: self.app_type.clone(),
            name: self.details.name.clone(),
            created_at: self.created_at,
            revision: self.revision,
            functional: self.is_functional(now),
            problems,
            contact_email: self.contact.email.clone(),
            description: self.details.description.clone(),
            metadata: self.details.metadata.clone(),
            owner: self.details.owner.clone(),
            expires_at: self.details.expires_at,
            state: self.state(now),
            disabled: self.disabled.clone(),
            reasons: self.reasons(now),
            token_seconds: self.details.token_seconds,
            auth_methods: self.details.auth_methods.clone(),
            dpop_bound_access_tokens: self.details.dpop_bound_access_tokens,
        }
    }
}

/// The account that is there, for its own company; anything else is "not found".
pub(crate) fn present(record: Option<AccountRecord>, company: &CompanyId) -> Result<AccountRecord, Error> {
    record
        .filter(|account| account.deleted_at.is_none() && account.company == *company)
        .ok_or_else(Error::not_found)
}
