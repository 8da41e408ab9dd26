//! `private_key_jwt`: a client proves itself with a JWT, once, to this issuer alone.

use badgehouse::account::NewAccount;
use badgehouse::authorize::NeedInput;
use badgehouse::crypto::{Algorithm, BuiltIn, GeneratedKey, SealingKey};
use badgehouse::http::{HttpRequest, HttpResponse};
use badgehouse::permission::{Level, PermissionChange};
use badgehouse::principal::Principal;
use badgehouse::public_key::NewKeyInput;
use badgehouse_native::{Engine, MemoryStore};
use badgehouse_simulation::ISSUER;
use badgehouse_simulation::settings;
use badgehouse_tests::engines::Clock;
use badgehouse_tests::jwt;
use badgehouse_tests::scenario::BEGIN;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use serde_json::{Value, json};

const ACME: &str = "acme";
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// A program with a key of its own.
struct Program {
    client_id: String,
    client_secret: String,
    provider: BuiltIn,
    key: GeneratedKey,
}

struct World {
    store: MemoryStore,
    engine: Engine,
    clock: Clock,
}

impl World {
    fn new() -> Self {
        let clock = Clock::default();
        let store = clock.store();
        let engine = Self::open(&store, &clock);
        Self { store, engine, clock }
    }

    /// One more process on the same store.
    fn open(store: &MemoryStore, clock: &Clock) -> Engine {
        let moving = clock.clone();
        Engine::open(settings(), store.clone()).expect("the settings").with_clock(move || moving.now())
    }

    async fn program(&self, seed: u8, algorithm: Algorithm) -> Program {
        let made =
            self.engine.create_account(Principal::Platform, ACME.into(), NewAccount::custom("Sync"), None);
        let made = made.await.expect("an account");
        let client_id = made.account.client_id.to_string();
        let change: PermissionChange =
            serde_json::from_value(json!({ "company": { "rfis": "read_only" } })).expect("a change");
        let set =
            self.engine.set_permissions(Principal::Platform, ACME.into(), client_id.clone(), change, None);
        set.await.expect("levels");
        let provider = BuiltIn::new(vec![SealingKey::from_bytes([seed; 32])]);
        let key = provider.generate(algorithm, &mut ChaCha20Rng::from_seed([seed; 32])).expect("a key");
        let jwk = json!({ "jwk": key.jwk });
        let new: NewKeyInput = serde_json::from_value(jwk).expect("a wish");
        self.engine.add_key(Principal::Platform, ACME.into(), client_id.clone(), new).await.expect("entered");
        let client_secret = made.client_secret.expect("a secret").reveal().to_owned();
        Program { client_id, client_secret, provider, key }
    }

    fn claims(&self, program: &Program, jti: &str) -> Value {
        jwt::assertion_claims(&program.client_id, jti, self.clock.now())
    }

    async fn post(&self, form: &[(&str, &str)]) -> HttpResponse {
        post(&self.engine, "/oauth/token", form).await
    }

    /// The outcome of a token request with the assertion.
    async fn outcome(&self, assertion: &str) -> Result<String, String> {
        outcome(&self.post(&form(assertion)).await)
    }

    async fn passes(&self, token: &str) -> bool {
        let need = NeedInput {
            company: ACME.into(),
            audience: None,
            tool: "rfis".into(),
            level: Some(Level::ReadOnly),
            action: None,
            project: None,
        };
        self.engine.authorize(Some(format!("Bearer {token}")), need).await.is_ok()
    }
}

impl Program {
    fn header(&self) -> Value {
        json!({ "alg": self.key.jwk.algorithm().name(), "kid": self.key.jwk.kid() })
    }

    fn sign(&self, header: &Value, claims: &Value) -> String {
        jwt::signed_by(&self.provider, &self.key, header, claims)
    }
}

