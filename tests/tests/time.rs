//! A clock that is wrong: years ahead for one start and right again, or fallen back, on a store in a file. What was ended stays ended, nobody waits, keys roll over,
//! and nothing is purged by it.

use badgehouse::account::NewAccount;
use badgehouse::authorize::NeedInput;
use badgehouse::crypto::{Algorithm, BuiltIn, GeneratedKey, SealingKey};
use badgehouse::grant::TokenRequest;
use badgehouse::http::{HttpRequest, HttpResponse};
use badgehouse::principal::Principal;
use badgehouse::revocation::RevocationRequest;
use badgehouse::secret::NewSecretInput;
use badgehouse::settings::{Policy, Settings};
use badgehouse::time::{ClockStand, Maintained};
use badgehouse_native::Engine;
use badgehouse_simulation::{ISSUER, settings};
use badgehouse_sqlite::SqliteStore;
use badgehouse_tests::jwt;
use badgehouse_tests::scenario::BEGIN;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use tempfile::TempDir;

const DAY: u64 = 86_400;
const YEAR: u64 = 365 * DAY;
const AHEAD: i64 = 2 * YEAR as i64;
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// The truth, and how far the machine's clock is from it.
#[derive(Clone, Default)]
struct Time {
    passed: Arc<AtomicU64>,
    off: Arc<AtomicI64>,
}

struct World {
    _folder: TempDir,
    store: SqliteStore,
    time: Time,
    engine: Engine,
    id: String,
    secret: String,
    provider: BuiltIn,
    key: GeneratedKey,
}

fn acme() -> String {
    "acme".into()
}

/// A server's process on the store.
fn process(store: &SqliteStore, time: &Time, policy: Policy) -> Engine {
    let settings = Settings { policy, ..settings() };
    let (clock, monotonic) = (time.clone(), time.clone());
    let now = move || {
        (BEGIN + clock.passed.load(Ordering::SeqCst)).saturating_add_signed(clock.off.load(Ordering::SeqCst))
    };
    let engine = Engine::open(settings, store.clone()).expect("the settings").with_clock(now);
    engine.with_monotonic(move || monotonic.passed.load(Ordering::SeqCst))
}

