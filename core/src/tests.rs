//! The main job on a store in memory, by the blocking driver: the shortest way to see that the rules run.

mod administer;
mod attention;
#[cfg(test)]
mod audit;
pub(crate) mod counted;
mod deleted;
mod doubt;
#[cfg(test)]
mod ends;
mod erased;
mod forged;
mod held;
mod jwks;
mod narrowed;
mod order;
mod precedence;
mod refusals;
mod resealed;
mod ring;
mod rotation;
mod spent;
#[cfg(test)]
pub(crate) mod texts;
mod trusted;
mod width;
mod window;

use crate::administration::principal::Principal;
use crate::core::Core;
use crate::model::account::new::NewAccount;
use crate::model::actor::{Actor, ActorKind};
use crate::model::permission_change::PermissionChange;
use crate::model::settings::Settings;
use crate::oauth::authorize::NeedInput;
use crate::oauth::error::TokenErrorCode;
use crate::oauth::grant::TokenRequest;
use crate::port::crypto::CryptoError;
use crate::port::crypto::seal::SealingKey;
use crate::port::driver::run;
use crate::port::operation::{Answer, Ask, Operation};
use crate::port::store::{Action, Commit, Entry, Expect, Key, Listed, Version};
use crate::value::identifier::{ActorId, CompanyId, ToolId};
use crate::value::level::Level;
use crate::value::random::Start;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Default)]
pub(crate) struct World {
    pub(crate) entries: BTreeMap<Key, Entry>,
    versions: u64,
    seeds: u64,
    /// Seconds that the clock has gone on.
    passed: u64,
}

impl World {
    pub(crate) fn start(&mut self) -> Start {
        self.seeds += 1;
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&self.seeds.to_le_bytes());
        Start { now: 1_800_000_000 + self.passed, seed }
    }

    pub(crate) fn run<T>(&mut self, operation: Operation<T>) -> T {
        run(operation, |ask| self.answer(ask))
    }

    pub(crate) fn answer(&mut self, ask: Ask) -> Answer {
        match ask {
            Ask::Get { keys } => {
                Answer::Get(Ok(keys.iter().map(|key| self.entries.get(key).cloned()).collect()))
            }
            Ask::List { prefix, after, limit } => Answer::List(Ok(self
                .entries
                .iter()
                .filter(|(key, _)| key.as_str().starts_with(&prefix) && Some(*key) > after.as_ref())
                .take(limit as usize)
                .map(|(key, entry)| Listed { key: key.clone(), entry: entry.clone() })
                .collect())),
            Ask::Commit { changes } => {
                // As stores ask: one partition, and each key once.
                let partitions: BTreeSet<&str> =
                    changes.iter().map(|change| change.key.partition()).collect();
                assert_eq!(partitions.len(), 1, "{changes:?}");
                let keys: BTreeSet<&Key> = changes.iter().map(|change| &change.key).collect();
                assert_eq!(keys.len(), changes.len(), "{changes:?}");
                let holds = changes.iter().all(|change| match &change.expect {
                    Expect::Any => true,
                    Expect::Absent => !self.entries.contains_key(&change.key),
                    Expect::Version(version) => {
                        self.entries.get(&change.key).is_some_and(|entry| entry.version == *version)
                    }
                });
                if !holds {
                    return Answer::Commit(Ok(Commit::Conflict));
                }
                for change in changes {
                    match change.action {
                        Action::Keep => {}
                        Action::Put { value, .. } => {
                            self.versions += 1;
                            let version = Version(self.versions.to_string());
                            self.entries.insert(change.key, Entry { value, version });
                        }
                        Action::Delete => {
                            self.entries.remove(&change.key);
                        }
                    }
                }
                Answer::Commit(Ok(Commit::Committed))
            }
            Ask::Generate { .. } => Answer::Generate(Err(CryptoError::Unsupported)),
            Ask::Sign { .. } => Answer::Sign(Err(CryptoError::Unsupported)),
            Ask::Verify { .. } => Answer::Verify(Err(CryptoError::Unsupported)),
        }
    }
}

pub(crate) fn core() -> Core {
    let sealing_keys = vec![SealingKey::from_bytes([7; 32])];
    Core::open(Settings::new("https://id.example.com", "svc.example.com", sealing_keys)).unwrap()
}

pub(crate) fn administrator() -> Principal {
    let tool = |id: &str| ToolId::parse(id).unwrap();
    let levels = [(tool("admin"), Level::Admin), (tool("directory"), Level::Admin)].into_iter().collect();
    Principal::Actor(Actor {
        company: CompanyId::parse("acme").unwrap(),
        id: ActorId::parse("ann").unwrap(),
        kind: ActorKind::User { levels },
    })
}

#[test]
fn an_account_is_created_fetches_a_token_and_passes_once_it_is_granted_a_level() {
    let (core, mut world) = (core(), World::default());
    let new = NewAccount::custom("Nightly sync");
    let start = world.start();
    let created = world.run(core.create_account(start, administrator(), "acme".into(), new, None)).unwrap();
    let client_id = created.account.client_id.to_string();
    let secret = created.client_secret.unwrap().reveal().to_owned();

    let request = |secret: &str| TokenRequest {
        client_id: client_id.clone(),
        client_secret: secret.to_owned().into(),
        ..TokenRequest::default()
    };
    let start = world.start();
    let token = world.run(core.request_token(start, request(&secret))).unwrap();
    let need = || NeedInput {
        company: "acme".into(),
        audience: None,
        tool: "rfis".into(),
        level: Some(Level::ReadOnly),
        action: None,
        project: Some("p1".into()),
    };
    let header = Some(format!("Bearer {}", token.access_token));
    let start = world.start();
    let refused = world.run(core.authorize(start, header.clone(), need())).unwrap_err();
    assert_eq!(refused.code.as_str(), "insufficient_scope");

    let change: PermissionChange =
        serde_json::from_str(r#"{"projects":[{"project":"p1","levels":{"rfis":"read_only"}}]}"#).unwrap();
    let start = world.start();
    world
        .run(core.set_permissions(start, administrator(), "acme".into(), client_id.clone(), change, None))
        .unwrap();
    let start = world.start();
    let passed = world.run(core.authorize(start, header, need())).unwrap();
    assert_eq!(passed.level, Level::ReadOnly);

    let altered = format!("{}x", secret.strip_suffix(|_: char| true).unwrap());
    let start = world.start();
    let refused = world.run(core.request_token(start, request(&altered))).unwrap_err();
    assert_eq!(refused.error, TokenErrorCode::InvalidClient);
}