async fn post(engine: &Engine, path: &str, form: &[(&str, &str)]) -> HttpResponse {
    let mut body = form_urlencoded::Serializer::new(String::new());
    form.iter().for_each(|(name, value)| {
        body.append_pair(name, value);
    });
    let request = HttpRequest {
        method: "POST".into(),
        target: path.into(),
        headers: vec![("content-type".into(), "application/x-www-form-urlencoded".into())],
        body: body.finish().into_bytes().into(),
        ..HttpRequest::default()
    };
    engine.handle(request, None).await
}

fn form(assertion: &str) -> Vec<(&str, &str)> {
    vec![
        ("grant_type", "client_credentials"),
        ("client_assertion_type", JWT_BEARER),
        ("client_assertion", assertion),
    ]
}

fn outcome(response: &HttpResponse) -> Result<String, String> {
    let body: Value = serde_json::from_slice(&response.body).expect("JSON");
    let text = |name: &str| body[name].as_str().expect("a text").to_owned();
    if response.status == 200 { Ok(text("access_token")) } else { Err(text("error")) }
}

fn changed(claims: &Value, name: &str, value: Value) -> Value {
    jwt::merged(claims.clone(), json!({ name: value }))
}

#[tokio::test]
async fn a_client_proves_itself_with_either_kind_of_key() {
    for algorithm in [Algorithm::Es256, Algorithm::EdDsa] {
        let world = World::new();
        let program = world.program(1, algorithm).await;
        let headers = [
            program.header(),
            json!({ "alg": algorithm.name() }),
            changed(&program.header(), "typ", json!("JWT")),
            changed(&program.header(), "typ", json!("client-authentication+jwt")),
        ];
        for (number, header) in headers.iter().enumerate() {
            let claims = world.claims(&program, &format!("{number}"));
            let token = world.outcome(&program.sign(header, &claims)).await.expect("a token");
            assert!(world.passes(&token).await);
        }
        let listed = changed(&world.claims(&program, "list"), "aud", json!([ISSUER]));
        world.outcome(&program.sign(&program.header(), &listed)).await.expect("a list of one");
        let claims = world.claims(&program, "named");
        let assertion = program.sign(&program.header(), &claims);
        let mut named = form(&assertion);
        named.push(("client_id", &program.client_id));
        outcome(&world.post(&named).await).expect("the id beside it");
    }
}

#[tokio::test]
async fn an_assertion_counts_once_also_in_another_process() {
    let world = World::new();
    let program = world.program(1, Algorithm::Es256).await;
    let assertion = program.sign(&program.header(), &world.claims(&program, "once"));
    world.outcome(&assertion).await.expect("the first time");
    assert_eq!(world.outcome(&assertion).await, Err("invalid_client".into()));
    let other = World::open(&world.store, &world.clock);
    let again = post(&other, "/oauth/token", &form(&assertion)).await;
    assert_eq!(outcome(&again), Err("invalid_client".into()));
    let signed_anew = program.sign(&json!({ "alg": "ES256" }), &world.claims(&program, "once"));
    assert_eq!(world.outcome(&signed_anew).await, Err("invalid_client".into()), "the same jti");
    let fresh = program.sign(&program.header(), &world.claims(&program, "twice"));
    let form = form(&fresh);
    let (one, two) =
        tokio::join!(post(&world.engine, "/oauth/token", &form), post(&other, "/oauth/token", &form));
    assert_eq!([one.status, two.status].iter().filter(|status| **status == 200).count(), 1, "one of two");
}

