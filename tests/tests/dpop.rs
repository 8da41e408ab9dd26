//! DPoP nonces: what a scenario cannot carry from a header into the next proof, and what other processes make of them.

use badgehouse::account::NewAccount;
use badgehouse::authorize::{NeedInput, Presented};
use badgehouse::crypto::SealingKey;
use badgehouse::dpop::DpopInput;
use badgehouse::error::Code;
use badgehouse::http::{HttpRequest, HttpResponse};
use badgehouse::principal::Principal;
use badgehouse::settings::{Policy, Settings};
use badgehouse_native::{Engine, MemoryStore};
use badgehouse_simulation::ISSUER;
use badgehouse_simulation::settings;
use badgehouse_tests::engines::Clock;
use badgehouse_tests::jwt::{self, merged};
use serde_json::{Value, json};

const ACME: &str = "acme";
const API: &str = "https://api.example.com/rfis";

struct World {
    store: MemoryStore,
    clock: Clock,
    client_id: String,
    client_secret: String,
}

impl World {
    async fn new() -> Self {
        let clock = Clock::default();
        let store = clock.store();
        let mut world = Self { store, clock, client_id: String::new(), client_secret: String::new() };
        let engine = world.process(&[42]);
        let made = engine.create_account(Principal::Platform, ACME.into(), NewAccount::custom("Sync"), None);
        let made = made.await.expect("an account");
        let id = made.account.client_id.to_string();
        let change = serde_json::from_value(json!({ "company": { "rfis": "read_only" } })).expect("a change");
        let set = engine.set_permissions(Principal::Platform, ACME.into(), id.clone(), change, None);
        set.await.expect("levels");
        world.client_secret = made.client_secret.expect("a secret").reveal().to_owned();
        world.client_id = id;
        world
    }

    /// One more process on the same store, with these sealing keys.
    fn process(&self, keys: &[u8]) -> Engine {
        let policy = Policy { dpop_nonces: true, ..Policy::default() };
        let sealing_keys = keys.iter().map(|key| SealingKey::from_bytes([*key; 32])).collect();
        let moving = self.clock.clone();
        let settings = Settings { policy, sealing_keys, ..settings() };
        Engine::open(settings, self.store.clone()).expect("the settings").with_clock(move || moving.now())
    }

    fn proof(&self, jti: &str, more: Value) -> String {
        let claims = jwt::proof_claims(&format!("{ISSUER}/oauth/token"), jti, self.clock.now());
        jwt::signed("ec", jwt::proof_header(), merged(claims, more))
    }

    async fn token(&self, engine: &Engine, proof: String) -> HttpResponse {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("grant_type", "client_credentials");
        form.append_pair("client_id", &self.client_id).append_pair("client_secret", &self.client_secret);
        let typed = ("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned());
        let request = HttpRequest {
            method: "POST".into(),
            target: "/oauth/token".into(),
            headers: vec![typed, ("dpop".into(), proof)],
            body: form.finish().into_bytes().into(),
            ..HttpRequest::default()
        };
        engine.handle(request, None).await
    }
}

fn nonce(response: &HttpResponse) -> String {
    let header = response.headers.iter().find(|(name, _)| name == "dpop-nonce");
    header.expect("a nonce").1.clone()
}

fn body(response: &HttpResponse) -> Value {
    serde_json::from_slice(&response.body).expect("JSON")
}

#[tokio::test]
async fn a_nonce_is_good_in_every_process_for_a_few_minutes() {
    let world = World::new().await;
    let (one, two) = (world.process(&[42]), world.process(&[42]));
    let refused = world.token(&one, world.proof("1", json!({}))).await;
    assert_eq!((refused.status, &body(&refused)["error"]), (400, &json!("use_dpop_nonce")));
    let nonce = nonce(&refused);
    let granted = world.token(&two, world.proof("2", json!({ "nonce": nonce }))).await;
    assert_eq!((granted.status, &body(&granted)["token_type"]), (200, &json!("DPoP")));
    assert_eq!(self::nonce(&granted), nonce, "the next proof's, which comes with the token");
    world.clock.advance(180);
    assert_eq!(world.token(&two, world.proof("3", json!({ "nonce": nonce }))).await.status, 200);
    world.clock.advance(180);
    let late = world.token(&two, world.proof("4", json!({ "nonce": nonce }))).await;
    assert_eq!(body(&late)["error"], json!("use_dpop_nonce"));
    assert_ne!(self::nonce(&late), nonce);
}

#[tokio::test]
async fn a_nonce_outlives_the_change_of_the_sealing_key_and_no_other_service_makes_one() {
    let world = World::new().await;
    let earlier = nonce(&world.token(&world.process(&[42]), world.proof("1", json!({}))).await);
    let changed = world.process(&[7, 42]);
    assert_eq!(world.token(&changed, world.proof("2", json!({ "nonce": earlier }))).await.status, 200);
    let foreign = nonce(&world.token(&world.process(&[9, 42]), world.proof("3", json!({}))).await);
    let refused = world.token(&changed, world.proof("4", json!({ "nonce": foreign }))).await;
    assert_eq!(body(&refused)["error"], json!("use_dpop_nonce"));
}

#[tokio::test]
async fn an_api_asks_for_a_nonce_as_well_and_says_which() {
    let world = World::new().await;
    let engine = world.process(&[42]);
    let nonce = nonce(&world.token(&engine, world.proof("1", json!({}))).await);
    let granted = world.token(&engine, world.proof("2", json!({ "nonce": nonce }))).await;
    let token = body(&granted)["access_token"].as_str().expect("a token").to_owned();
    let call = async |more: Value| {
        let claims = json!({ "htm": "GET", "htu": API, "ath_of": token });
        let proof = world.proof("3", merged(claims, more));
        let dpop = Some(DpopInput { proof, method: "GET".into(), url: API.into() });
        let need = json!({ "company": ACME, "tool": "rfis", "level": "read_only" });
        let need: NeedInput = serde_json::from_value(need).expect("a need");
        engine.authorize(Presented { authorization: Some(format!("DPoP {token}")), dpop }, need).await
    };
    let refused = call(json!({})).await.expect_err("a nonce is missing");
    assert_eq!(refused.code, Code::UseDpopNonce);
    let response = refused.to_response();
    assert_eq!((response.status, self::nonce(&response)), (401, nonce.clone()));
    let challenge = refused.www_authenticate().expect("a challenge");
    assert!(
        challenge.starts_with(r#"DPoP error="use_dpop_nonce""#) && challenge.contains("algs="),
        "{challenge}"
    );
    call(json!({ "nonce": nonce })).await.expect("with the nonce");
    call(json!({ "nonce": nonce })).await.expect("an API's proof is not remembered");
}
