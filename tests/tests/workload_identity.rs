//! The page on workload identity: each JWT on it gets a token by the trust beside it, and by no JWT that says less.

use badgehouse::account::NewAccount;
use badgehouse::http::HttpRequest;
use badgehouse::principal::Principal;
use badgehouse::workload::NewTrustInput;
use badgehouse_native::Engine;
use badgehouse_simulation::settings;
use badgehouse_tests::engines::Clock;
use badgehouse_tests::jwt;
use serde_json::{Value, json};
use std::path::Path;

const ACME: &str = "acme";

/// The JSON of the page, by turns a JWT's claims and the trust in it.
fn pairs() -> Vec<(Value, Value)> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/workload-identity.md");
    let page = std::fs::read_to_string(page).expect("the page");
    let blocks = page.split("```json\n").skip(1).filter_map(|rest| rest.split_once("```"));
    let blocks: Vec<Value> =
        blocks.map(|(block, _)| serde_json::from_str(block).expect("JSON on the page")).collect();
    blocks.chunks(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect()
}

/// An engine, and an account of it that trusts the issuer of these claims by that trust.
async fn trusting(claims: &Value, trust: &Value) -> (Engine, String) {
    let clock = Clock::default();
    let (store, moving) = (clock.store(), clock.clone());
    let engine = Engine::open(settings(), store).expect("the settings").with_clock(move || moving.now());
    let issuer = json!({ "issuer": claims["iss"], "jwks": { "keys": [jwt::public("okp")] } });
    let issuer = serde_json::from_value(issuer).expect("an issuer");
    assert_eq!(engine.put_trusted_issuer(issuer).await.expect("entered").known.len(), 1);
    let made = engine.create_account(Principal::Platform, ACME.into(), NewAccount::custom("Job"), None);
    let id = made.await.expect("an account").account.client_id.to_string();
    let trust: NewTrustInput = serde_json::from_value(trust.clone()).expect("a wish");
    let added = engine.add_trust(Principal::Platform, ACME.into(), id.clone(), trust).await;
    added.unwrap_or_else(|error| panic!("{}: {:?}", claims["iss"], error.errors));
    (engine, id)
}

async fn status(engine: &Engine, id: &str, claims: &Value) -> u16 {
    let assertion = jwt::signed("okp", json!({}), claims.clone());
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
async fn the_page_shows_no_trust_that_its_jwt_does_not_fit() {
    let pairs = pairs();
    assert_eq!(pairs.len(), 7, "six presets and one issuer that has none");
    for (claims, trust) in pairs {
        let (engine, id) = trusting(&claims, &trust).await;
        assert_eq!(status(&engine, &id, &claims).await, 200, "{trust}");
    }
}

#[tokio::test]
async fn a_jwt_that_lacks_one_claim_of_a_trust_fits_it_no_more() {
    for (claims, trust) in pairs() {
        for name in trust["claims"].as_object().expect("claims").keys() {
            let mut less = claims.clone();
            let within = name.starts_with('/').then(|| name.rsplit_once('/')).flatten();
            let (place, last) = within.unwrap_or(("", name));
            less.pointer_mut(place).and_then(Value::as_object_mut).expect("an object").remove(last);
            let (engine, id) = trusting(&claims, &trust).await;
            assert_eq!(status(&engine, &id, &less).await, 400, "{trust} without {name}");
        }
    }
}