impl World {
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = SqliteStore::open(&folder.path().join("badges.db")).await.expect("a store");
        let time = Time::default();
        let engine = process(&store, &time, Policy::default());
        let made = engine.create_account(Principal::Platform, acme(), NewAccount::custom("Sync"), None);
        let made = made.await.expect("an account");
        let id = made.account.client_id.to_string();
        let change = serde_json::from_value(json!({ "company": { "rfis": "read_only" } })).expect("a change");
        let set = engine.set_permissions(Principal::Platform, acme(), id.clone(), change, None);
        set.await.expect("levels");
        let provider = BuiltIn::new(vec![SealingKey::from_bytes([3; 32])]);
        let key = provider.generate(Algorithm::Es256, &mut ChaCha20Rng::from_seed([3; 32])).expect("a key");
        let new = serde_json::from_value(json!({ "jwk": key.jwk })).expect("a wish");
        engine.add_key(Principal::Platform, acme(), id.clone(), new).await.expect("entered");
        let secret = made.client_secret.expect("a secret").reveal().to_owned();
        let world = Self { _folder: folder, store, time, engine, id, secret, provider, key };
        world.turn().await;
        world
    }

    fn now(&self) -> u64 {
        BEGIN + self.time.passed.load(Ordering::SeqCst)
    }

    fn pass(&self, seconds: u64) {
        self.time.passed.fetch_add(seconds, Ordering::SeqCst);
    }

    /// Starts the server anew, with its clock so far from the truth.
    async fn start(&mut self, off: i64) -> Maintained {
        self.set(off);
        self.engine = process(&self.store, &self.time, Policy::default());
        self.turn().await
    }

    /// Sets the clock of the running server.
    fn set(&self, off: i64) {
        self.time.off.store(off, Ordering::SeqCst);
    }

    /// What the server does by its timer.
    async fn turn(&self) -> Maintained {
        let answer = self.engine.maintain().await.expect("maintained");
        while self.store.purge_expired(answer.store_time.seconds(), 500).await.expect("purged") == 500 {}
        self.engine.record_usage().await.expect("recorded");
        answer
    }

    fn request(&self) -> TokenRequest {
        let (client_id, client_secret) = (self.id.clone(), self.secret.clone().into());
        TokenRequest { client_id, client_secret, ..TokenRequest::default() }
    }

    async fn token(&self) -> String {
        self.engine.request_token(self.request()).await.expect("a token").access_token
    }

    async fn passes(&self, token: &str) -> bool {
        let need = json!({ "company": "acme", "tool": "rfis", "level": "read_only" });
        let need: NeedInput = serde_json::from_value(need).expect("a need");
        self.engine.authorize(Some(format!("Bearer {token}")), need).await.is_ok()
    }

    async fn revoke(&self, token: &str) {
        let (client_id, client_secret) = (self.id.clone(), self.secret.clone().into());
        let request = RevocationRequest { client_id, client_secret, token: token.to_owned().into() };
        self.engine.revoke_token(request).await.expect("revoked");
    }

    /// An assertion of half an hour, made by a right clock.
    fn assertion(&self, jti: &str) -> String {
        let claims = jwt::assertion_claims(&self.id, jti, self.now());
        let claims = jwt::merged(claims, json!({ "exp": self.now() + 1800 }));
        let header = json!({ "alg": "ES256", "kid": self.key.jwk.kid() });
        jwt::signed_by(&self.provider, &self.key, &header, &claims)
    }

    async fn post(&self, form: &[(&str, &str)], proof: Option<&str>) -> HttpResponse {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(form);
        let mut headers = vec![("content-type".into(), "application/x-www-form-urlencoded".into())];
        headers.extend(proof.map(|proof| ("dpop".into(), proof.to_owned())));
        let request = HttpRequest {
            method: "POST".into(),
            target: "/oauth/token".into(),
            headers,
            body: body.finish().into_bytes().into(),
            source: Some("192.0.2.9".into()),
            ..HttpRequest::default()
        };
        self.engine.handle(request, None).await
    }

    async fn present(&self, assertion: &str, proof: Option<&str>) -> u16 {
        let form = [
            ("grant_type", "client_credentials"),
            ("client_assertion_type", JWT_BEARER),
            ("client_assertion", assertion),
        ];
        self.post(&form, proof).await.status
    }

    async fn kids(&self) -> Vec<String> {
        self.engine.jwks().await.expect("keys").keys.into_iter().map(|key| key.kid).collect()
    }
}

fn claims(token: &str) -> Value {
    use data_encoding::BASE64URL_NOPAD;
    let part = token.split('.').nth(1).expect("claims");
    serde_json::from_slice(&BASE64URL_NOPAD.decode(part.as_bytes()).expect("base64url")).expect("JSON")
}

#[tokio::test]
async fn a_revoked_token_is_not_active_again_after_a_start_two_years_ahead() {
    let mut world = World::new().await;
    let token = world.token().await;
    assert!(world.passes(&token).await);
    world.revoke(&token).await;
    world.start(AHEAD).await;
    world.start(0).await;
    assert!(!world.passes(&token).await);
    // Nor when it was revoked by a clock for which it had expired.
    let token = world.token().await;
    world.start(AHEAD).await;
    world.revoke(&token).await;
    world.start(0).await;
    assert!(!world.passes(&token).await, "revoked while the clock was ahead");
}

