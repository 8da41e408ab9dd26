//! Details: what people write about an account, and the rules for it; the same when it is made and when it is changed.

use crate::model::settings::{LONGEST_TOKEN_SECONDS, Policy};
use crate::value::error::InputProblem;
use crate::value::identifier::ActorId;
use crate::value::input;
use crate::value::map::Map;
use crate::value::name;
use crate::value::set::Set;
use crate::value::timestamp::{Timestamp, optional_seconds};
use crate::value::tree::{FromTree, Misfit, Tree, as_serde_reads};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The longest description, in characters.
const MAX_DESCRIPTION_CHARACTERS: usize = 1000;
/// The most metadata members of an account.
const MAX_METADATA: usize = 16;
/// The longest metadata value, in characters.
const MAX_METADATA_CHARACTERS: usize = 200;
/// The shortest life of a token, in seconds.
pub(crate) const MIN_TOKEN_SECONDS: u64 = 60;

/// A way in which an account proves itself (RFC 8414 section 2, and RFC 7523 section 2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum AuthMethod {
    /// A secret in the Authorization header.
    ClientSecretBasic,
    /// A secret in the body.
    ClientSecretPost,
    /// An assertion that it signs with a key of its own.
    PrivateKeyJwt,
    /// The JWT of an outside issuer that it trusts.
    JwtBearer,
}

as_serde_reads!(Set<AuthMethod>, Map<String, String>);

/// What people write about an account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Details {
    pub(crate) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) description: Option<String>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub(crate) metadata: Map<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) owner: Option<String>,
    #[serde(serialize_with = "optional_seconds::serialize", skip_serializing_if = "Option::is_none")]
    pub(crate) expires_at: Option<Timestamp>,
    /// How long its tokens live, when policy's usual time is not wanted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) token_seconds: Option<u64>,
    /// How it may prove itself, if not in each way that it has a credential for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) auth_methods: Option<Set<AuthMethod>>,
    /// Whether its tokens have to be bound to a key.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) dpop_bound_access_tokens: bool,
}

impl FromTree for Details {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        let record = tree.record()?;
        Ok(Self {
            name: record.needed("name")?,
            description: record.optional("description")?,
            metadata: record.or_default("metadata")?,
            owner: record.optional("owner")?,
            expires_at: record.optional_moment("expires_at")?,
            token_seconds: record.optional("token_seconds")?,
            auth_methods: record.optional("auth_methods")?,
            dpop_bound_access_tokens: record.or_default("dpop_bound_access_tokens")?,
        })
    }
}

impl Details {
    /// Makes the change, and tells which rules it breaks. Without `bounds`, which a form may not know, the clock's and policy's rules are
    /// left to the back end.
    pub(crate) fn apply(
        &mut self,
        change: &AccountChange,
        bounds: Option<(&Policy, Timestamp)>,
    ) -> Vec<InputProblem> {
        let mut problems = Vec::new();
        if let Some(text) = &change.name {
            let kept = Some(self.name.as_str()).filter(|kept| !kept.is_empty());
            match name::check_unless_kept(kept, text, |text| name::check("/name", text)) {
                Ok(name) => self.name = name,
                Err(problem) => problems.push(problem),
            }
        }
        if let Some(text) = &change.description {
            let kept = self.description.as_deref();
            let check = |text: &String| name::check_unless_kept(kept, text, check_description);
            match text.as_ref().map(check).transpose() {
                Ok(description) => self.description = description,
                Err(problem) => problems.push(problem),
            }
        }
        match &change.metadata {
            Some(Some(members)) => problems.extend(merge(&mut self.metadata, members)),
            Some(None) => self.metadata = Map::new(),
            None => {}
        }
        if let Some(owner) = &change.owner {
            let kept = self.owner.as_deref();
            let check = |text: &String| name::check_unless_kept(kept, text, check_owner);
            match owner.as_ref().map(check).transpose() {
                Ok(owner) => self.owner = owner,
                Err(problem) => problems.push(problem),
            }
        }
        if let Some(expires_at) = change.expires_at {
            let past = |now: Timestamp| expires_at.is_some_and(|end| end <= now);
            if bounds.is_some_and(|(_, now)| past(now)) {
                problems.push(InputProblem::new("/expires_at", "an account expires in the future"));
            }
            self.expires_at = expires_at;
        }
        if let Some(token_seconds) = change.token_seconds {
            let longest = bounds.map_or(LONGEST_TOKEN_SECONDS, |(policy, _)| policy.longest_token_seconds());
            if token_seconds.is_some_and(|seconds| !(MIN_TOKEN_SECONDS..=longest).contains(&seconds)) {
                let rule = format!("a token lives {MIN_TOKEN_SECONDS} to {longest} seconds");
                problems.push(InputProblem::new("/token_seconds", rule));
            }
            self.token_seconds = token_seconds;
        }
        if let Some(methods) = &change.auth_methods {
            if methods.as_ref().is_some_and(Set::is_empty) {
                let rule = "an account proves itself in at least one way; null stands for all";
                problems.push(InputProblem::new("/auth_methods", rule));
            }
            self.auth_methods.clone_from(methods);
        }
        if let Some(bound) = change.dpop_bound_access_tokens {
            self.dpop_bound_access_tokens = bound;
        }
        problems
    }