#[tokio::test]
async fn what_is_no_assertion_for_this_issuer_now_proves_nothing() {
    let world = World::new();
    let (program, other) =
        (world.program(1, Algorithm::Es256).await, world.program(2, Algorithm::Es256).await);
    let now = BEGIN;
    let good = world.claims(&program, "good");
    let endpoint = format!("{ISSUER}/oauth/token");
    let claims = [
        changed(&good, "aud", json!(endpoint)),
        changed(&good, "aud", json!([ISSUER, endpoint])),
        changed(&good, "aud", json!([])),
        changed(&good, "aud", json!(format!("{ISSUER}/"))),
        changed(&good, "iss", json!(other.client_id)),
        changed(&good, "sub", json!(other.client_id)),
        changed(&good, "exp", json!(now - 60)),
        changed(&good, "exp", json!(now + 3661)),
        changed(&good, "iat", json!(now + 61)),
        changed(&good, "nbf", json!(now + 61)),
        changed(&good, "jti", json!("")),
        changed(&good, "jti", json!("x".repeat(256))),
        changed(&good, "exp", Value::Null),
        json!({}),
    ];
    for claims in &claims {
        let refused = world.outcome(&program.sign(&program.header(), claims)).await;
        assert_eq!(refused, Err("invalid_client".into()), "{claims}");
    }
    let headers = [
        changed(&program.header(), "alg", json!("none")),
        changed(&program.header(), "alg", json!("HS256")),
        changed(&program.header(), "alg", json!("EdDSA")),
        changed(&program.header(), "kid", json!(other.key.jwk.kid())),
        changed(&program.header(), "typ", json!("at+jwt")),
        changed(&program.header(), "crit", json!(["b64"])),
    ];
    for header in &headers {
        let refused = world.outcome(&program.sign(header, &good)).await;
        assert_eq!(refused, Err("invalid_client".into()), "{header}");
    }
    let foreign = other.sign(&json!({ "alg": "ES256" }), &good);
    assert_eq!(world.outcome(&foreign).await, Err("invalid_client".into()), "another account's key");
    let assertion = program.sign(&program.header(), &good);
    let (input, _) = assertion.rsplit_once('.').expect("parts");
    for altered in [format!("{input}."), format!("{input}.AAAA"), input.to_owned(), String::from("x")] {
        assert_eq!(world.outcome(&altered).await, Err("invalid_client".into()), "{altered}");
    }
    world.outcome(&assertion).await.expect("the good one, which none of these has used up");
}

