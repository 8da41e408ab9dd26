//! RFC 9700: the best current practice.

use crate::endpoints::{GRANT, METADATA, TOKEN, basic};
use crate::tokens::parts;
use crate::world::{ACME, World};
use badgehouse::account::{AuthMethod, NewAccount};
use badgehouse::authorize::NeedInput;
use badgehouse::principal::Principal;
use badgehouse_simulation::ISSUER;
use badgehouse_tests::jwt::{self, proof_claims, proof_header, signed};
use serde_json::json;

#[tokio::test]
async fn rfc9700_1_tokens_can_be_bound_to_their_sender() {
    let world = World::new().await;
    let claims = proof_claims(&format!("{ISSUER}{TOKEN}"), "1", world.clock.now());
    let proof = signed("ec", proof_header(), claims);
    let form = [&[GRANT], &world.own()[..]].concat();
    let token = world.post(TOKEN, &form, &[("dpop", &proof)]).await.token();
    assert!(parts(&token)[1]["cnf"]["jkt"].is_string());
    assert_eq!(world.refusal_of(&token).await, "invalid_token", "whoever stole it");
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
    let user = [("grant_type", "password"), ("username", "ann"), ("password", "x")];
    let answer = world.bare(&[&user[..], &world.own()].concat()).await;
    assert_eq!(answer.refusal(), (400, "unsupported_grant_type"));
}

#[tokio::test]
async fn rfc9700_4_asymmetric_client_authentication() {
    let mut world = World::new().await;
    let methods = Some([AuthMethod::PrivateKeyJwt].into());
    let new = NewAccount { auth_methods: methods, ..NewAccount::custom("By key") };
    let made = world.engine.create_account(Principal::Platform, ACME.into(), new, None).await;
    let made = made.expect("an account");
    world.id = made.account.client_id.to_string();
    world.secret = made.client_secret.expect("a secret").reveal().to_owned();
    world.enter_jwk(&world.id, jwt::public("ec")).await;
    assert_eq!(world.assert(&signed("ec", json!({}), world.claims("1")), &[]).await.status, 200);
    assert_eq!(world.grant(&[]).await.refusal(), (401, "invalid_client"), "its secret proves nothing");
    let header = basic(&world.id, &world.secret);
    let answer = world.post(TOKEN, &[GRANT], &[("authorization", &header)]).await;
    assert_eq!(answer.refusal(), (401, "invalid_client"), "nor in the header");
}

#[tokio::test]
async fn rfc9700_5_metadata_is_published() {
    assert_eq!(World::new().await.get(METADATA).await.status, 200);
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
