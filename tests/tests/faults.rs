//! Stores and providers that fail: nothing is granted, nothing is half done, and a commit of unknown outcome is found out about.

use badgehouse::account::NewAccount;
use badgehouse::authorize::NeedInput;
use badgehouse::crypto::{Algorithm, Crypto, CryptoError, GeneratedKey, PublicJwk, SigningKey};
use badgehouse::error::Code;
use badgehouse::grant::{TokenErrorCode, TokenRequest};
use badgehouse::page::PageInput;
use badgehouse::permission::{Level, PermissionChange};
use badgehouse::principal::Principal;
use badgehouse::store::{Change, Commit, Entry, Key, Listed, Reply, Store, StoreError};
use badgehouse_native::{Engine, MemoryStore};
use badgehouse_simulation::{actor, settings};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// What a store does wrong, while it is told to.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    /// The commit goes through, and its answer is lost.
    LosesAnswer,
    /// Nothing goes through.
    Unreachable,
    /// Every answer is bytes that are no record.
    Garbles,
    /// Answers fewer entries than were asked for.
    Cuts,
    /// Every commit comes second.
    AlwaysConflicts,
}

struct Faulty {
    inner: MemoryStore,
    fault: Fault,
    on: Arc<AtomicBool>,
    commits: Arc<AtomicU32>,
}

impl Faulty {
    fn is(&self, fault: Fault) -> bool {
        self.on.load(Ordering::SeqCst) && self.fault == fault
    }
}

fn unreachable() -> StoreError {
    StoreError::Unavailable("as planned".into())
}

impl Store for Faulty {
    fn get<'a>(&'a self, keys: &'a [Key]) -> Reply<'a, Result<Vec<Option<Entry>>, StoreError>> {
        Box::pin(async move {
            if self.is(Fault::Unreachable) {
                return Err(unreachable());
            }
            let mut entries = self.inner.get(keys).await?;
            if self.is(Fault::Garbles) {
                entries.iter_mut().flatten().for_each(|entry| entry.value = b"{\"v\":1".to_vec());
            }
            if self.is(Fault::Cuts) {
                entries.pop();
            }
            Ok(entries)
        })
    }

    fn list<'a>(
        &'a self,
        prefix: &'a str,
        after: Option<&'a Key>,
        limit: u32,
    ) -> Reply<'a, Result<Vec<Listed>, StoreError>> {
        if self.is(Fault::Unreachable) {
            return Box::pin(async { Err(unreachable()) });
        }
        self.inner.list(prefix, after, limit)
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Result<Commit, StoreError>> {
        Box::pin(async move {
            if self.is(Fault::Unreachable) {
                return Err(unreachable());
            }
            let count = self.commits.fetch_add(1, Ordering::SeqCst);
            if self.is(Fault::AlwaysConflicts) {
                return Ok(Commit::Conflict);
            }
            let outcome = self.inner.commit(changes).await;
            // The first answer of each pair is lost; what it was about is in the store.
            if self.is(Fault::LosesAnswer) && count.is_multiple_of(2) { Err(unreachable()) } else { outcome }
        })
    }
}

struct World {
    engine: Engine,
    on: Arc<AtomicBool>,
    commits: Arc<AtomicU32>,
}

fn world(fault: Fault) -> World {
    let (on, commits) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU32::new(0)));
    let store =
        Faulty { inner: MemoryStore::new(), fault, on: Arc::clone(&on), commits: Arc::clone(&commits) };
    World { engine: Engine::open(settings(), store).expect("the settings"), on, commits }
}

fn user() -> Principal {
    let levels = json!({ "admin": "admin", "directory": "admin" });
    let ann = json!({ "company": "acme", "id": "ann", "kind": "user", "levels": levels });
    Principal::Actor(actor(Some(ann)).expect("an actor"))
}

fn custom() -> NewAccount {
    NewAccount::custom("Sync")
}

/// An account that may read RFIs, its credentials, and a token for it.
async fn granted(engine: &Engine) -> (String, TokenRequest, Option<String>) {
    let created = engine.create_account(user(), "acme".into(), custom(), None).await.expect("an account");
    let id = created.account.client_id.to_string();
    let change: PermissionChange =
        serde_json::from_value(json!({ "company": { "rfis": "read_only" } })).expect("a change");
    engine.set_permissions(user(), "acme".into(), id.clone(), change, None).await.expect("set");
    let request = TokenRequest {
        client_id: id.clone(),
        client_secret: created.client_secret.expect("a secret").reveal().to_owned().into(),
        ..TokenRequest::default()
    };
    let token = engine.request_token(request.clone()).await.expect("a token");
    (id, request, Some(format!("Bearer {}", token.access_token)))
}

