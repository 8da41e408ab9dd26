//! A wish for an account, and the rules for it.

use super::AppType;
use super::details::{AccountChange, AuthMethod, Details};
use crate::model::catalogue::Catalogue;
use crate::model::settings::Policy;
use crate::value::error::InputProblem;
use crate::value::identifier::AppId;
use crate::value::map::Map;
use crate::value::set::Set;
use crate::value::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

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
    /// 1 to 200 characters, counted in Unicode's form NFC, in which it is kept; a person can see one of them.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = crate::value::name::NAME), length(max = 200)))]
    pub name: String,
    /// At most 1000 characters, counted in NFC, line breaks among them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(length(max = 1000)))]
    pub description: Option<String>,
    /// Texts by name, for the company's own use: at most 16, kept as they are written.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub metadata: Map<String, String>,
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
    pub auth_methods: Option<Set<AuthMethod>>,
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
        AccountChange {
            name: Some(self.name.clone()),
            description: Some(self.description.clone()),
            metadata: Some(Some(self.metadata.map(|value| Some(value.clone())))),
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
                .ok()
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
