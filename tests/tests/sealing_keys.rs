//! Sealing keys: what replacing one needs, what losing one means, and how to recover. docs/sealing-keys.md tells it to operators.

use badgehouse::account::NewAccount;
use badgehouse::audit::AuditVerifyInput;
use badgehouse::authorize::NeedInput;
use badgehouse::company::{CompanyResealed, ResealInput};
use badgehouse::crypto::SealingKey;
use badgehouse::grant::{TokenErrorCode, TokenRequest};
use badgehouse::key_ring::{EarlierTokens, Resealed};
use badgehouse::permission::{Level, PermissionChange};
use badgehouse::principal::Principal;
use badgehouse::settings::Settings;
use badgehouse_native::{Engine, MemoryStore};
use badgehouse_simulation::settings;
use serde_json::json;

const ACME: &str = "acme";

/// An engine on the store, with these sealing keys.
fn engine(store: &MemoryStore, keys: &[u8]) -> Engine {
    let sealing_keys = keys.iter().map(|key| SealingKey::from_bytes([*key; 32])).collect();
    Engine::open(Settings { sealing_keys, ..settings() }, store.clone()).expect("the settings")
}

/// An account that may read RFIs, and the request for its tokens.
async fn account(engine: &Engine) -> TokenRequest {
    let made = engine.create_account(Principal::Platform, ACME.into(), NewAccount::custom("Sync"), None);
    let made = made.await.expect("an account");
    let client_id = made.account.client_id.to_string();
    let change: PermissionChange =
        serde_json::from_value(json!({ "company": { "rfis": "read_only" } })).expect("a change");
    engine
        .set_permissions(Principal::Platform, ACME.into(), client_id.clone(), change, None)
        .await
        .expect("set");
    let secret = made.client_secret.expect("a secret").reveal().to_owned();
    TokenRequest { client_id, client_secret: secret.into(), ..TokenRequest::default() }
}

async fn token(engine: &Engine, request: &TokenRequest) -> Result<String, TokenErrorCode> {
    engine.request_token(request.clone()).await.map(|token| token.access_token).map_err(|error| error.error)
}

async fn passes(engine: &Engine, token: &str) -> bool {
    let need = NeedInput {
        company: ACME.into(),
        audience: None,
        tool: "rfis".into(),
        level: Some(Level::ReadOnly),
        action: None,
        project: None,
    };
    engine.authorize(Some(format!("Bearer {token}")), need).await.is_ok()
}

/// All of a company, some records at a time.
async fn reseal_company(engine: &Engine, keep_lost: bool) -> CompanyResealed {
    let mut whole = CompanyResealed::default();
    loop {
        let input = ResealInput { keep_lost, cursor: whole.next_cursor.take() };
        let some = engine.reseal_company(ACME.into(), input).await.expect("resealed");
        whole.resealed += some.resealed;
        whole.lost += some.lost;
        whole.forged += some.forged;
        whole.next_cursor = some.next_cursor;
        if whole.next_cursor.is_none() {
            return whole;
        }
    }
}

async fn audit_is_sound(engine: &Engine) -> bool {
    let verified = engine.verify_audit(Principal::Platform, ACME.into(), AuditVerifyInput::default()).await;
    verified.expect("an answer").problem.is_none()
}

#[tokio::test]
async fn a_sealing_key_is_replaced_in_three_steps_and_no_token_is_refused() {
    let store = MemoryStore::new();
    let before = engine(&store, &[1]);
    let request = account(&before).await;
    let early = token(&before, &request).await.expect("a token");
    let published = before.jwks().await.expect("keys");

    let between = engine(&store, &[2, 1]);
    assert!(passes(&between, &early).await, "both keys open");
    assert_eq!(between.reseal().await.expect("resealed"), Resealed { resealed: 1, ..Resealed::default() });
    let records = reseal_company(&between, false).await;
    assert!(records.resealed > 2 && records.lost == 0 && records.forged == 0, "{records:?}");
    assert_eq!(between.reseal().await.expect("nothing to do"), Resealed::default());
    assert_eq!(reseal_company(&between, false).await, CompanyResealed::default());

    let after = engine(&store, &[2]);
    assert!(passes(&after, &early).await, "a token that was out is good");
    let late = token(&after, &request).await.expect("a token with the same signing key");
    assert!(passes(&after, &late).await);
    assert!(audit_is_sound(&after).await);
    assert_eq!(published, after.jwks().await.expect("keys"), "nothing else changed");
    assert!(before.jwks().await.is_err(), "who knows the old key alone believes nothing any more");
}

#[tokio::test]
async fn a_lost_sealing_key_stops_everything_until_the_operator_says_that_the_store_is_to_be_believed() {
    let store = MemoryStore::new();
    let before = engine(&store, &[1]);
    let request = account(&before).await;
    let early = token(&before, &request).await.expect("a token");
    let kids: Vec<String> = before.jwks().await.expect("keys").keys.into_iter().map(|key| key.kid).collect();

    let after = engine(&store, &[2]);
    assert_eq!(token(&after, &request).await, Err(TokenErrorCode::TemporarilyUnavailable));
    assert!(!passes(&after, &early).await);
    let lost = Resealed { lost: kids.clone(), ..Resealed::default() };
    assert_eq!(after.reseal().await.expect("an answer"), lost);
    let left = reseal_company(&after, false).await;
    assert!(left.resealed == 0 && left.lost > 2 && left.forged == 0, "{left:?}");

    let kid = after.replace_signing_key(EarlierTokens::Kept).await.expect("a new key");
    assert!(token(&after, &request).await.is_err(), "the account is still not believed");
    let kept = reseal_company(&after, true).await;
    assert_eq!((kept.resealed, kept.lost, kept.forged), (left.lost, 0, 0));
    let late = token(&after, &request).await.expect("a token");
    assert!(passes(&after, &early).await && passes(&after, &late).await);
    let published: Vec<String> =
        after.jwks().await.expect("keys").keys.into_iter().map(|key| key.kid).collect();
    assert_eq!(published, [kids, vec![kid]].concat());
    assert!(!audit_is_sound(&after).await, "the head was signed with the lost key, and verify says so");
}

#[tokio::test]
async fn a_signing_key_that_somebody_else_may_know_is_replaced_and_its_tokens_are_refused() {
    let store = MemoryStore::new();
    let engine = engine(&store, &[1]);
    let request = account(&engine).await;
    let early = token(&engine, &request).await.expect("a token");
    let kid = engine.replace_signing_key(EarlierTokens::Refused).await.expect("a new key");
    assert!(!passes(&engine, &early).await);
    let published: Vec<String> =
        engine.jwks().await.expect("keys").keys.into_iter().map(|key| key.kid).collect();
    assert_eq!(published, [kid]);
    let late = token(&engine, &request).await.expect("a token");
    assert!(passes(&engine, &late).await);
}

#[tokio::test]
async fn a_key_that_was_altered_in_the_store_is_lost_and_the_others_are_resealed() {
    let store = MemoryStore::new();
    let before = engine(&store, &[1]);
    let request = account(&before).await;
    let early = token(&before, &request).await.expect("a token");
    engine(&store, &[3]).replace_signing_key(EarlierTokens::Kept).await.expect("a key that 1 does not open");
    // The ring is the other's, who alone can hand it over.
    engine(&store, &[1, 3]).replace_signing_key(EarlierTokens::Kept).await.expect("a key of 1");
    let after = engine(&store, &[2, 1]);
    let outcome = after.reseal().await.expect("an answer");
    assert_eq!((outcome.resealed, outcome.lost.len()), (2, 1));
    assert!(passes(&after, &early).await);
}