fn need() -> NeedInput {
    NeedInput {
        company: "acme".into(),
        audience: None,
        tool: "rfis".into(),
        level: Some(Level::ReadOnly),
        action: None,
        project: None,
    }
}

#[tokio::test]
async fn a_commit_whose_answer_is_lost_is_made_once_and_known_to_be_made() {
    let World { engine, on, commits } = world(Fault::LosesAnswer);
    on.store(true, Ordering::SeqCst);
    let created = engine.create_account(user(), "acme".into(), custom(), None).await.expect("an account");
    assert!(created.client_secret.is_some(), "the caller gets the secret of the account that was made");
    assert_eq!(commits.load(Ordering::SeqCst), 2, "the identical commit is submitted once more");
    let all = engine.list_accounts(user(), "acme".into(), PageInput::default().into()).await.expect("a page");
    assert_eq!(all.items.len(), 1);
}

#[tokio::test]
async fn a_failing_store_never_grants() {
    for fault in [Fault::Unreachable, Fault::Garbles, Fault::Cuts] {
        let World { engine, on, .. } = world(fault);
        let (id, request, header) = granted(&engine).await;
        engine.authorize(header.clone(), need()).await.expect("it passes while the store works");
        on.store(true, Ordering::SeqCst);
        let expected = if fault == Fault::Unreachable { Code::Unavailable } else { Code::Broken };
        let refused = engine.authorize(header.clone(), need()).await.expect_err("no grant");
        assert_eq!(refused.code, expected, "{fault:?}");
        assert!(refused.diagnostic.is_some(), "the operator is told why");
        let refused = engine.request_token(request.clone()).await.expect_err("no token");
        assert_eq!(refused.error, TokenErrorCode::TemporarilyUnavailable, "{fault:?}");
        let refused = engine.get_account(user(), "acme".into(), id).await.expect_err("no account");
        assert_eq!(refused.code, expected, "{fault:?}");
        on.store(false, Ordering::SeqCst);
        engine.authorize(header, need()).await.expect("it passes again");
    }
}

#[tokio::test]
async fn a_change_that_always_comes_second_ends_as_unavailable_with_nothing_written() {
    let World { engine, on, commits } = world(Fault::AlwaysConflicts);
    on.store(true, Ordering::SeqCst);
    let refused = engine.create_account(user(), "acme".into(), custom(), None).await.expect_err("no account");
    assert_eq!(refused.code, Code::Unavailable);
    assert_eq!(commits.load(Ordering::SeqCst), 8, "it decides again up to eight times");
    on.store(false, Ordering::SeqCst);
    let all = engine.list_accounts(user(), "acme".into(), PageInput::default().into()).await.expect("a page");
    assert!(all.items.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_at_the_same_time_all_take_effect() {
    let World { engine, .. } = world(Fault::Unreachable);
    let changes = (0..6).map(|_| {
        let engine = engine.clone();
        tokio::spawn(async move { engine.create_account(user(), "acme".into(), custom(), None).await })
    });
    for change in changes.collect::<Vec<_>>() {
        change.await.expect("it ran").expect("an account");
    }
    let all = engine.list_accounts(user(), "acme".into(), PageInput::default().into()).await.expect("a page");
    assert_eq!(all.items.len(), 6);
}

/// A provider that fails, or says yes to every signature, or knows nothing.
struct Provider(CryptoError);

impl Crypto for Provider {
    fn generate<'a>(&'a self, _: Algorithm) -> Reply<'a, Result<GeneratedKey, CryptoError>> {
        Box::pin(async { Err(self.0.clone()) })
    }

    fn sign<'a>(&'a self, _: &'a SigningKey, _: &'a [u8]) -> Reply<'a, Result<Vec<u8>, CryptoError>> {
        Box::pin(async { Err(self.0.clone()) })
    }

    fn verify<'a>(
        &'a self,
        _: Algorithm,
        _: &'a PublicJwk,
        _: &'a [u8],
        _: &'a [u8],
    ) -> Reply<'a, Result<bool, CryptoError>> {
        Box::pin(async { Err(self.0.clone()) })
    }
}

#[tokio::test]
async fn a_provider_that_supports_nothing_leaves_it_to_the_built_in_one() {
    let engine = Engine::open_with(settings(), MemoryStore::new(), Provider(CryptoError::Unsupported))
        .expect("settings");
    let (_, _, header) = granted(&engine).await;
    engine.authorize(header, need()).await.expect("it passes");
}