    /// Whether the account may prove itself in one of these ways.
    pub(crate) fn allows(&self, ways: &[AuthMethod]) -> bool {
        self.auth_methods.as_ref().is_none_or(|allowed| ways.iter().any(|way| allowed.contains(way)))
    }

    /// Whether credentials, or the tokens that are fetched with them, last longer than before, or are good where they were not: as for making one.
    pub(crate) fn is_looser_than(&self, before: &Self, policy: &Policy) -> bool {
        let later = before.expires_at.is_some_and(|end| self.expires_at.is_none_or(|later| later > end));
        let another = |way: &AuthMethod| !before.allows(&[*way]);
        let wider = before.auth_methods.is_some()
            && self.auth_methods.as_ref().is_none_or(|allowed| allowed.iter().any(another));
        let unbound = before.dpop_bound_access_tokens && !self.dpop_bound_access_tokens;
        let longer = self.token_seconds(policy) > before.token_seconds(policy);
        later || wider || unbound || longer
    }

    /// How long its tokens live, in seconds.
    pub(crate) fn token_seconds(&self, policy: &Policy) -> u64 {
        self.token_seconds.unwrap_or(policy.token_seconds).min(policy.longest_token_seconds())
    }

    /// What is different, before and after.
    pub(crate) fn difference(
        &self,
        after: &Self,
    ) -> (serde_json::Map<String, Value>, serde_json::Map<String, Value>) {
        let (mut from, mut to) = (serde_json::Map::new(), serde_json::Map::new());
        for ((name, before), (_, after)) in self.fields().into_iter().zip(after.fields()) {
            if before != after {
                from.insert(name.into(), before);
                to.insert(name.into(), after);
            }
        }
        (from, to)
    }

    fn fields(&self) -> [(&'static str, Value); 8] {
        [
            ("name", json!(self.name)),
            ("description", json!(self.description)),
            ("metadata", json!(self.metadata)),
            ("owner", json!(self.owner)),
            ("expires_at", json!(self.expires_at)),
            ("token_seconds", json!(self.token_seconds)),
            ("auth_methods", json!(self.auth_methods)),
            ("dpop_bound_access_tokens", json!(self.dpop_bound_access_tokens)),
        ]
    }
}

/// Lines end as the writer's system ends them, and are kept with a line feed alone.
fn check_description(text: &str) -> Result<String, InputProblem> {
    let lines = text.split_inclusive('\n').flat_map(|line| match line.strip_suffix("\r\n") {
        Some(line) => [line, "\n"],
        None => [line, ""],
    });
    name::check_text("/description", &lines.collect::<String>(), MAX_DESCRIPTION_CHARACTERS, &['\n'])
}

/// The host's id of a person: kept as it is written, so that the host finds it again, but not one that shows another or nobody.
fn check_owner(text: &str) -> Result<String, InputProblem> {
    let owner = ActorId::parse(text).map_err(|error| InputProblem::new("/owner", error.rule()))?.to_string();
    name::check_seen("/owner", &owner)?;
    name::check_shown("/owner", &owner, &[])?;
    Ok(owner)
}

/// Whatever the company keeps there for its own use: kept as it is written, since it may be another system's id.
fn check_metadata(pointer: &str, text: &str) -> Result<String, InputProblem> {
    name::check_length(pointer, text, MAX_METADATA_CHARACTERS)?;
    name::check_shown(pointer, text, &[])?;
    Ok(text.into())
}

/// Merges the members in, and tells which rules they break.
fn merge(metadata: &mut Map<String, String>, members: &Map<String, Option<String>>) -> Vec<InputProblem> {
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
        let kept = metadata.get(key).map(String::as_str);
        let check = |value: &str| check_metadata(&format!("/metadata/{key}"), value);
        match name::check_unless_kept(kept, value, check) {
            Ok(value) => drop(metadata.insert(key.clone(), value)),
            Err(problem) => problems.push(problem),
        }
    }
    if metadata.len() > MAX_METADATA {
        problems.push(InputProblem::new("/metadata", "an account has at most 16 metadata members"));
    }
    problems
}

/// What shall change of an account. What is absent stays; what is null is cleared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AccountChange {
    /// 1 to 200 characters, counted in Unicode's form NFC, in which it is kept; a person can see one of them; a name cannot be cleared.
    #[serde(default, deserialize_with = "input::given")]
    #[cfg_attr(feature = "schema", schemars(with = "String", regex(pattern = crate::value::name::NAME), length(max = 200)))]
    pub name: Option<String>,
    /// At most 1000 characters, counted in NFC, line breaks among them.
    #[serde(default, deserialize_with = "input::given")]
    pub description: Option<Option<String>>,
    /// Texts by name, merged into those that are there; a null member removes one.
    #[serde(default, deserialize_with = "input::given")]
    pub metadata: Option<Option<Map<String, Option<String>>>>,
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
    pub auth_methods: Option<Option<Set<AuthMethod>>>,
    /// Whether its tokens have to be bound to a key, by DPoP (RFC 9449 section 5.2).
    #[serde(default, deserialize_with = "input::given")]
    #[cfg_attr(feature = "schema", schemars(with = "bool"))]
    pub dpop_bound_access_tokens: Option<bool>,
}