#[tokio::test]
async fn a_used_assertion_and_a_used_proof_are_not_taken_again_after_a_start_two_years_ahead() {
    let mut world = World::new().await;
    let assertion = world.assertion("1");
    let url = format!("{ISSUER}/oauth/token");
    let proof = jwt::signed("ec", jwt::proof_header(), jwt::proof_claims(&url, "p", world.now()));
    assert_eq!(world.present(&assertion, Some(&proof)).await, 200);
    assert_eq!(world.present(&assertion, None).await, 401);
    assert_eq!(world.present(&world.assertion("2"), Some(&proof)).await, 400);
    world.start(AHEAD).await;
    world.start(0).await;
    assert_eq!(world.present(&assertion, None).await, 401);
    assert_eq!(world.present(&world.assertion("3"), Some(&proof)).await, 400);
    assert_eq!(world.present(&world.assertion("4"), None).await, 200, "a right client goes on");
}

#[tokio::test]
async fn a_clock_that_falls_back_by_a_year_takes_nothing_that_was_purged() {
    let mut world = World::new().await;
    let (assertion, token) = (world.assertion("1"), world.token().await);
    assert_eq!(world.present(&assertion, None).await, 200);
    world.revoke(&token).await;
    world.pass(YEAR);
    world.turn().await;
    let back = world.start(-(YEAR as i64)).await;
    assert_eq!(back.stand, ClockStand::FarBehind);
    assert_eq!(world.present(&assertion, None).await, 401, "its use was purged, and it has ended for good");
    assert!(!world.passes(&token).await);
    assert!(world.passes(&world.token().await).await, "tokens by a secret go on");
}

#[tokio::test]
async fn a_source_that_guessed_by_a_clock_that_was_ahead_waits_no_longer_than_the_window() {
    let world = World::new().await;
    world.set(AHEAD);
    let guess = async |number: u32| {
        let wrong = format!("{}{number}", &world.assertion("x")[..]);
        let form = [
            ("grant_type", "client_credentials"),
            ("client_assertion_type", JWT_BEARER),
            ("client_assertion", wrong.as_str()),
        ];
        world.post(&form, None).await
    };
    for number in 0..20 {
        guess(number).await;
    }
    world.set(0);
    let answer = guess(100).await;
    assert_eq!(answer.status, 401, "what a clock that was ahead has counted is forgotten");
    assert_eq!(world.present(&world.assertion("1"), None).await, 200);
    // Ahead by less than the window it counts as of now.
    let window = world.engine.settings().policy.failure_seconds;
    world.set(i64::try_from(window).expect("seconds") - 10);
    for number in 200..220 {
        guess(number).await;
    }
    world.set(0);
    let answer = guess(300).await;
    let wait = answer.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("retry-after"));
    let seconds: u64 = wait.expect("to wait").1.parse().expect("seconds");
    assert!(seconds <= window, "{seconds} seconds");
}

#[tokio::test]
async fn keys_roll_over_after_a_clock_was_two_years_ahead_once() {
    let mut world = World::new().await;
    let first = world.kids().await;
    world.start(AHEAD).await;
    assert_eq!(world.kids().await, first, "nothing is rolled over by a clock that is far off");
    world.start(0).await;
    world.pass(89 * DAY);
    assert!(world.turn().await.key_published);
    world.pass(DAY);
    world.turn().await;
    world.pass(2 * DAY);
    world.turn().await;
    let second = world.kids().await;
    assert!(second.len() == 1 && second != first);
}

#[tokio::test]
async fn a_published_key_does_not_sign_sooner_for_a_clock_that_is_ahead() {
    let mut world = World::new().await;
    let first = world.kids().await;
    world.pass(89 * DAY);
    world.turn().await;
    for off in [DAY as i64, 3 * DAY as i64, AHEAD] {
        world.start(off).await;
        let token = world.token().await;
        let header = token.split('.').next().expect("a header").as_bytes();
        let header = data_encoding::BASE64URL_NOPAD.decode(header).expect("base64url");
        let header: Value = serde_json::from_slice(&header).expect("JSON");
        assert_eq!(header["kid"], first[0], "by a clock {off} seconds ahead");
    }
}