#[tokio::test]
async fn a_provider_that_fails_never_falls_back() {
    let failing = Provider(CryptoError::Failed("as planned".into()));
    let engine = Engine::open_with(settings(), MemoryStore::new(), failing).expect("settings");
    let created = engine.create_account(user(), "acme".into(), custom(), None).await.expect("an account");
    let request = TokenRequest {
        client_id: created.account.client_id.to_string(),
        client_secret: created.client_secret.expect("a secret").reveal().to_owned().into(),
        ..TokenRequest::default()
    };
    let refused = engine.request_token(request).await.expect_err("no token");
    assert_eq!(refused.error, TokenErrorCode::TemporarilyUnavailable);
}

#[tokio::test]
async fn a_lost_sealing_key_stops_everything_and_says_so_to_the_operator() {
    let store = Arc::new(MemoryStore::new());
    let engine = Engine::open(settings(), Shared(Arc::clone(&store))).expect("the settings");
    let (id, request, _) = granted(&engine).await;
    let mut other = settings();
    other.sealing_keys = vec![badgehouse::crypto::SealingKey::from_bytes([1; 32])];
    let engine = Engine::open(other, Shared(store)).expect("the settings");
    let refused = engine.request_token(request).await.expect_err("no token");
    assert_eq!(refused.error, TokenErrorCode::TemporarilyUnavailable);
    let why = refused.diagnostic.expect("a diagnostic");
    assert!(why.contains("sealing key"), "{why}");
    let refused = engine.get_account(user(), "acme".into(), id).await.expect_err("no account is believed");
    let why = refused.into_parts().diagnostic.expect("a diagnostic");
    assert!(why.contains("sealing key"), "{why}");
}

struct Shared(Arc<MemoryStore>);

impl Store for Shared {
    fn get<'a>(&'a self, keys: &'a [Key]) -> Reply<'a, Result<Vec<Option<Entry>>, StoreError>> {
        self.0.get(keys)
    }

    fn list<'a>(
        &'a self,
        prefix: &'a str,
        after: Option<&'a Key>,
        limit: u32,
    ) -> Reply<'a, Result<Vec<Listed>, StoreError>> {
        self.0.list(prefix, after, limit)
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Result<Commit, StoreError>> {
        self.0.commit(changes)
    }
}

/// Bounds that the core keeps, for the largest catalogue, names and changes that it takes.
#[tokio::test]
async fn the_largest_account_fits_a_record_and_too_large_a_change_is_refused() {
    let tools: Vec<_> = ["admin", "directory"]
        .into_iter()
        .map(|id| json!({ "id": id, "name": id, "scope": "company" }))
        .chain((0..98).map(|number| {
            let id = format!("{}{number:02}", "t".repeat(38));
            json!({ "id": id, "name": "Tool", "scope": "project" })
        }))
        .collect();
    let mut large = settings();
    large.catalogue = serde_json::from_value(json!({ "tools": tools })).expect("a catalogue");
    large.policy.live_secrets = 8;
    let ids: Vec<String> = large.catalogue.tools.iter().skip(2).map(|tool| tool.id.to_string()).collect();
    let engine = Engine::open(large, MemoryStore::new()).expect("the settings");
    let name = "👷".repeat(200);
    let new = NewAccount::custom(name.clone());
    let created = engine.create_account(user(), "acme".into(), new, None).await.expect("an account");
    let id = created.account.client_id.to_string();
    let all: serde_json::Map<_, _> = ids.iter().map(|id| (id.clone(), json!("read_only"))).collect();
    let set = async |projects: usize| {
        let projects: Vec<_> =
            (0..projects).map(|number| json!({ "project": format!("p{number}"), "levels": all })).collect();
        let change: PermissionChange =
            serde_json::from_value(json!({ "company": all, "projects": projects })).expect("a change");
        engine.set_permissions(user(), "acme".into(), id.clone(), change, None).await
    };
    assert_eq!(set(20).await.expect_err("too large").code, Code::InvalidInput);
    set(1).await.expect("one project fits");
    for _ in 0..20 {
        let new = serde_json::from_value(json!({ "name": name, "overlap_seconds": 0 })).expect("a wish");
        match engine.add_secret(user(), "acme".into(), id.clone(), new, None).await {
            Ok(_) => {}
            Err(error) => assert_eq!(error.code, Code::TooManySecrets),
        }
    }
    engine.get_account(user(), "acme".into(), id).await.expect("it is whole");
}
