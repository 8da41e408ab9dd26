//! RFC 9068: access tokens as JWTs.

use crate::world::{ACME, World, account, altered, parts};
use badgehouse::settings::Settings;
use badgehouse_tests::engines::settings;
use badgehouse_tests::scenario::ISSUER;
use serde_json::json;

#[tokio::test]
async fn rfc9068_1_signed_and_never_none() {
    let world = World::new().await;
    let token = world.token().await;
    assert_eq!(parts(&token)[0]["alg"], "ES256");
    let unsigned = altered(&token, json!({ "alg": "none" }), json!({}));
    let bare = unsigned.rsplit_once('.').map(|(input, _)| format!("{input}.")).expect("parts");
    assert!(!world.passes(&unsigned).await && !world.passes(&bare).await);
}

#[tokio::test]
async fn rfc9068_2_the_type() {
    assert_eq!(parts(&World::new().await.token().await)[0]["typ"], "at+jwt");
}

#[tokio::test]
async fn rfc9068_3_all_claims() {
    let claims = parts(&World::new().await.token().await)[1].clone();
    for name in ["iss", "exp", "aud", "sub", "client_id", "iat", "jti"] {
        assert!(!claims[name].is_null(), "{name}");
    }
    assert_eq!((&claims["iss"], &claims["aud"]), (&json!(ISSUER), &json!(ISSUER)));
}

#[tokio::test]
async fn rfc9068_4_the_subject_is_the_account() {
    let world = World::new().await;
    let claims = parts(&world.token().await)[1].clone();
    assert_eq!((&claims["sub"], &claims["client_id"]), (&json!(world.id), &json!(world.id)));
}

#[tokio::test]
async fn rfc9068_5_a_scope_that_was_asked_for() {
    let world = World::new().await;
    let asked = world.grant(&[("scope", "rfis:read_only")]).await.token();
    assert_eq!(parts(&asked)[1]["scope"], "rfis:read_only");
    assert_eq!(parts(&world.token().await)[1]["scope"], json!(null));
}

#[tokio::test]
async fn rfc9068_7_the_audience_is_the_resource_or_the_default() {
    let audiences = vec!["https://a.example.com".to_owned(), "https://b.example.com".to_owned()];
    let world = World::with(Settings { audiences, ..settings() }).await;
    assert_eq!(parts(&world.token().await)[1]["aud"], "https://a.example.com");
    let other = world.grant(&[("resource", "https://b.example.com")]).await.token();
    assert_eq!(parts(&other)[1]["aud"], "https://b.example.com");
}

#[tokio::test]
async fn rfc9068_8_nothing_ambiguous_is_issued() {
    let world = World::new().await;
    let admin = format!("{ISSUER}/admin");
    let answer = world.grant(&[("resource", ISSUER), ("resource", &admin)]).await;
    assert_eq!(answer.refusal(), (400, "invalid_target"), "an API could administer with it");
}

#[tokio::test]
async fn rfc9068_9_keys_and_issuer_by_the_metadata() {
    let world = World::new().await;
    let token = world.token().await;
    let metadata = world.get("/.well-known/oauth-authorization-server").await.body;
    assert_eq!(metadata["issuer"], parts(&token)[1]["iss"]);
    let keys = world.get("/oauth/jwks").await.body;
    let published =
        keys["keys"].as_array().expect("keys").iter().any(|key| key["kid"] == parts(&token)[0]["kid"]);
    assert!(published);
}

#[tokio::test]
async fn rfc9068_10_what_a_verifier_checks() {
    let audiences = vec!["https://a.example.com".to_owned(), "https://b.example.com".to_owned()];
    let world = World::with(Settings { audiences, ..settings() }).await;
    let token = world.token().await;
    assert!(world.passes(&token).await);
    for bad in [
        altered(&token, json!({ "typ": "JWT" }), json!({})),
        altered(&token, json!({}), json!({ "iss": format!("{ISSUER}/") })),
        altered(&token, json!({}), json!({ "jti": "0".repeat(24) })),
        altered(&token, json!({ "kid": "unknown" }), json!({})),
        world.grant(&[("resource", "https://b.example.com")]).await.token(),
    ] {
        assert!(!world.passes(&bad).await);
    }
    world.clock.advance(3600 + 59);
    assert!(world.passes(&token).await, "within the leeway");
    world.clock.advance(1);
    assert!(!world.passes(&token).await, "it has expired");
}

#[tokio::test]
async fn rfc9068_11_every_failure_is_invalid_token() {
    let world = World::new().await;
    let token = world.token().await;
    for bad in ["x".to_owned(), altered(&token, json!({}), json!({ "exp": 1 })), format!("{token}x")] {
        let refused =
            world.authorize(Some(format!("Bearer {bad}")), "read_only").await.expect_err("a refusal");
        assert_eq!(refused.code.as_str(), "invalid_token");
    }
}

#[tokio::test]
async fn rfc9068_12_no_client_chooses_its_id() {
    let world = World::new().await;
    let (other, _) = account(&world.engine, ACME).await;
    assert!(other.starts_with("sa_") && other != world.id);
}
