//! RFC 9700: the best current practice.

use crate::world::{ACME, World, parts};
use badgehouse::account::NewAccount;
use badgehouse::authorize::NeedInput;
use badgehouse::principal::Principal;
use serde_json::json;

#[tokio::test]
async fn rfc9700_1_tokens_can_be_bound_to_their_sender() {
    let metadata = World::new().await.get("/.well-known/oauth-authorization-server").await.body;
    assert!(metadata["dpop_signing_alg_values_supported"].is_array());
}

#[tokio::test]
async fn rfc9700_2_nothing_is_held_that_was_not_granted() {
    let world = World::new().await;
    let made =
        world.engine.create_account(Principal::Platform, ACME.into(), NewAccount::custom("New"), None).await;
    let made = made.expect("an account");
    let request = badgehouse::grant::TokenRequest {
        client_id: made.account.client_id.to_string(),
        client_secret: made.client_secret.expect("a secret").reveal().to_owned().into(),
        ..badgehouse::grant::TokenRequest::default()
    };
    let token = world.engine.request_token(request).await.expect("a token").access_token;
    for tool in &world.engine.settings().catalogue.tools {
        let need = json!({ "company": ACME, "tool": tool.id, "level": "read_only" });
        let need: NeedInput = serde_json::from_value(need).expect("a need");
        let refused = world.engine.authorize(Some(format!("Bearer {token}")), need).await.expect_err("None");
        assert_eq!(refused.code.status(), 403, "{}", tool.id);
    }
}

#[tokio::test]
async fn rfc9700_3_no_password_grant() {
    let world = World::new().await;
    let own = [("client_id", world.id.as_str()), ("client_secret", &world.secret)];
    let form = [("grant_type", "password"), own[0], own[1], ("username", "ann"), ("password", "x")];
    assert_eq!(world.bare(&form).await.refusal(), (400, "unsupported_grant_type"));
}

#[tokio::test]
async fn rfc9700_4_asymmetric_client_authentication() {
    let world = World::new().await;
    world.enter("ec").await;
    let assertion = crate::world::signed("ec", json!({}), world.claims("1"));
    assert_eq!(world.assert(&assertion, &[]).await.status, 200);
}

#[tokio::test]
async fn rfc9700_5_metadata_is_published() {
    assert_eq!(World::new().await.get("/.well-known/oauth-authorization-server").await.status, 200);
}

#[tokio::test]
async fn rfc9700_6_no_account_looks_like_a_user() {
    let world = World::new().await;
    let claims = parts(&world.token().await)[1].clone();
    assert!(claims["sub"].as_str().expect("a subject").starts_with("sa_"));
    assert_eq!(claims["sub"], claims["client_id"], "which no user's token says");
}

#[tokio::test]
async fn rfc9700_8_a_leaked_token_can_be_ended() {
    let world = World::new().await;
    let token = world.token().await;
    let ended = world.engine.revoke_tokens(Principal::Platform, ACME.into(), world.id.clone(), None);
    ended.await.expect("revoked");
    assert!(!world.passes(&token).await);
}
