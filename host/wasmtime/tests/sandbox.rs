//! The sandbox: what the component imports, what it is bounded by, and that a trap stays where it is.

mod common;

use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
use badgehouse::company::ResealInput;
use badgehouse::error::Code;
use badgehouse::grant::{TokenErrorCode, TokenRequest};
use badgehouse::http::HttpRequest;
use badgehouse::service::Service;
use badgehouse::settings::Settings;
use badgehouse::store::{Action, Change, Commit, Entry, Expect, Key, Listed, Reply, Store, StoreError};
use badgehouse_native::MemoryStore;
use badgehouse_wasmtime::{Badgehouse, Limits, LoadError, Program};
use common::{COMPANY, administrator, component, create, new_account, program, settings};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use wasmparser::{Parser, Payload};

#[test]
fn the_component_imports_its_ports_and_nothing_else() {
    let component = component();
    let mut depth = 0_usize;
    let mut imports = BTreeSet::new();
    for payload in Parser::new(0).parse_all(&component) {
        match payload.unwrap() {
            Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
            Payload::End(_) => depth = depth.saturating_sub(1),
            Payload::ComponentImportSection(section) if depth == 0 => {
                imports.extend(section.into_iter().map(|import| import.unwrap().name.name.to_owned()));
            }
            _ => {}
        }
    }
    let ports = [
        "badgehouse:service-accounts/crypto@0.1.0",
        "badgehouse:service-accounts/store@0.1.0",
        "wasi:clocks/wall-clock@0.2.0",
        "wasi:random/random@0.2.0",
    ];
    assert_eq!(imports, ports.map(String::from).into());
}

#[test]
fn what_is_no_component_of_the_contract_does_not_load() {
    let load = |bytes: &[u8]| Program::compile(bytes).unwrap_err();
    assert!(matches!(load(b"not WebAssembly"), LoadError::Component(_)));
    assert!(matches!(load(&common::built("rules.wasm")), LoadError::Component(_)));
}

#[test]
fn settings_that_break_a_rule_or_ask_ring_for_rsa_do_not_load() {
    let insecure = Settings { issuer: "http://id.acme.com".into(), ..settings() };
    let mut rsa = settings();
    rsa.policy.signing_algorithm = badgehouse::crypto::Algorithm::Rs256;
    for (settings, pointer) in [(insecure, "/issuer"), (rsa, "/policy/signing_algorithm")] {
        let refused = program().open(settings, MemoryStore::new()).unwrap_err();
        let LoadError::Settings(error) = refused else { panic!("{refused}") };
        let pointers: Vec<&str> = error.errors.iter().map(|problem| problem.pointer.as_str()).collect();
        assert_eq!(pointers, [pointer]);
    }
}

#[test]
fn what_is_printed_for_debugging_holds_no_key() {
    let program = program();
    let badges = program.open(settings(), MemoryStore::new()).unwrap();
    assert_eq!(format!("{badges:?}"), "Badgehouse(https://id.acme.com)");
    assert_eq!(format!("{program:?}"), format!("Program({:?})", Limits::default()));
}

#[tokio::test]
async fn a_store_slower_than_the_time_to_compute_stops_no_request() {
    let limits = Limits { compute: Duration::from_millis(50), ..Limits::default() };
    let program = Program::compile_with(component(), limits).unwrap();
    let badges = program.open(settings(), Odd::new(Oddity::Slow)).unwrap();
    let created = create(&badges).await;
    let client_id = created.account.client_id.to_string();
    let found = badges.get_account(administrator(), COMPANY.into(), client_id).await.unwrap();
    assert_eq!(found, created.account);
}

#[tokio::test]
async fn an_instance_that_computes_too_long_is_stopped_and_grants_nothing() {
    let limits = Limits { compute: Duration::ZERO, ..Limits::default() };
    let program = Program::compile_with(component(), limits).unwrap();
    let store = MemoryStore::new();
    let patient = common::program().open(settings(), store.clone()).unwrap();
    let request = costly_request(&patient, &store).await;
    let hasty = program.open(settings(), store).unwrap();
    let error = hasty.request_token(request).await.unwrap_err();
    assert_eq!(error.error, TokenErrorCode::TemporarilyUnavailable);
    assert!(error.diagnostic.unwrap().starts_with("the component stopped"));
    hasty.jwks().await.unwrap();
}

#[tokio::test]
async fn the_costliest_stored_hash_that_is_accepted_fits_the_memory() {
    let store = MemoryStore::new();
    let badges = program().open(settings(), store.clone()).unwrap();
    let request = costly_request(&badges, &store).await;
    badges.request_token(request).await.unwrap();
}

#[tokio::test]
async fn an_instance_out_of_memory_traps_alone() {
    let store = Odd::new(Oddity::Huge);
    let odd = Arc::clone(&store.on);
    odd.store(false, Ordering::Relaxed);
    let badges = program().open(settings(), store).unwrap();
    let created = create(&badges).await;
    let get = || badges.get_account(administrator(), COMPANY.into(), created.account.client_id.to_string());
    odd.store(true, Ordering::Relaxed);
    let error = get().await.unwrap_err();
    assert_eq!(error.code, Code::Broken);
    assert!(error.into_parts().diagnostic.unwrap().starts_with("the component stopped"));
    let response = Service::handle(&badges, get_jwks(), None).await;
    assert_eq!(response.status, 500);
    assert!(response.diagnostic.is_some());
    odd.store(false, Ordering::Relaxed);
    assert_eq!(get().await.unwrap(), created.account);
}

