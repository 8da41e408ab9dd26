//! The core on a map in this thread, with a provider that only seems to sign: for tests of millions of operations. A clone is a world of its own.

use crate::settings::settings;
use badgehouse::account::NewAccount;
use badgehouse::authorize::NeedInput;
use badgehouse::crypto::CryptoError;
use badgehouse::driver::run;
use badgehouse::error::{Code, Error};
use badgehouse::grant::TokenErrorCode;
use badgehouse::operation::{Answer, Ask, Operation};
use badgehouse::permission::Level;
use badgehouse::principal::{ActorInput, Principal};
use badgehouse::store::{Action, Change, Commit, Entry, Expect, Key, Listed, Version};
use badgehouse::{Core, Start};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A world: records, and how many versions and seeds were used up.
#[derive(Clone)]
pub struct SmallWorld {
    core: Core,
    entries: BTreeMap<Key, Entry>,
    versions: u64,
    seeds: u64,
}

/// An account of the world, with its secret.
#[derive(Clone, Debug)]
pub struct Made {
    /// Its company.
    pub company: String,
    /// Its id.
    pub client_id: String,
    /// Its first secret.
    pub secret: String,
}

impl Default for SmallWorld {
    fn default() -> Self {
        let core = Core::open(settings()).expect("the settings");
        Self { core, entries: BTreeMap::new(), versions: 0, seeds: 0 }
    }
}

impl SmallWorld {
    /// Does one operation.
    pub fn perform<T>(&mut self, begin: impl FnOnce(&Core, Start) -> Operation<T>) -> T {
        self.seeds += 1;
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&self.seeds.to_le_bytes());
        let operation = begin(&self.core.clone(), Start { now: 1_800_000_000, seed });
        run(operation, |ask| self.answer(ask))
    }

    /// An account that the platform makes.
    pub fn create(&mut self, company: &str, name: &str) -> Made {
        let new = NewAccount::custom(name);
        let created = self
            .perform(|core, start| core.create_account(start, Principal::Platform, company.into(), new, None))
            .expect("an account");
        Made {
            company: company.into(),
            client_id: created.account.client_id.to_string(),
            secret: created.client_secret.expect("a secret").reveal().to_owned(),
        }
    }

    /// An access token for the API.
    pub fn token(&mut self, made: &Made) -> String {
        let request = json!({ "client_id": made.client_id, "client_secret": made.secret });
        let request = serde_json::from_value(request).expect("a request");
        self.perform(|core, start| core.request_token(start, request)).expect("a token").access_token
    }

    /// An access token for the API that is limited to a scope; nothing when nothing of the scope is held.
    pub fn scoped_token(&mut self, made: &Made, scope: &str) -> Option<String> {
        let request = json!({ "client_id": made.client_id, "client_secret": made.secret, "scope": scope });
        let request = serde_json::from_value(request).expect("a request");
        match self.perform(|core, start| core.request_token(start, request)) {
            Ok(token) => Some(token.access_token),
            Err(error) if error.error == TokenErrorCode::InvalidScope => None,
            Err(error) => panic!("{error}"),
        }
    }

    /// Sets permissions; the code of the refusal when it is refused.
    pub fn set(&mut self, by: Principal, company: &str, client_id: &str, change: Value) -> Result<(), Code> {
        let change = serde_json::from_value(change).expect("a change");
        self.perform(|core, start| {
            core.set_permissions(start, by, company.into(), client_id.into(), change, None)
        })
        .map_err(|error: Error| error.code)
    }

    /// Whether a call of the company's API goes through.
    pub fn authorized(
        &mut self,
        token: &str,
        company: &str,
        tool: &str,
        level: Level,
        project: Option<&str>,
    ) -> bool {
        let need = json!({ "company": company, "tool": tool, "level": level, "project": project });
        self.passes(token, need)
    }

    /// Whether a call of the company's API that needs an action goes through.
    pub fn authorized_action(
        &mut self,
        token: &str,
        company: &str,
        tool: &str,
        action: &str,
        project: Option<&str>,
    ) -> bool {
        let need = json!({ "company": company, "tool": tool, "action": action, "project": project });
        self.passes(token, need)
    }

    fn passes(&mut self, token: &str, need: Value) -> bool {
        let need: NeedInput = serde_json::from_value(need).expect("a need");
        let header = Some(format!("Bearer {token}"));
        match self.perform(|core, start| core.authorize(start, header, need)) {
            Ok(_) => true,
            Err(error) if [Code::InsufficientScope, Code::InvalidToken].contains(&error.code) => false,
            Err(error) => panic!("{error}"),
        }
    }

    fn answer(&mut self, ask: Ask) -> Answer {
        match ask {
            Ask::Get { keys } => {
                Answer::Get(Ok(keys.iter().map(|key| self.entries.get(key).cloned()).collect()))
            }
            Ask::List { prefix, after, limit } => {
                let found = self.entries.iter().filter(|(key, _)| key.as_str().starts_with(&prefix));
                let found = found.filter(|(key, _)| after.as_ref().is_none_or(|after| *key > after));
                let listed = |(key, entry): (&Key, &Entry)| Listed { key: key.clone(), entry: entry.clone() };
                Answer::List(Ok(found.take(limit as usize).map(listed).collect()))
            }
            Ask::Commit { changes } => Answer::Commit(Ok(self.commit(changes))),
            Ask::Generate { .. } => Answer::Generate(Err(CryptoError::Unsupported)),
            Ask::Sign { message, .. } => Answer::Sign(Ok(seeming_signature(&message))),
            Ask::Verify { message, signature, .. } => {
                Answer::Verify(Ok(signature == seeming_signature(&message)))
            }
        }
    }

    fn commit(&mut self, changes: Vec<Change>) -> Commit {
        let holds = |change: &Change| match (&change.expect, self.entries.get(&change.key)) {
            (Expect::Any, _) | (Expect::Absent, None) => true,
            (Expect::Version(version), Some(entry)) => entry.version == *version,
            _ => false,
        };
        if !changes.iter().all(holds) {
            return Commit::Conflict;
        }
        for change in changes {
            match change.action {
                Action::Keep => {}
                Action::Delete => drop(self.entries.remove(&change.key)),
                // Nothing here reads old events, and millions of them would fill the memory.
                Action::Put { .. } if change.key.as_str().contains("/audit/") => {}
                Action::Put { value, .. } => {
                    self.versions += 1;
                    let version = Version(self.versions.to_string());
                    self.entries.insert(change.key, Entry { value, version });
                }
            }
        }
        Commit::Committed
    }
}

fn seeming_signature(message: &[u8]) -> Vec<u8> {
    message.iter().rev().take(64).copied().collect()
}

/// A user, with levels by tool.
pub fn user(company: &str, levels: Value) -> Principal {
    actor(json!({ "company": company, "id": "user", "kind": "user", "levels": levels }))
}

/// A service account that acts.
pub fn program(made: &Made) -> Principal {
    actor(json!({ "company": made.company, "id": made.client_id, "kind": "service_account" }))
}

fn actor(input: Value) -> Principal {
    let input: ActorInput = serde_json::from_value(input).expect("an actor");
    Principal::Actor(badgehouse::principal::Actor::parse(input).expect("an actor"))
}
