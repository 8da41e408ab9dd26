//! How a client proves itself (section 2.3), and over what.

use crate::endpoints::{GRANT, JWT_BEARER, TOKEN, basic};
use crate::world::World;
use badgehouse::settings::Settings;
use badgehouse_native::{Engine, MemoryStore};
use badgehouse_simulation::settings;
use badgehouse_tests::jwt::signed;
use serde_json::json;

#[tokio::test]
async fn rfc6749_1_two_methods_at_once() {
    let world = World::new().await;
    world.enter("ec").await;
    let assertion = signed("ec", json!({}), world.claims("1"));
    let proof = [("client_assertion_type", JWT_BEARER), ("client_assertion", assertion.as_str())];
    let header = basic(&world.id, &world.secret);
    let in_header = ("authorization", header.as_str());
    for (form, headers) in [
        (world.own().to_vec(), vec![in_header]),
        (proof.to_vec(), vec![in_header]),
        ([world.own(), proof].concat(), vec![]),
    ] {
        let form = [vec![GRANT], form].concat();
        let answer = world.post(TOKEN, &form, &headers).await;
        assert_eq!(answer.refusal(), (400, "invalid_request"), "{form:?} {headers:?}");
    }
    assert_eq!(world.assert(&assertion, &[]).await.status, 200, "it is good alone");
}

#[tokio::test]
async fn rfc6749_2_basic() {
    let world = World::new().await;
    let header = basic(&world.id, &world.secret);
    for header in [&header, &header.replace("Basic", "basic"), &header.replace("Basic", "BASIC")] {
        let answer = world.post(TOKEN, &[GRANT], &[("authorization", header)]).await;
        assert_eq!(answer.status, 200, "{header}");
    }
}

#[tokio::test]
async fn rfc6749_3_basic_is_form_decoded_once() {
    let world = World::new().await;
    let escape = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let escaped = basic(&escape(&world.id), &escape(&world.secret));
    assert_eq!(world.post(TOKEN, &[GRANT], &[("authorization", &escaped)]).await.status, 200);
    let twice = basic(&escape(&escape(&world.id)), &world.secret);
    let odd = ["a:b", "%", "%zz", "+", "a b", "ü", "%C3"].map(|secret| basic(&world.id, secret));
    for header in odd.iter().chain([&twice]) {
        let answer = world.post(TOKEN, &[GRANT], &[("authorization", header)]).await;
        assert_eq!(answer.refusal(), (401, "invalid_client"), "{header}");
    }
}

#[tokio::test]
async fn rfc6749_4_credentials_in_the_body() {
    assert_eq!(World::new().await.grant(&[]).await.status, 200);
}

#[tokio::test]
async fn rfc6749_5_no_credentials_in_the_uri() {
    let world = World::new().await;
    let target = format!("{TOKEN}?client_id={}&client_secret={}", world.id, world.secret);
    assert_eq!(world.post(&target, &[GRANT], &[]).await.refusal(), (401, "invalid_client"));
    let target = format!("{TOKEN}?client_secret={}", world.secret);
    let named = [GRANT, ("client_id", &world.id)];
    assert_eq!(world.post(&target, &named, &[]).await.refusal(), (401, "invalid_client"));
}

#[test]
fn rfc6749_6_the_issuer_is_https_but_on_loopback() {
    let opens = |issuer: &str| {
        let settings = Settings { issuer: issuer.into(), ..settings() };
        Engine::open(settings, MemoryStore::new()).is_ok()
    };
    for issuer in ["https://id.acme.com", "http://127.0.0.1:8080", "http://[::1]:8080", "http://localhost"] {
        assert!(opens(issuer), "{issuer}");
    }
    for issuer in [
        "http://id.acme.com",
        "http://127.0.0.1.acme.com",
        "http://localhost.acme.com",
        "http://localhost:1@evil.com",
        "http://127.0.0.1@evil.com",
        "http://[::1]evil.com",
        "http://[::1]:1@evil.com",
        "https://ann@id.acme.com",
    ] {
        assert!(!opens(issuer), "{issuer}");
    }
}

#[tokio::test]
async fn rfc6749_13_a_client_authenticates() {
    let world = World::new().await;
    assert_eq!(world.bare(&[GRANT]).await.refusal(), (401, "invalid_client"));
}

#[tokio::test]
async fn rfc6749_17_a_public_client_gets_nothing() {
    let world = World::new().await;
    let answer = world.bare(&[GRANT, ("client_id", &world.id)]).await;
    assert_eq!(answer.refusal(), (401, "invalid_client"));
}
