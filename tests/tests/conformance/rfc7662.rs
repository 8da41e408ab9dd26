//! RFC 7662: looking at a token.

use crate::endpoints::{INTROSPECT, REVOKE};
use crate::tokens::altered;
use crate::world::{ACME, World, account};
use badgehouse::principal::Principal;
use badgehouse::settings::{Policy, Settings};
use badgehouse_simulation::settings;
use serde_json::{Value, json};

#[tokio::test]
async fn rfc7662_2_post_with_a_token_whatever_the_hint() {
    let world = World::new().await;
    let token = world.token().await;
    assert_eq!(world.post(INTROSPECT, &world.own(), &[]).await.refusal(), (400, "invalid_request"));
    let form = [&world.own()[..], &[("token", &token), ("token_type_hint", "refresh_token")]].concat();
    assert_eq!(world.post(INTROSPECT, &form, &[]).await.body["active"], true);
}

#[tokio::test]
async fn rfc7662_3_the_caller_authenticates() {
    let world = World::new().await;
    let token = world.token().await;
    assert_eq!(world.post(INTROSPECT, &[("token", &token)], &[]).await.status, 401);
    let bearer = format!("Bearer {token}");
    let answer = world.post(INTROSPECT, &[("token", &token)], &[("authorization", &bearer)]).await;
    assert_eq!(answer.status, 401, "a token does not look at itself");
}

#[tokio::test]
async fn rfc7662_4_active_only_for_a_good_token_that_the_caller_may_use() {
    let world = World::new().await;
    let token = world.token().await;
    let answer = world.about(INTROSPECT, &token).await;
    assert_eq!(
        (answer.header("content-type"), &answer.body["active"]),
        (Some("application/json"), &json!(true))
    );
    assert_eq!(answer.body["client_id"], json!(world.id));
    let (id, secret) = account(&world.engine, "zenith").await;
    let form = [("client_id", id.as_str()), ("client_secret", &secret), ("token", &token)];
    assert_eq!(world.post(INTROSPECT, &form, &[]).await.body, json!({ "active": false }));
}

#[tokio::test]
async fn rfc7662_5_no_reason_for_an_inactive_one() {
    let world = World::new().await;
    let token = world.token().await;
    world.about(REVOKE, &token).await;
    let expired = world.forged(json!({}), json!({ "exp": 1 })).await;
    for token in [token.as_str(), "x", &altered(&token, json!({}), json!({ "exp": 1 })), &expired] {
        assert_eq!(world.about(INTROSPECT, token).await.body, json!({ "active": false }));
    }
}

#[tokio::test]
async fn rfc7662_6_a_resource_server_sees_the_tokens_for_its_audiences() {
    let audiences = vec!["https://a.example.com".to_owned(), "https://b.example.com".to_owned()];
    let world = World::with(Settings { audiences: audiences.clone(), ..settings() }).await;
    let (id, secret) = account(&world.engine, "zenith").await;
    let marked = vec![audiences[1].clone()];
    world.engine.mark_resource_server("zenith".into(), id.clone(), marked).await.expect("marked");
    let look = async |resources: &[&str]| {
        let resources: Vec<_> = resources.iter().map(|resource| ("resource", *resource)).collect();
        let token = world.grant(&resources).await.token();
        let form = [("client_id", id.as_str()), ("client_secret", &secret), ("token", &token)];
        world.post(INTROSPECT, &form, &[]).await.body["active"].clone()
    };
    let [a, b] = [audiences[0].as_str(), audiences[1].as_str()];
    assert_eq!([look(&[]).await, look(&[a]).await], [json!(false), json!(false)]);
    assert_eq!([look(&[b]).await, look(&[a, b]).await], [json!(true), json!(true)]);
}

#[tokio::test]
async fn rfc7662_7_a_wrong_caller_is_refused_and_a_wrong_token_is_not() {
    let world = World::new().await;
    let wrong = [("client_id", world.id.as_str()), ("client_secret", "wrong"), ("token", "x")];
    assert_eq!(world.post(INTROSPECT, &wrong, &[]).await.status, 401);
    assert_eq!(world.about(INTROSPECT, "x").await.status, 200);
}

#[tokio::test]
async fn rfc7662_8_everything_is_checked() {
    let world = World::new().await;
    let now = world.clock.now();
    assert!(world.is_active(&world.forged(json!({}), json!({})).await).await, "with nothing altered");
    for (header, claims) in [
        (json!({ "alg": "none" }), json!({})),
        (json!({ "alg": "EdDSA" }), json!({})),
        (json!({ "kid": "x" }), json!({})),
        (json!({ "typ": "JWT" }), json!({})),
        (json!({}), json!({ "exp": now - 60 })),
        (json!({}), json!({ "iat": now + 61 })),
        (json!({}), json!({ "iss": "https://other.example.com" })),
        (json!({}), json!({ "epoch": 7 })),
        (json!({}), json!({ "cred": "x" })),
    ] {
        let forged = world.forged(header.clone(), claims.clone()).await;
        assert!(!world.is_active(&forged).await, "{header} {claims}");
    }
    let token = world.token().await;
    let unsigned = altered(&token, json!({}), json!({ "exp": now + 3601 }));
    assert!(!world.is_active(&unsigned).await, "no key has signed it");
    assert!(world.is_active(&token).await);
    world.clock.advance(3600 + 60);
    assert!(!world.is_active(&token).await, "it has expired");
    world.clock.advance(1);
    let later = world.token().await;
    let revoked = world.engine.revoke_tokens(Principal::Platform, ACME.into(), world.id.clone(), None);
    revoked.await.expect("revoked");
    assert!(!world.is_active(&later).await, "all were revoked");
}

#[tokio::test]
async fn rfc7662_9_no_get() {
    let world = World::new().await;
    let answer = world.get(&format!("{INTROSPECT}?token={}", world.token().await)).await;
    assert_eq!((answer.status, answer.header("allow")), (405, Some("POST")));
    assert_eq!(answer.body["active"], Value::Null);
}

#[tokio::test]
async fn rfc7662_9_callers_who_guess_or_are_stopped_see_nothing() {
    let world = World::by(Policy { failures: 2, ..Policy::default() }).await;
    let (token, (id, secret)) = (world.token().await, account(&world.engine, ACME).await);
    let from = async |source: &str, secret: &str| {
        let form = [("client_id", id.as_str()), ("client_secret", secret), ("token", &token)];
        world.post_from(source, INTROSPECT, &form, &[]).await
    };
    let here = "192.0.2.1";
    assert_eq!([from(here, "one").await.status, from(here, "two").await.status], [401, 401]);
    let held_up = from(here, "three").await;
    assert_eq!((held_up.status, &held_up.body["active"]), (429, &Value::Null));
    assert_eq!(from(here, &secret).await.body["active"], true);
    world.disable().await;
    let stopped = world.about(INTROSPECT, &token).await;
    assert_eq!(stopped.refusal(), (400, "unauthorized_client"));
    assert_eq!(stopped.body["active"], Value::Null);
}
