//! Updating what an account is called and said to be: a merge patch (RFC 7396) of the fields that people write.

use super::edit::{Edit, edit};
use super::precondition::Precondition;
use super::{Account, AccountRecord};
use crate::administration::Call;
use crate::audit::{AuditAction, Deed};
use crate::context::Context;
use crate::error::{Error, InputProblem};
use crate::identifier::ActorId;
use crate::name;
use crate::principal::Principal;
use crate::right::Right;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The longest description, in characters.
const MAX_DESCRIPTION_CHARACTERS: usize = 1000;
/// The most metadata members of an account.
const MAX_METADATA: usize = 16;
/// The longest metadata value, in characters.
const MAX_METADATA_CHARACTERS: usize = 200;

/// What shall change of an account. What is absent stays; what is null is cleared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AccountChange {
    /// 1 to 200 characters; a name cannot be cleared.
    #[serde(default, deserialize_with = "given")]
    #[cfg_attr(feature = "schema", schemars(with = "String", regex(pattern = crate::schema::NAME), length(max = 200)))]
    pub name: Option<String>,
    /// At most 1000 characters, line breaks among them.
    #[serde(default, deserialize_with = "given")]
    pub description: Option<Option<String>>,
    /// Texts by name, merged into those that are there; a null member removes one.
    #[serde(default, deserialize_with = "given")]
    pub metadata: Option<Option<BTreeMap<String, Option<String>>>>,
    /// The id of the actor who answers for the account.
    #[serde(default, deserialize_with = "given")]
    pub owner: Option<Option<String>>,
    /// When the account stops working; in the future.
    #[serde(default, deserialize_with = "given")]
    pub expires_at: Option<Option<Timestamp>>,
}

/// Tells a member that is null from one that is absent.
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
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
    edit(context, call, &client_id, |scene, account| {
        scene.held.require_other(&client_id, Right::Accounts)?;
        let updated = apply(&account, &change, scene.now).map_err(Error::invalid)?;
        precondition.require(&account)?;
        let (from, to) = difference(&account, &updated);
        if to.is_empty() {
            return Ok(Edit::Nothing(account.view(scene.now)));
        }
        let deed = Deed {
            action: AuditAction::AccountUpdated,
            target: client_id.to_string(),
            from: Value::Object(from),
            to: Value::Object(to),
        };
        let view = updated.clone().touched().view(scene.now);
        Ok(Edit::changed(updated, Vec::new(), deed, view))
    })
    .await
}

/// The account after the change, or each rule that is broken.
fn apply(
    account: &AccountRecord,
    change: &AccountChange,
    now: Timestamp,
) -> Result<AccountRecord, Vec<InputProblem>> {
    let mut updated = account.clone();
    let mut problems = Vec::new();
    if let Some(text) = &change.name {
        match name::check("/name", text) {
            Ok(name) => updated.name = name,
            Err(problem) => problems.push(problem),
        }
    }
    if let Some(text) = &change.description {
        match text.as_deref().map(check_description).transpose() {
            Ok(description) => updated.description = description,
            Err(problem) => problems.push(problem),
        }
    }
    match &change.metadata {
        Some(Some(members)) => problems.extend(merge(&mut updated.metadata, members)),
        Some(None) => updated.metadata.clear(),
        None => {}
    }
    if let Some(owner) = &change.owner {
        match owner.as_deref().map(|id| ActorId::parse(id).ok_or(())).transpose() {
            Ok(owner) => updated.owner = owner.map(|owner| owner.to_string()),
            Err(()) => problems.push(InputProblem::new("/owner", ActorId::RULE)),
        }
    }
    if let Some(expires_at) = change.expires_at {
        if expires_at.is_some_and(|end| end <= now) {
            problems.push(InputProblem::new("/expires_at", "an account expires in the future"));
        }
        updated.expires_at = expires_at;
    }
    if problems.is_empty() { Ok(updated) } else { Err(problems) }
}

fn check_description(text: &str) -> Result<String, InputProblem> {
    name::check_text("/description", text, MAX_DESCRIPTION_CHARACTERS, &['\n'])
}

/// Merges the members in, and tells which rules they break.
fn merge(
    metadata: &mut BTreeMap<String, String>,
    members: &BTreeMap<String, Option<String>>,
) -> Vec<InputProblem> {
    let mut problems = Vec::new();
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte);
    for (key, value) in members {
        if !(1..=40).contains(&key.len()) || !key.bytes().all(known) {
            let rule = "a metadata key has 1 to 40 of the characters A-Z a-z 0-9 _ . -";
            problems.push(InputProblem::new("/metadata", rule));
            continue;
        }
        let Some(value) = value else {
            metadata.remove(key);
            continue;
        };
        match name::check_text(&format!("/metadata/{key}"), value, MAX_METADATA_CHARACTERS, &[]) {
            Ok(value) => drop(metadata.insert(key.clone(), value)),
            Err(problem) => problems.push(problem),
        }
    }
    if metadata.len() > MAX_METADATA {
        problems.push(InputProblem::new("/metadata", "an account has at most 16 metadata members"));
    }
    problems
}

/// What is different, before and after.
fn difference(before: &AccountRecord, after: &AccountRecord) -> (Map<String, Value>, Map<String, Value>) {
    let fields = |account: &AccountRecord| {
        [
            ("name", json!(account.name)),
            ("description", json!(account.description)),
            ("metadata", json!(account.metadata)),
            ("owner", json!(account.owner)),
            ("expires_at", json!(account.expires_at)),
        ]
    };
    let (mut from, mut to) = (Map::new(), Map::new());
    for ((name, before), (_, after)) in fields(before).into_iter().zip(fields(after)) {
        if before != after {
            from.insert(name.into(), before);
            to.insert(name.into(), after);
        }
    }
    (from, to)
}
