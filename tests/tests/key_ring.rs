//! The key ring over time: a key is published before it signs, and kept until its last token has expired.

use badgehouse::account::NewAccount;
use badgehouse::authorize::NeedInput;
use badgehouse::crypto::Algorithm;
use badgehouse::grant::TokenRequest;
use badgehouse::permission::{Level, PermissionChange};
use badgehouse::principal::Principal;
use badgehouse::settings::Settings;
use badgehouse_native::{Engine, MemoryStore};
use badgehouse_simulation::{actor, settings};
use badgehouse_tests::engines::Clock;
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

const DAY: u64 = 86_400;

struct World {
    store: MemoryStore,
    engine: Engine,
    clock: Clock,
    request: TokenRequest,
}

impl World {
    async fn new(settings: Settings) -> Self {
        let clock = Clock::default();
        let (store, moving) = (clock.store(), clock.clone());
        let engine =
            Engine::open(settings, store.clone()).expect("the settings").with_clock(move || moving.now());
        let levels = json!({ "admin": "admin", "directory": "admin" });
        let ann = json!({ "company": "acme", "id": "ann", "kind": "user", "levels": levels });
        let user = Principal::Actor(actor(Some(ann)).expect("an actor"));
        let new = NewAccount::custom("Sync");
        let created =
            engine.create_account(user.clone(), "acme".into(), new, None).await.expect("an account");
        let id = created.account.client_id.to_string();
        let change: PermissionChange =
            serde_json::from_value(json!({ "company": { "rfis": "read_only" } })).expect("a change");
        engine.set_permissions(user, "acme".into(), id.clone(), change, None).await.expect("set");
        let secret = created.client_secret.expect("a secret").reveal().to_owned();
        let request = TokenRequest { client_id: id, client_secret: secret.into(), ..TokenRequest::default() };
        Self { store, engine, clock, request }
    }

    async fn token(&self) -> String {
        self.engine.request_token(self.request.clone()).await.expect("a token").access_token
    }

    async fn passes(&self, token: &str) -> bool {
        let need = NeedInput {
            company: "acme".into(),
            audience: None,
            tool: "rfis".into(),
            level: Some(Level::ReadOnly),
            action: None,
            project: None,
        };
        self.engine.authorize(Some(format!("Bearer {token}")), need).await.is_ok()
    }

    async fn published(&self) -> Vec<String> {
        self.engine.jwks().await.expect("keys").keys.into_iter().map(|key| key.kid).collect()
    }
}

fn header(token: &str) -> Value {
    let part = token.split('.').next().expect("a header");
    serde_json::from_slice(&BASE64URL_NOPAD.decode(part.as_bytes()).expect("base64url")).expect("JSON")
}

#[tokio::test]
async fn keys_roll_over_without_refusing_a_valid_token() {
    let world = World::new(settings()).await;
    let first = world.published().await;
    assert_eq!(first.len(), 1);
    assert!(
        !world.engine.maintain().await.expect("nothing to do").key_published,
        "a new key has its time before it"
    );

    world.clock.advance(89 * DAY);
    assert!(
        world.engine.maintain().await.expect("the next key").key_published,
        "the next key is published a day ahead"
    );
    assert!(!world.engine.maintain().await.expect("nothing to do").key_published, "and only one");
    let both = world.published().await;
    assert_eq!(both.len(), 2);
    assert_eq!(header(&world.token().await)["kid"], first[0], "it is published, and does not sign yet");

    world.clock.advance(DAY - 1);
    let last_of_the_first = world.token().await;
    assert_eq!(header(&last_of_the_first)["kid"], first[0]);
    world.clock.advance(1);
    world.engine.maintain().await.expect("time has come so far");
    let of_the_second = world.token().await;
    assert_eq!(header(&of_the_second)["kid"], both[1], "its moment has come");
    assert!(world.passes(&last_of_the_first).await, "a token of the key that signs no more is good");
    assert!(world.passes(&of_the_second).await);

    world.clock.advance(DAY + 60);
    world.engine.maintain().await.expect("time has come so far");
    assert_eq!(world.published().await, both[1..], "its last token has expired");
    assert!(!world.passes(&last_of_the_first).await);
}

#[tokio::test]
async fn a_host_that_maintains_nothing_goes_on_with_its_key() {
    let world = World::new(settings()).await;
    let first = world.published().await;
    world.clock.advance(1000 * DAY);
    let token = world.token().await;
    assert_eq!(header(&token)["kid"], first[0]);
    assert!(world.passes(&token).await);
}

#[tokio::test]
async fn tokens_are_signed_with_the_algorithm_of_the_policy() {
    for (algorithm, name) in [(Algorithm::Es256, "ES256"), (Algorithm::EdDsa, "EdDSA")] {
        let mut chosen = settings();
        chosen.policy.signing_algorithm = algorithm;
        let world = World::new(chosen).await;
        let token = world.token().await;
        let header = header(&token);
        assert_eq!(header["alg"], name);
        assert_eq!(header["typ"], "at+jwt");
        assert_eq!(header["kid"], world.published().await[0]);
        assert!(world.passes(&token).await);
    }
}

#[tokio::test]
async fn a_change_of_the_algorithm_is_a_roll_over() {
    let world = World::new(settings()).await;
    let first = world.token().await;
    let mut chosen = settings();
    chosen.policy.signing_algorithm = Algorithm::EdDsa;
    let (store, moving) = (world.store.clone(), world.clock.clone());
    let engine = Engine::open(chosen, store).expect("the settings").with_clock(move || moving.now());
    let world = World { engine, ..world };
    assert_eq!(header(&world.token().await)["alg"], "ES256", "nobody knows a key of the new one yet");
    assert!(world.engine.maintain().await.expect("the next key").key_published);
    assert!(
        !world.engine.maintain().await.expect("nothing to do").key_published,
        "the next key has its turn first"
    );
    assert_eq!(header(&world.token().await)["alg"], "ES256", "it is published, and does not sign yet");
    world.clock.advance(DAY);
    world.engine.maintain().await.expect("time has come so far");
    let next = world.token().await;
    assert_eq!(header(&next)["alg"], "EdDSA");
    assert!(world.passes(&next).await && world.published().await.len() == 2);
    assert_ne!(header(&first)["kid"], header(&next)["kid"]);
    assert!(!world.engine.maintain().await.expect("nothing to do").key_published);
}

#[tokio::test]
async fn an_access_token_has_the_claims_of_rfc_9068() {
    let world = World::new(settings()).await;
    let token = world.token().await;
    let claims = token.split('.').nth(1).expect("claims");
    let claims: Value =
        serde_json::from_slice(&BASE64URL_NOPAD.decode(claims.as_bytes()).expect("base64url")).expect("JSON");
    let now = world.clock.now();
    assert_eq!(claims["iss"], badgehouse_simulation::ISSUER);
    assert_eq!(claims["aud"], badgehouse_simulation::ISSUER);
    assert_eq!(claims["sub"], world.request.client_id);
    assert_eq!(claims["client_id"], world.request.client_id);
    assert_eq!((claims["iat"].as_u64(), claims["exp"].as_u64()), (Some(now), Some(now + 3600)));
    assert_eq!(claims["company"], "acme");
    assert_eq!(claims["epoch"], 1);
    assert!(claims["jti"].as_str().is_some_and(|jti| jti.len() == 24));
    assert!(claims["cred"].as_str().is_some_and(|cred| cred.len() == 12));
    assert!(claims.get("scope").is_none());
}
