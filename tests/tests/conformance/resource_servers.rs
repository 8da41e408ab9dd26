//! RFC 6750: how a token is presented to an API, and what a refusal says.

use crate::endpoints::{ACCOUNTS, Answer, FORM};
use crate::tokens::parts;
use crate::world::World;
use badgehouse::error::Code;
use badgehouse_simulation::ISSUER;
use serde_json::json;

/// A token that administers.
async fn admin_token(world: &World) -> String {
    world.grant_levels(json!({ "admin": "admin" })).await;
    world.grant(&[("resource", &format!("{ISSUER}/admin"))]).await.token()
}

fn challenge(answer: &Answer) -> &str {
    answer.header("www-authenticate").unwrap_or_default()
}

#[tokio::test]
async fn rfc6750_1_one_way_to_send_a_token() {
    let world = World::new().await;
    let token = admin_token(&world).await;
    let bearer = format!("Bearer {token}");
    let header = ("authorization", bearer.as_str());
    assert_eq!(world.send("GET", ACCOUNTS, &[header], &[]).await.status, 200);
    let body = format!("access_token={token}");
    let typed = ("content-type", FORM);
    assert_eq!(world.send("POST", ACCOUNTS, &[typed], body.as_bytes()).await.status, 401, "a body is no way");
    let both = world.send("POST", ACCOUNTS, &[header, typed], body.as_bytes()).await;
    assert_eq!(both.status, 415, "the admin API reads no form");
    let target = format!("{ACCOUNTS}?access_token={token}");
    assert_eq!(world.send("GET", &target, &[header], &[]).await.status, 400, "header and query");
}

#[tokio::test]
async fn rfc6750_1_two_headers_and_half_a_header_are_malformed() {
    let world = World::new().await;
    let token = admin_token(&world).await;
    let bearer = format!("Bearer {token}");
    let twice = [("authorization", bearer.as_str()), ("authorization", &bearer)];
    for headers in [&twice[..], &[("authorization", "Bearer")], &[("authorization", "Bearer ")]] {
        let answer = world.send("GET", ACCOUNTS, headers, &[]).await;
        assert_eq!((answer.status, &answer.body["code"]), (400, &json!("invalid_request")), "{headers:?}");
        assert!(challenge(&answer).contains(r#"error="invalid_request""#), "{headers:?}");
    }
    for half in ["Bearer", "bearer", "Bearer "] {
        let refused = world.authorize(Some(half.to_owned()), "read_only").await.expect_err("no token");
        assert_eq!((refused.code.as_str(), refused.code.status()), ("invalid_request", 400), "{half:?}");
    }
}

#[tokio::test]
async fn rfc6750_2_the_scheme_is_case_insensitive() {
    let world = World::new().await;
    let token = world.token().await;
    for scheme in ["Bearer", "bearer", "BEARER"] {
        world.authorize(Some(format!("{scheme} {token}")), "read_only").await.expect("it passes");
    }
}

#[tokio::test]
async fn rfc6750_4_no_token_in_the_query() {
    let world = World::new().await;
    let target = format!("{ACCOUNTS}?access_token={}", admin_token(&world).await);
    assert_eq!(world.get(&target).await.status, 401);
}

#[tokio::test]
async fn rfc6750_5_a_challenge_whose_attributes_appear_once() {
    let world = World::new().await;
    let token = world.token().await;
    for presented in [None, Some("Bearer x".to_owned()), Some(format!("Bearer {token}"))] {
        let refused = world.authorize(presented, "admin").await.expect_err("a refusal");
        let answer = Answer::of(refused.to_response());
        let attributes = challenge(&answer).strip_prefix("Bearer").expect("the scheme").trim();
        let mut names: Vec<&str> = attributes.split(", ").filter_map(|part| part.split('=').next()).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count, "{attributes}");
    }
}

#[tokio::test]
async fn rfc6750_6_status_and_error() {
    let world = World::new().await;
    let token = world.token().await;
    let refused = world.authorize(Some("Bearer x".to_owned()), "read_only").await.expect_err("no token");
    let answer = Answer::of(refused.to_response());
    assert_eq!((answer.status, &answer.body["code"]), (401, &json!("invalid_token")));
    assert!(challenge(&answer).contains(r#"error="invalid_token""#));
    let refused = world.authorize(Some(format!("Bearer {token}")), "admin").await.expect_err("too little");
    let answer = Answer::of(refused.to_response());
    assert_eq!((answer.status, &answer.body["code"]), (403, &json!("insufficient_scope")));
    assert!(challenge(&answer).contains(r#"error="insufficient_scope""#));
    assert!(challenge(&answer).contains(r#"scope="rfis:admin""#));
}

#[tokio::test]
async fn rfc6750_6_at_the_admin_api() {
    let world = World::new().await;
    let token = world.grant(&[("resource", &format!("{ISSUER}/admin"))]).await.token();
    let bearer = format!("Bearer {token}");
    let answer = world.send("GET", ACCOUNTS, &[("authorization", &bearer)], &[]).await;
    assert_eq!(answer.status, 403, "it holds nothing there");
    assert!(challenge(&answer).starts_with("Bearer "), "{answer:?}");
    assert!(challenge(&answer).contains(r#"error="insufficient_scope""#), "{answer:?}");
    let wrong = world.send("GET", ACCOUNTS, &[("authorization", "Bearer x")], &[]).await;
    assert_eq!(wrong.status, 401);
    assert!(challenge(&wrong).contains(r#"error="invalid_token""#), "{wrong:?}");
}

#[tokio::test]
async fn rfc6750_7_no_error_code_without_authentication() {
    let world = World::new().await;
    for presented in [None, Some("Basic x".to_owned())] {
        let refused = world.authorize(presented, "read_only").await.expect_err("no token");
        assert_eq!(refused.code, Code::Unauthenticated);
        assert!(!refused.www_authenticate().expect("a challenge").contains("error="));
    }
}

#[tokio::test]
async fn rfc6750_8_short_lived_and_for_an_audience() {
    let world = World::new().await;
    let [_, claims] = parts(&world.token().await);
    let seconds = claims["exp"].as_u64().expect("exp") - claims["iat"].as_u64().expect("iat");
    assert!(seconds <= 3600);
    assert_eq!(claims["aud"], world.engine.settings().audiences[0]);
    let foreign = world.forged(json!({}), json!({ "aud": "https://other.example.com" })).await;
    assert!(!world.passes(&foreign).await, "another's");
}
