//! The engine on a store in memory, with ring: that it runs the rules, and by which clock.

use badgehouse::account::NewAccount;
use badgehouse::authorize::NeedInput;
use badgehouse::crypto::{Algorithm, SealingKey};
use badgehouse::error::Code;
use badgehouse::grant::TokenRequest;
use badgehouse::permission::Level;
use badgehouse::principal::Principal;
use badgehouse::settings::{Policy, Settings};
use badgehouse_native::{Engine, MemoryStore, Ring};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

fn settings() -> Settings {
    Settings::new("https://id.example.com", "svc.example.com", vec![SealingKey::from_bytes([1; 32])])
}

fn new_account() -> NewAccount {
    NewAccount::custom("Nightly sync")
}

#[tokio::test]
async fn a_token_expires_by_the_engines_clock() {
    let now = Arc::new(AtomicU64::new(1_800_000_000));
    let shown = Arc::clone(&now);
    let engine = Engine::open(settings(), MemoryStore::new())
        .unwrap()
        .with_clock(move || shown.load(Ordering::SeqCst));
    let created =
        engine.create_account(Principal::Platform, "acme".into(), new_account(), None).await.unwrap();
    let request = TokenRequest {
        client_id: created.account.client_id.to_string(),
        client_secret: created.client_secret.unwrap().reveal().to_owned().into(),
        ..TokenRequest::default()
    };
    let token = engine.request_token(request).await.unwrap();
    let authorization = format!("Bearer {}", token.access_token);
    let need = NeedInput {
        company: "acme".into(),
        audience: None,
        tool: "rfis".into(),
        level: Some(Level::ReadOnly),
        action: None,
        project: None,
    };
    let refused = engine.authorize(Some(authorization.clone()), need.clone()).await.unwrap_err();
    assert_eq!(refused.code, Code::InsufficientScope);
    now.fetch_add(token.expires_in + 60, Ordering::SeqCst);
    let refused = engine.authorize(Some(authorization), need).await.unwrap_err();
    assert_eq!(refused.code, Code::InvalidToken);
}

#[tokio::test]
async fn no_two_operations_start_from_the_same_seed() {
    let engine = Engine::open(settings(), MemoryStore::new()).unwrap().with_clock(|| 1_800_000_000);
    let mut ids = Vec::new();
    for _ in 0..3 {
        let created =
            engine.create_account(Principal::Platform, "acme".into(), new_account(), None).await.unwrap();
        ids.push(created.account.client_id);
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 3);
}

#[tokio::test]
async fn settings_that_break_a_rule_open_no_engine() {
    let insecure = Settings { issuer: "http://id.example.com".into(), ..settings() };
    let refused = Engine::open(insecure, MemoryStore::new()).unwrap_err();
    assert_eq!(refused.errors[0].pointer, "/issuer");
}

#[tokio::test]
async fn rs256_takes_a_provider_that_makes_rsa_keys() {
    let policy = Policy { signing_algorithm: Algorithm::Rs256, ..Policy::default() };
    let rsa = Settings { policy, ..settings() };
    let refused = Engine::open(rsa.clone(), MemoryStore::new()).unwrap_err();
    assert_eq!(
        (refused.code, refused.errors[0].pointer.as_str()),
        (Code::InvalidInput, "/policy/signing_algorithm")
    );
    assert!(refused.errors[0].detail.contains("open_with"), "{refused}");
    // What a provider of one's own can do, it knows itself.
    let provider = Ring::new(rsa.sealing_keys.clone());
    assert!(Engine::open_with(rsa, MemoryStore::new(), provider).is_ok());
}

#[tokio::test]
async fn nothing_that_is_printed_has_a_secret_in_it() {
    let store = MemoryStore::new();
    let engine = Engine::open(settings(), store.clone()).unwrap();
    let created =
        engine.create_account(Principal::Platform, "acme".into(), new_account(), None).await.unwrap();
    let secret = created.client_secret.as_ref().unwrap().reveal().to_owned();
    let request = TokenRequest {
        client_id: created.account.client_id.to_string(),
        client_secret: secret.clone().into(),
        ..TokenRequest::default()
    };
    let token = engine.request_token(request).await.unwrap();
    let sealing_key = SealingKey::from_bytes([1; 32]);
    let printed =
        format!("{engine:?} {:?} {store:?} {created:?} {token:?}", Ring::new(settings().sealing_keys));
    for hidden in [secret.as_str(), &token.access_token, &sealing_key.to_text(), "1, 1, 1"] {
        assert!(!printed.contains(hidden), "{printed}");
    }
    assert!(printed.contains(&sealing_key.id()), "which key it is may be told: {printed}");
}
