//! An account as its company sees it.

use super::attention::Attention;
use super::details::AuthMethod;
use super::state::{AccountState, StateReason};
use super::{AccountRecord, AppType, Disabled};
use crate::model::contact::ContactProblem;
use crate::value::identifier::{ClientId, CompanyId};
use crate::value::map::Map;
use crate::value::set::Set;
use crate::value::timestamp::Timestamp;
use serde::Serialize;

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
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub metadata: Map<String, String>,
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
    pub auth_methods: Option<Set<AuthMethod>>,
    /// Whether its tokens have to be bound to a key, by DPoP.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub dpop_bound_access_tokens: bool,
    /// Why somebody has to look at it: in each list whether it works and ends soon, and the rest in one that was asked for those; of permissions for who may
    /// look at them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attention: Vec<Attention>,
}

impl AccountRecord {
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
            attention: Vec::new(),
        }
    }
}