#[tokio::test]
async fn steps_of_the_clock_back_make_no_pile_of_keys() {
    let mut world = World::new().await;
    let first = world.kids().await;
    for step in 1..=6 {
        world.start(-step * 3600).await;
        world.token().await;
        world.start(-step * YEAR as i64).await;
        world.token().await;
    }
    assert_eq!(world.kids().await, first);
}

#[tokio::test]
async fn a_token_that_was_made_by_a_clock_ahead_is_not_good_now() {
    let mut world = World::new().await;
    world.start(AHEAD).await;
    let token = world.token().await;
    assert!(world.passes(&token).await, "where it was made");
    world.start(0).await;
    assert!(claims(&token)["iat"].as_u64() > Some(world.now()));
    assert!(!world.passes(&token).await);
}

#[tokio::test]
async fn when_a_credential_was_last_used_does_not_stay_in_the_future() {
    let mut world = World::new().await;
    world.start(AHEAD).await;
    world.token().await;
    world.turn().await;
    world.start(0).await;
    world.token().await;
    world.turn().await;
    let usage = world.engine.get_usage(Principal::Platform, acme(), world.id.clone()).await.expect("usage");
    assert_eq!(usage.last_used_at.map(|at| at.seconds()), Some(world.now()));
    assert_eq!(usage.days.len(), 1, "{:?}", usage.days);
}

#[tokio::test]
async fn a_secret_that_was_ended_by_a_clock_ahead_does_not_come_back() {
    let mut world = World::new().await;
    let old = world.request();
    let new = NewSecretInput { overlap_seconds: None, ..NewSecretInput::default() };
    let added = world.engine.add_secret(Principal::Platform, acme(), world.id.clone(), new, None).await;
    let added = added.expect("a secret");
    world.secret = added.client_secret.expect("a secret").reveal().to_owned();
    world.token().await;
    world.turn().await;
    world.start(AHEAD).await;
    let id = added.secret.secret_id.to_string();
    let finished =
        world.engine.finish_rotation(Principal::Platform, acme(), world.id.clone(), id, None).await;
    finished.expect("finished");
    world.start(0).await;
    assert!(world.engine.request_token(old).await.is_err(), "the rotation has ended it");
    world.token().await;
}

#[tokio::test]
async fn a_live_secret_does_not_make_room_because_a_clock_is_ahead() {
    let mut world = World::new().await;
    let end = badgehouse::timestamp::Timestamp::from_seconds(world.now() + YEAR);
    let new = NewSecretInput { expires_at: Some(end), ..NewSecretInput::default() };
    let added = world.engine.add_secret(Principal::Platform, acme(), world.id.clone(), new, None).await;
    let secret = added.expect("a secret").client_secret.expect("a secret").reveal().to_owned();
    world.start(AHEAD).await;
    let new = NewSecretInput::default();
    world.engine.add_secret(Principal::Platform, acme(), world.id.clone(), new, None).await.expect("added");
    world.start(0).await;
    world.secret = secret;
    world.token().await;
}

#[tokio::test]
async fn a_far_clock_purges_nothing() {
    let mut world = World::new().await;
    let other = world.engine.create_account(Principal::Platform, acme(), NewAccount::custom("Other"), None);
    let other = other.await.expect("an account").account.client_id.to_string();
    world.engine.delete_account(Principal::Platform, acme(), other.clone()).await.expect("deleted");
    let far = world.start(AHEAD).await;
    assert_eq!(far.stand, ClockStand::FarAhead);
    assert!(far.store_time.seconds() <= world.now());
    assert_eq!(world.engine.purge_accounts(acme()).await.expect("purged").accounts, 0);
    assert_eq!(world.engine.cut_audit(acme()).await.expect("cut").removed, 0);
    world.start(0).await;
    world.engine.undelete_account(Principal::Platform, acme(), other).await.expect("it can come back");
    world
        .engine
        .verify_audit(Principal::Platform, acme(), Default::default())
        .await
        .expect("the audit is whole");
}