#[tokio::test]
async fn a_request_that_is_dropped_gives_its_place_back() {
    let limits = Limits { instances: 1, ..Limits::default() };
    let store = Odd::new(Oddity::Stuck);
    let odd = Arc::clone(&store.on);
    let badges = Program::compile_with(component(), limits).unwrap().open(settings(), store).unwrap();
    let waiting = tokio::time::timeout(Duration::from_millis(50), badges.jwks()).await;
    assert!(waiting.is_err());
    odd.store(false, Ordering::Relaxed);
    assert_eq!(badges.jwks().await.unwrap().keys.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_beyond_the_pool_wait_for_a_place() {
    let limits = Limits { instances: 2, ..Limits::default() };
    let program = Program::compile_with(component(), limits).unwrap();
    let badges = program.open(settings(), Odd::new(Oddity::Slow)).unwrap();
    let requests: Vec<_> = (0..8)
        .map(|_| {
            let badges = badges.clone();
            tokio::spawn(async move { badges.handle(get_jwks(), None).await.unwrap().status })
        })
        .collect();
    for request in requests {
        assert_eq!(request.await.unwrap(), 200);
    }
}

#[tokio::test]
async fn a_failing_store_is_unavailable_and_says_so_to_the_operator_alone() {
    let badges = program().open(settings(), Odd::new(Oddity::Failing)).unwrap();
    let refused = badges.create_account(administrator(), COMPANY.into(), new_account(), None).await;
    let error = refused.unwrap_err();
    assert_eq!(error.code, Code::Unavailable);
    assert!(error.diagnostic.as_deref().unwrap().contains("out of order"));
    assert!(!error.detail.contains("out of order"));
}

fn get_jwks() -> HttpRequest {
    HttpRequest { method: "GET".into(), target: "/oauth/jwks".into(), ..HttpRequest::default() }
}

/// A good token request, of an account whose stored hash has the highest cost that is accepted.
async fn costly_request(badges: &Badgehouse, store: &MemoryStore) -> TokenRequest {
    let created = create(badges).await;
    let client_id = created.account.client_id.to_string();
    let segment = &client_id[3..35];
    let key = Key::parse(format!("{segment}/account/{client_id}")).unwrap();
    let [entry] = &store.get(std::slice::from_ref(&key)).await.unwrap()[..] else { panic!() };
    let record = entry.as_ref().unwrap().value.split(|byte| *byte == b'\n').next().unwrap();
    let mut account: serde_json::Value = serde_json::from_slice(record).unwrap();
    let secret = created.client_secret.unwrap().reveal().to_owned();
    let params = Params::new(64 * 1024, 4, 4, Some(32)).unwrap();
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let phc = argon2.hash_password_with_salt(secret.as_bytes(), b"sixteen bytes...").unwrap();
    account["secrets"][0]["phc"] = phc.to_string().into();
    // Signed by a sealing key that was lost, and kept by the operator's word.
    let value = format!("{account}\nlost........0.").into_bytes();
    let action = Action::Put { value, expires_at: None };
    store.commit(&[Change { key, expect: Expect::Any, action }]).await.unwrap();
    let input = ResealInput { keep_lost: true, cursor: None };
    badges.reseal_company("acme".into(), input).await.unwrap();
    TokenRequest { client_id, client_secret: secret.into(), ..TokenRequest::default() }
}

/// What is odd about a store.
#[derive(Clone, Copy)]
enum Oddity {
    /// Each answer takes longer than an instance may compute.
    Slow,
    /// A get never ends.
    Stuck,
    /// A get answers more than an instance has memory for.
    Huge,
    /// Nothing works.
    Failing,
}

/// A store in memory, with an oddity while it is on.
struct Odd {
    store: MemoryStore,
    oddity: Oddity,
    on: Arc<AtomicBool>,
}

impl Odd {
    fn new(oddity: Oddity) -> Self {
        Self { store: MemoryStore::new(), oddity, on: Arc::new(AtomicBool::new(true)) }
    }

    async fn show(&self) -> Result<(), StoreError> {
        if !self.on.load(Ordering::Relaxed) {
            return Ok(());
        }
        match self.oddity {
            Oddity::Slow => tokio::time::sleep(Duration::from_millis(300)).await,
            Oddity::Stuck => std::future::pending().await,
            Oddity::Huge => {}
            Oddity::Failing => return Err(StoreError::Unavailable("out of order".into())),
        }
        Ok(())
    }
}

impl Store for Odd {
    fn get<'a>(&'a self, keys: &'a [Key]) -> Reply<'a, Result<Vec<Option<Entry>>, StoreError>> {
        Box::pin(async {
            self.show().await?;
            let mut entries = self.store.get(keys).await?;
            if matches!(self.oddity, Oddity::Huge) && self.on.load(Ordering::Relaxed) {
                let version = badgehouse::store::Version("1".into());
                entries[0] = Some(Entry { value: vec![b' '; 200 << 20], version });
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
        Box::pin(async move {
            self.show().await?;
            self.store.list(prefix, after, limit).await
        })
    }

    fn commit<'a>(&'a self, changes: &'a [Change]) -> Reply<'a, Result<Commit, StoreError>> {
        Box::pin(async {
            let outcome = self.store.commit(changes).await?;
            self.show().await?;
            Ok(outcome)
        })
    }
}
