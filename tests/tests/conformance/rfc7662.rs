//! RFC 7662: looking at a token.

use crate::world::{ACME, World, account, altered};
use badgehouse::principal::Principal;
use badgehouse::settings::Settings;
use badgehouse_tests::engines::settings;
use serde_json::{Value, json};

#[tokio::test]
async fn rfc7662_2_post_with_a_token_whatever_the_hint() {
    let world = World::new().await;
    let token = world.token().await;
    let own = [("client_id", world.id.as_str()), ("client_secret", &world.secret)];
    assert_eq!(world.post("/oauth/introspect", &own, &[]).await.refusal(), (400, "invalid_request"));
    let form = [own[0], own[1], ("token", &token), ("token_type_hint", "refresh_token")];
    assert_eq!(world.post("/oauth/introspect", &form, &[]).await.body["active"], true);
}

#[tokio::test]
async fn rfc7662_3_the_caller_authenticates() {
    let world = World::new().await;
    let token = world.token().await;
    assert_eq!(world.post("/oauth/introspect", &[("token", &token)], &[]).await.status, 401);
    let bearer = format!("Bearer {token}");
    let answer = world.post("/oauth/introspect", &[("token", &token)], &[("authorization", &bearer)]).await;
    assert_eq!(answer.status, 401, "a token does not look at itself");
}

#[tokio::test]
async fn rfc7662_4_active_only_for_a_good_token_that_the_caller_may_use() {
    let world = World::new().await;
    let token = world.token().await;
    let answer = world.about("/oauth/introspect", &token).await;
    assert_eq!(
        (answer.header("content-type"), &answer.body["active"]),
        (Some("application/json"), &json!(true))
    );
    assert_eq!(answer.body["client_id"], json!(world.id));
    let (id, secret) = account(&world.engine, "zenith").await;
    let form = [("client_id", id.as_str()), ("client_secret", &secret), ("token", &token)];
    assert_eq!(world.post("/oauth/introspect", &form, &[]).await.body, json!({ "active": false }));
}

#[tokio::test]
async fn rfc7662_5_no_reason_for_an_inactive_one() {
    let world = World::new().await;
    let token = world.token().await;
    world.about("/oauth/revoke", &token).await;
    for token in [token.as_str(), "x", &altered(&token, json!({}), json!({ "exp": 1 }))] {
        assert_eq!(world.about("/oauth/introspect", token).await.body, json!({ "active": false }));
    }
}

#[tokio::test]
async fn rfc7662_6_a_resource_server_sees_the_tokens_for_its_audiences() {
    let audiences = vec!["https://a.example.com".to_owned(), "https://b.example.com".to_owned()];
    let world = World::with(Settings { audiences: audiences.clone(), ..settings() }).await;
    let (id, secret) = account(&world.engine, "zenith").await;
    let marked = vec![audiences[1].clone()];
    world.engine.mark_resource_server("zenith".into(), id.clone(), marked).await.expect("marked");
    let look = async |token: String| {
        let form = [("client_id", id.as_str()), ("client_secret", &secret), ("token", &token)];
        world.post("/oauth/introspect", &form, &[]).await.body["active"].clone()
    };
    assert_eq!(look(world.token().await).await, json!(false));
    assert_eq!(look(world.grant(&[("resource", &audiences[1])]).await.token()).await, json!(true));
}

#[tokio::test]
async fn rfc7662_7_a_wrong_caller_is_refused_and_a_wrong_token_is_not() {
    let world = World::new().await;
    let wrong = [("client_id", world.id.as_str()), ("client_secret", "wrong"), ("token", "x")];
    assert_eq!(world.post("/oauth/introspect", &wrong, &[]).await.status, 401);
    assert_eq!(world.about("/oauth/introspect", "x").await.status, 200);
}

#[tokio::test]
async fn rfc7662_8_everything_is_checked() {
    let world = World::new().await;
    let token = world.token().await;
    for bad in [
        altered(&token, json!({ "alg": "none" }), json!({})),
        altered(&token, json!({}), json!({ "exp": 4_000_000_000_u64 })),
        altered(&token, json!({}), json!({ "iss": "https://other.example.com" })),
    ] {
        assert!(!world.is_active(&bad).await);
    }
    assert!(world.is_active(&token).await);
    world.clock.advance(3600 + 60);
    assert!(!world.is_active(&token).await, "it has expired");
    world.clock.advance(1);
    let later = world.token().await;
    let deleted = world.engine.revoke_tokens(Principal::Platform, ACME.into(), world.id.clone(), None);
    deleted.await.expect("revoked");
    assert!(!world.is_active(&later).await, "all were revoked");
}

#[tokio::test]
async fn rfc7662_9_no_get() {
    let world = World::new().await;
    let answer = world.get(&format!("/oauth/introspect?token={}", world.token().await)).await;
    assert_eq!((answer.status, answer.header("allow")), (405, Some("POST")));
    assert_eq!(answer.body["active"], Value::Null);
}
