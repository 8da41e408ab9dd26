//! Updating what an account is called and said to be: a merge patch (RFC 7396) of the fields that people write.

use super::Account;
use super::details::AuthMethod;
use super::edit::{Edit, edit};
use crate::administration::Call;
use crate::audit::{AuditAction, Deed};
use crate::context::Context;
use crate::principal::Principal;
use crate::right::Right;
use crate::value::error::Error;
use crate::value::input;
use crate::value::precondition::Precondition;
use crate::value::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What shall change of an account. What is absent stays; what is null is cleared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AccountChange {
    /// 1 to 200 characters; a name cannot be cleared.
    #[serde(default, deserialize_with = "input::given")]
    #[cfg_attr(feature = "schema", schemars(with = "String", regex(pattern = crate::value::name::NAME), length(max = 200)))]
    pub name: Option<String>,
    /// At most 1000 characters, line breaks among them.
    #[serde(default, deserialize_with = "input::given")]
    pub description: Option<Option<String>>,
    /// Texts by name, merged into those that are there; a null member removes one.
    #[serde(default, deserialize_with = "input::given")]
    pub metadata: Option<Option<BTreeMap<String, Option<String>>>>,
    /// The id of the actor who answers for the account.
    #[serde(default, deserialize_with = "input::given")]
    pub owner: Option<Option<String>>,
    /// When the account stops working; in the future.
    #[serde(default, deserialize_with = "input::given")]
    pub expires_at: Option<Option<Timestamp>>,
    /// How long the account's tokens live: 60 seconds to what policy allows; null for policy's usual time.
    #[serde(default, deserialize_with = "input::given")]
    pub token_seconds: Option<Option<u64>>,
    /// How the account may prove itself, at least one way; null for each way that it has a credential for.
    #[serde(default, deserialize_with = "input::given")]
    pub auth_methods: Option<Option<BTreeSet<AuthMethod>>>,
    /// Whether its tokens have to be bound to a key, by DPoP (RFC 9449 section 5.2).
    #[serde(default, deserialize_with = "input::given")]
    #[cfg_attr(feature = "schema", schemars(with = "bool"))]
    pub dpop_bound_access_tokens: Option<bool>,
}

pub(crate) async fn update(
    context: &mut Context,
    principal: Principal,
    company: &str,
    client_id: &str,
    change: AccountChange,
    precondition: Precondition,
) -> Result<Account, Error> {
    let call = Call::new(principal, company, Right::Accounts)?;
    let client_id = super::view::parse(client_id)?;
    edit(context, call, &client_id, |scene, mut account| {
        scene.held.require_other(&client_id, Right::Accounts)?;
        let before = account.details.clone();
        let problems = account.details.apply(&change, Some((&scene.settings.policy, scene.now)));
        if !problems.is_empty() {
            return Err(Error::invalid(problems));
        }
        precondition.require(account.revision)?;
        let (from, to) = before.difference(&account.details);
        if to.is_empty() {
            return Ok(Edit::Nothing(account.view(scene.now)));
        }
        let deed = Deed {
            action: AuditAction::AccountUpdated,
            target: client_id.to_string(),
            from: Value::Object(from),
            to: Value::Object(to),
        };
        let view = account.clone().touched().view(scene.now);
        Ok(Edit::changed(account, Vec::new(), deed, view))
    })
    .await
}
