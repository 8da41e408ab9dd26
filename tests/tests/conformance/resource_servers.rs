//! RFC 6750: how a token is presented to an API, and what a refusal says.

use crate::world::{ACME, World, altered, parts};
use badgehouse::error::Code;
use serde_json::json;

const ADMIN_API: &str = "/badgehouse/v1/companies/acme/service-accounts";

#[tokio::test]
async fn rfc6750_1_one_way_to_send_a_token() {
    let world = World::new().await;
    let token = world.token().await;
    let body = format!("access_token={token}");
    let typed = [("content-type", "application/x-www-form-urlencoded")];
    assert_eq!(world.send("POST", ADMIN_API, &typed, body.as_bytes()).await.status, 401, "a body is no way");
    let bearer = format!("Bearer {token}");
    let twice = [("authorization", bearer.as_str()), ("authorization", &bearer)];
    assert_eq!(world.send("GET", ADMIN_API, &twice, &[]).await.status, 401, "two headers are none");
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
    let target = format!("{ADMIN_API}?access_token={}", world.token().await);
    assert_eq!(world.get(&target).await.status, 401);
}

#[tokio::test]
async fn rfc6750_5_a_challenge_whose_attributes_appear_once() {
    let world = World::new().await;
    let token = world.token().await;
    for presented in [None, Some("Bearer x".to_owned()), Some(format!("Bearer {token}"))] {
        let refused = world.authorize(presented, "admin").await.expect_err("a refusal");
        let challenge = refused.to_response();
        let challenge =
            challenge.headers.iter().find(|(name, _)| name == "www-authenticate").expect("a challenge");
        assert!(challenge.1.starts_with("Bearer"));
        let mut names: Vec<&str> =
            challenge.1.split(", ").filter_map(|part| part.split('=').next()).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count, "{challenge:?}");
    }
}

#[tokio::test]
async fn rfc6750_6_status_and_error() {
    let world = World::new().await;
    let token = world.token().await;
    let refused = world.authorize(Some("Bearer x".to_owned()), "read_only").await.expect_err("no token");
    assert_eq!((refused.code, refused.code.status()), (Code::InvalidToken, 401));
    let refused = world.authorize(Some(format!("Bearer {token}")), "admin").await.expect_err("too little");
    assert_eq!((refused.code, refused.code.status()), (Code::InsufficientScope, 403));
    assert!(refused.www_authenticate().expect("a challenge").contains(r#"scope="rfis:admin""#));
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
    let token = world.token().await;
    let [_, claims] = parts(&token);
    let seconds = claims["exp"].as_u64().expect("exp") - claims["iat"].as_u64().expect("iat");
    assert!(seconds <= 3600 && claims["aud"].is_string());
    assert!(!world.passes(&altered(&token, json!({}), json!({ "exp": 4_000_000_000_u64 }))).await);
    assert_eq!(world.engine.settings().audiences.len(), 1, "{ACME}");
}