#[tokio::test]
async fn a_service_that_was_off_goes_on_and_one_word_brings_its_time_up() {
    let mut world = World::new().await;
    let first = world.kids().await;
    let off = 100 * DAY;
    world.pass(off);
    let late = world.start(0).await;
    assert_eq!(late.stand, ClockStand::FarAhead, "nobody was there to see it pass");
    assert!(!late.key_published);
    assert!(world.passes(&world.token().await).await);
    assert_eq!(world.present(&world.assertion("1"), None).await, 200);
    let before = world.engine.believe_clock().await.expect("believed");
    assert_eq!(before.store_time.map(|at| at.seconds()), Some(world.now() - off));
    let turn = world.turn().await;
    assert_eq!((turn.stand, turn.store_time.seconds()), (ClockStand::Near, world.now()));
    assert!(turn.key_published, "what was due is done");
    assert_eq!(world.kids().await.len(), first.len() + 1);
    let query = badgehouse::audit::AuditQuery::default();
    let told = world.engine.list_platform_audit_events(query).await.expect("events").items;
    let told: Vec<&str> = told.iter().map(|event| event.action.as_str()).collect();
    assert_eq!(told, ["signing_key.created", "clock.believed", "signing_key.created"]);
}

#[tokio::test]
async fn a_store_that_began_by_a_wrong_clock_is_mended_by_one_word() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = SqliteStore::open(&folder.path().join("badges.db")).await.expect("a store");
    let time = Time::default();
    time.off.store(AHEAD, Ordering::SeqCst);
    let engine = process(&store, &time, Policy::default());
    engine.maintain().await.expect("the first key");
    time.off.store(0, Ordering::SeqCst);
    assert_eq!(engine.maintain().await.expect("maintained").stand, ClockStand::FarBehind);
    // A process whose clock is still wrong does not take the word back.
    let behind = Time { passed: Arc::clone(&time.passed), off: Arc::new(AtomicI64::new(AHEAD)) };
    let other = process(&store, &behind, Policy::default());
    other.maintain().await.expect("maintained");
    engine.believe_clock().await.expect("believed");
    assert_eq!(other.maintain().await.expect("maintained").stand, ClockStand::FarAhead);
    assert_eq!(engine.maintain().await.expect("maintained").stand, ClockStand::Near);
    for _ in 0..89 {
        time.passed.fetch_add(DAY, Ordering::SeqCst);
        engine.maintain().await.expect("maintained");
    }
    assert_eq!(engine.jwks().await.expect("keys").keys.len(), 2, "its key rolls over in its time");
}

#[tokio::test]
async fn an_erasure_that_a_clock_ahead_began_waits_a_minute_and_no_years() {
    let mut world = World::new().await;
    world.start(AHEAD).await;
    while world.engine.erase_company(acme(), acme()).await.expect("erased").receipt_from.is_none() {}
    world.start(0).await;
    let answer = world.engine.erase_company(acme(), acme()).await.expect("erased");
    assert_eq!(answer.receipt_from.map(|at| at.seconds()), Some(world.now() + 60));
    world.pass(60);
    assert!(world.engine.erase_company(acme(), acme()).await.expect("erased").receipt.is_some());
}

#[tokio::test]
async fn an_event_that_a_clock_ahead_has_dated_is_cut_with_those_around_it() {
    let mut world = World::new().await;
    let policy = Policy { audit_retention_seconds: Some(30 * DAY), ..Policy::default() };
    let name = |name: &str| NewAccount::custom(name);
    world.start(AHEAD).await;
    world.engine.create_account(Principal::Platform, acme(), name("Ahead"), None).await.expect("an account");
    world.start(0).await;
    world.engine.create_account(Principal::Platform, acme(), name("Right"), None).await.expect("an account");
    world.engine = process(&world.store, &world.time, policy);
    world.turn().await;
    world.pass(40 * DAY);
    world.turn().await;
    world.engine.create_account(Principal::Platform, acme(), name("Late"), None).await.expect("an account");
    let cut = world.engine.cut_audit(acme()).await.expect("cut");
    assert_eq!((cut.number, cut.removed), (5, 5));
}
