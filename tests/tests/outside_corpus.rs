//! Outside issuers as they are: the corpus of JWKS and tokens, on the native engine.

use badgehouse::account::NewAccount;
use badgehouse::http::HttpRequest;
use badgehouse::principal::Principal;
use badgehouse_native::Engine;
use badgehouse_simulation::settings;
use badgehouse_tests::engines::Clock;
use badgehouse_tests::jwt;
use serde_json::{Value, json};
use std::path::Path;

const ACME: &str = "acme";

fn corpus(name: &str) -> Vec<Value> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
    serde_json::from_slice(&std::fs::read(file).expect("the corpus")).expect("JSON")
}

fn engine() -> Engine {
    let clock = Clock::default();
    let (store, moving) = (clock.store(), clock.clone());
    Engine::open(settings(), store).expect("the settings").with_clock(move || moving.now())
}

async fn account(engine: &Engine) -> String {
    let made = engine.create_account(Principal::Platform, ACME.into(), NewAccount::custom("Job"), None);
    made.await.expect("an account").account.client_id.to_string()
}

async fn trust(engine: &Engine, id: &str, trust: Value) {
    let new = serde_json::from_value(trust.clone()).expect("a wish");
    let added = engine.add_trust(Principal::Platform, ACME.into(), id.into(), new).await;
    added.unwrap_or_else(|error| panic!("{trust}: {:?}", error.errors));
}

async fn status(engine: &Engine, id: &str, assertion: &str) -> u16 {
    let grant = "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer";
    let request = HttpRequest {
        method: "POST".into(),
        target: "/oauth/token".into(),
        headers: vec![("content-type".into(), "application/x-www-form-urlencoded".into())],
        body: format!("grant_type={grant}&client_id={id}&assertion={assertion}").into_bytes().into(),
        ..HttpRequest::default()
    };
    engine.handle(request, None).await.status
}

#[tokio::test]
async fn no_token_is_taken_for_more_or_less_than_its_issuer_says() {
    for case in corpus("tokens.json") {
        let (name, claims) = (&case["name"], &case["claims"]);
        let engine = engine();
        let jwks =
            json!({ "keys": [null, jwt::merged(jwt::public("rsa"), json!({ "kid": "k 1", "alg": null }))] });
        let issuer = serde_json::from_value(json!({ "issuer": claims["iss"], "jwks": jwks }));
        let entered = engine.put_trusted_issuer(issuer.expect("an issuer")).await.expect("entered");
        assert_eq!((entered.known.len(), entered.ignored.len()), (1, 1), "{name}");
        let id = account(&engine).await;
        trust(&engine, &id, case["trust"].clone()).await;
        let header = jwt::merged(case["header"].clone(), json!({ "kid": "k 1" }));
        let assertion = jwt::signed("rsa", header, claims.clone());
        let fits = case["fits"] == true;
        assert_eq!(status(&engine, &id, &assertion).await, if fits { 200 } else { 400 }, "{name}");
        if case["trust"]["once"] == true {
            assert_eq!(status(&engine, &id, &assertion).await, 400, "{name}, again");
        }
    }
}

/// What the answer says is known is what a token is checked with.
#[tokio::test]
async fn no_key_is_called_known_that_verifies_nothing() {
    for case in corpus("jwks.json") {
        let name = &case["name"];
        let engine = engine();
        let jwks = json!({ "keys": case["keys"] });
        let issuer = serde_json::from_value(json!({ "issuer": "https://ci.example.org", "jwks": jwks }));
        let entered = engine.put_trusted_issuer(issuer.expect("an issuer")).await;
        let (known, ignored) = (case["known"].as_array().expect("known"), case["ignored"].as_array());
        if known.is_empty() && ignored.is_some_and(|ignored| !ignored.is_empty()) {
            entered.expect_err("none is understood");
            continue;
        }
        let entered = entered.expect("entered");
        assert_eq!(entered.known.len(), known.len(), "{name}");
        let id = account(&engine).await;
        let claims = json!({ "iss": "https://ci.example.org", "sub": "job", "aud": "us", "iat": 1_800_000_000, "exp": 1_800_000_300 });
        let asked =
            json!({ "issuer": "https://ci.example.org", "audience": "us", "claims": { "sub": "job" } });
        trust(&engine, &id, asked).await;
        let names = ["rsa", "ec", "okp", "other_ec"];
        let thumbprint = |name: &str| {
            let jwk: badgehouse::crypto::PublicJwk =
                serde_json::from_value(jwt::public(name)).expect("a key");
            jwk.kid()
        };
        for key in entered.known {
            let of =
                names.into_iter().find(|of| thumbprint(of) == key.thumbprint).expect("a key of the tests");
            let mut header = json!({ "alg": key.algorithms[0] });
            if let Some(kid) = &key.kid {
                header["kid"] = kid.as_str().into();
            }
            let assertion = jwt::signed(of, header, claims.clone());
            assert_eq!(status(&engine, &id, &assertion).await, 200, "{name}: {key:?}");
        }
    }
}
