//! A key of a client's is found by its thumbprint and by the `kid` that the client gave it.

use badgehouse::account::NewAccount;
use badgehouse::crypto::PublicJwk;
use badgehouse::error::Error;
use badgehouse::http::HttpRequest;
use badgehouse::principal::Principal;
use badgehouse::public_key::KeyView;
use badgehouse_native::Engine;
use badgehouse_simulation::settings;
use badgehouse_tests::engines::Clock;
use badgehouse_tests::jwt;
use serde_json::{Value, json};

const ACME: &str = "acme";

struct World {
    engine: Engine,
    clock: Clock,
    id: String,
    assertions: std::cell::Cell<usize>,
}

impl World {
    async fn new() -> Self {
        let clock = Clock::default();
        let (store, moving) = (clock.store(), clock.clone());
        let engine = Engine::open(settings(), store).expect("the settings").with_clock(move || moving.now());
        let made = engine.create_account(Principal::Platform, ACME.into(), NewAccount::custom("Sync"), None);
        let id = made.await.expect("an account").account.client_id.to_string();
        Self { engine, clock, id, assertions: std::cell::Cell::new(0) }
    }

    async fn enter(&self, name: &str, kid: Value) -> Result<KeyView, Error> {
        let jwk = jwt::merged(jwt::public(name), json!({ "kid": kid }));
        let new = serde_json::from_value(json!({ "jwk": jwk })).expect("a wish");
        self.engine.add_key(Principal::Platform, ACME.into(), self.id.clone(), new).await
    }

    /// Whether an assertion of that key with this `kid` gets a token.
    async fn is_found(&self, name: &str, kid: &str) -> bool {
        self.assertions.set(self.assertions.get() + 1);
        let jti = self.assertions.get().to_string();
        let claims = jwt::assertion_claims(&self.id, &jti, self.clock.now());
        let assertion = jwt::signed(name, json!({ "kid": kid }), claims);
        let kind = "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer";
        let body = format!(
            "grant_type=client_credentials&client_assertion_type={kind}&client_assertion={assertion}"
        );
        let request = HttpRequest {
            method: "POST".into(),
            target: "/oauth/token".into(),
            headers: vec![("content-type".into(), "application/x-www-form-urlencoded".into())],
            body: body.into_bytes().into(),
            ..HttpRequest::default()
        };
        self.engine.handle(request, None).await.status == 200
    }
}

fn thumbprint(name: &str) -> String {
    let jwk: PublicJwk = serde_json::from_value(jwt::public(name)).expect("a key");
    jwk.kid()
}

#[tokio::test]
async fn a_key_is_found_by_either_name_and_by_no_other() {
    let world = World::new().await;
    for kid in ["2026-11", "my key/1", "\u{9375}", "", "another-issuers-thumbprint-of-43-characters"] {
        let world = World::new().await;
        let key = world.enter("ec", kid.into()).await.expect("entered");
        assert_eq!((key.kid.as_str(), key.client_kid.as_deref()), (thumbprint("ec").as_str(), Some(kid)));
        assert!(world.is_found("ec", kid).await, "{kid:?}");
        assert!(world.is_found("ec", &thumbprint("ec")).await, "{kid:?}");
        assert!(!world.is_found("ec", "2026-12").await);
        assert!(!world.is_found("ec", &thumbprint("okp")).await);
    }
    for kid in [Value::Null, thumbprint("ec").into()] {
        let key = world.enter("ec", kid).await.expect("entered");
        assert_eq!(key.client_kid, None, "its thumbprint is no second name");
    }
    assert!(world.is_found("ec", &thumbprint("ec")).await);
}

#[tokio::test]
async fn two_keys_by_one_name_are_both_found() {
    let world = World::new().await;
    world.enter("ec", "default".into()).await.expect("entered");
    world.enter("other_ec", "default".into()).await.expect("entered");
    assert!(world.is_found("ec", "default").await);
    assert!(world.is_found("other_ec", "default").await);
    assert!(!world.is_found("okp", "default").await);
}

#[tokio::test]
async fn no_name_takes_the_place_of_a_thumbprint() {
    let world = World::new().await;
    world.enter("ec", Value::Null).await.expect("entered");
    world.enter("other_ec", thumbprint("ec").into()).await.expect("entered");
    assert!(world.is_found("ec", &thumbprint("ec")).await, "whose thumbprint it is");
    assert!(!world.is_found("other_ec", &thumbprint("ec")).await, "who is only called so");
    assert!(world.is_found("other_ec", &thumbprint("other_ec")).await);
}

#[tokio::test]
async fn a_key_that_is_entered_again_goes_by_its_new_name() {
    let world = World::new().await;
    world.enter("ec", "old".into()).await.expect("entered");
    let again = world.enter("ec", "new".into()).await.expect("entered");
    assert_eq!(again.client_kid.as_deref(), Some("new"));
    assert!(world.is_found("ec", "new").await);
    assert!(!world.is_found("ec", "old").await);
    let silent = world.enter("ec", Value::Null).await.expect("entered");
    assert_eq!(silent.client_kid.as_deref(), Some("new"), "who says nothing takes nothing away");
}

#[tokio::test]
async fn a_name_that_is_none_is_refused() {
    let world = World::new().await;
    for (kid, pointer) in [(json!("k".repeat(256)), "/jwk/kid"), (json!(7), "/jwk")] {
        let refused = world.enter("ec", kid).await.expect_err("no name");
        assert_eq!(refused.errors[0].pointer, pointer);
    }
}