#[tokio::test]
async fn one_way_at_a_time_and_the_right_type() {
    let world = World::new();
    let program = world.program(1, Algorithm::Es256).await;
    let assertion = program.sign(&program.header(), &world.claims(&program, "one"));
    let refused = async |more: &[(&str, &str)], without: &str| {
        let mut form: Vec<_> = form(&assertion).into_iter().filter(|(name, _)| *name != without).collect();
        form.extend(more);
        outcome(&world.post(&form).await)
    };
    let secret = ("client_secret", program.client_secret.as_str());
    assert_eq!(refused(&[secret], "").await, Err("invalid_request".into()));
    assert_eq!(refused(&[], "client_assertion_type").await, Err("invalid_request".into()));
    let saml = ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:saml2-bearer");
    assert_eq!(refused(&[saml], "client_assertion_type").await, Err("invalid_request".into()));
    let other = ("client_id", "sa_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    assert_eq!(refused(&[other], "").await, Err("invalid_client".into()));
    world.outcome(&assertion).await.expect("it was not used up");
}

#[tokio::test]
async fn a_key_that_ends_leaves_its_tokens_alone_and_one_that_is_revoked_does_not() {
    let world = World::new();
    let program = world.program(1, Algorithm::EdDsa).await;
    let (id, kid) = (program.client_id.clone(), program.key.jwk.kid());
    let sign = |jti: &str| program.sign(&program.header(), &world.claims(&program, jti));
    let token = world.outcome(&sign("one")).await.expect("a token");
    let end = serde_json::from_value(json!({ "expires_at": "2001-01-01T00:00:00Z" })).expect("a change");
    let ended = world.engine.change_key(Principal::Platform, ACME.into(), id.clone(), kid.clone(), end, None);
    assert!(!ended.await.expect("ended").live);
    world.engine.record_usage().await.expect("recorded");
    let used = "2027-01-15T08:00:00Z";
    let keys = world.engine.list_keys(Principal::Platform, ACME.into(), id.clone()).await.expect("the keys");
    assert_eq!(json!(keys.items)[0]["last_used_at"], json!(used));
    let usage =
        world.engine.get_usage(Principal::Platform, ACME.into(), id.clone()).await.expect("the usage");
    assert_eq!(json!(usage)["keys"], json!([{ "kid": kid, "last_used_at": used }]));
    assert_eq!(world.outcome(&sign("two")).await, Err("invalid_client".into()));
    assert!(world.passes(&token).await);
    world.engine.revoke_key(Principal::Platform, ACME.into(), id.clone(), kid).await.expect("revoked");
    assert!(!world.passes(&token).await);
    world.engine.delete_account(Principal::Platform, ACME.into(), id).await.expect("deleted");
    assert_eq!(world.outcome(&sign("three")).await, Err("invalid_client".into()));
}

#[tokio::test]
async fn a_disabled_account_hears_why_only_after_it_has_proved_itself() {
    let world = World::new();
    let program = world.program(1, Algorithm::Es256).await;
    let input = serde_json::from_value(json!({ "reason": "on leave" })).expect("a reason");
    let id = program.client_id.clone();
    world.engine.disable_account(Principal::Platform, ACME.into(), id, input, None).await.expect("disabled");
    let good = program.sign(&program.header(), &world.claims(&program, "good"));
    assert_eq!(world.outcome(&good).await, Err("unauthorized_client".into()));
    let bad =
        program.sign(&json!({ "alg": "ES256" }), &changed(&world.claims(&program, "b"), "aud", json!("x")));
    assert_eq!(world.outcome(&bad).await, Err("invalid_client".into()));
}

#[tokio::test]
async fn tokens_are_revoked_and_looked_at_with_an_assertion_too() {
    let world = World::new();
    let program = world.program(1, Algorithm::Es256).await;
    let sign = |jti: &str| program.sign(&program.header(), &world.claims(&program, jti));
    let token = world.outcome(&sign("one")).await.expect("a token");
    let ask = async |path: &str, jti: &str| {
        let assertion = sign(jti);
        let form = [
            ("client_assertion_type", JWT_BEARER),
            ("client_assertion", assertion.as_str()),
            ("token", token.as_str()),
        ];
        post(&world.engine, path, &form).await
    };
    let active = |response: &HttpResponse| {
        let body: Value = serde_json::from_slice(&response.body).expect("JSON");
        body["active"].as_bool().expect("whether it is active")
    };
    assert!(active(&ask("/oauth/introspect", "two").await));
    assert_eq!(ask("/oauth/revoke", "three").await.status, 200);
    assert!(!active(&ask("/oauth/introspect", "four").await));
    assert_eq!(ask("/oauth/introspect", "four").await.status, 401, "an assertion counts once here too");
}

#[tokio::test]
async fn wrong_assertions_are_counted_for_the_client_that_they_name() {
    let world = World::new();
    let (one, two) = (world.program(1, Algorithm::Es256).await, world.program(2, Algorithm::Es256).await);
    let send = async |assertion: String| {
        let mut body = form_urlencoded::Serializer::new(String::new());
        for (name, value) in form(&assertion) {
            body.append_pair(name, value);
        }
        let request = HttpRequest {
            method: "POST".into(),
            target: "/oauth/token".into(),
            headers: vec![("content-type".into(), "application/x-www-form-urlencoded".into())],
            body: body.finish().into_bytes().into(),
            source: Some("192.0.2.1".into()),
            ..HttpRequest::default()
        };
        world.engine.handle(request, None).await.status
    };
    for number in 0..10 {
        let claims = changed(&world.claims(&one, &format!("{number}")), "aud", json!("x"));
        assert_eq!(send(one.sign(&one.header(), &claims)).await, 401);
    }
    let another = changed(&world.claims(&one, "11"), "aud", json!("x"));
    assert_eq!(send(one.sign(&one.header(), &another)).await, 429);
    assert_eq!(send(one.sign(&one.header(), &world.claims(&one, "good"))).await, 200, "a right one");
    assert_eq!(send(two.sign(&two.header(), &world.claims(&two, "good"))).await, 200, "its neighbour");
}
