//! RFC 7009: giving a token back.

use crate::endpoints::{Answer, GRANT, REVOKE, TOKEN, as_json, basic, posted};
use crate::tokens::altered;
use crate::world::{ACME, World, account, need};
use badgehouse::account::NewAccount;
use badgehouse::operation::{self, Ask};
use badgehouse::permission::PermissionChange;
use badgehouse::principal::Principal;
use badgehouse::store::StoreError;
use badgehouse_simulation::{Simulation, seed};
use serde_json::json;

#[tokio::test]
async fn rfc7009_1_access_tokens_are_revoked() {
    let world = World::new().await;
    let token = world.token().await;
    assert_eq!(world.about(REVOKE, &token).await.status, 200);
    assert!(!world.passes(&token).await);
}

#[tokio::test]
async fn rfc7009_3_as_at_the_token_endpoint() {
    let world = World::new().await;
    let token = world.token().await;
    let sent = ("token", token.as_str());
    assert_eq!(world.get(REVOKE).await.status, 405);
    assert_eq!(world.post(REVOKE, &world.own(), &[]).await.refusal(), (400, "invalid_request"), "no token");
    assert_eq!(world.post(REVOKE, &[sent], &[]).await.refusal(), (401, "invalid_client"), "no credentials");
    let wrong = [("client_id", world.id.as_str()), ("client_secret", "wrong"), sent];
    assert_eq!(world.post(REVOKE, &wrong, &[]).await.refusal(), (401, "invalid_client"));
    let json = as_json(&[&world.own()[..], &[sent]].concat());
    let answer = world.send("POST", REVOKE, &[("content-type", "application/json")], json.as_bytes()).await;
    assert_eq!(answer.refusal(), (400, "invalid_request"), "not as a form");
    assert!(world.passes(&token).await, "nothing of this has revoked it");
    let header = basic(&world.id, &world.secret);
    assert_eq!(world.post(REVOKE, &[sent], &[("authorization", &header)]).await.status, 200);
    assert!(!world.passes(&token).await);
}

#[tokio::test]
async fn rfc7009_4_another_clients_token_stays() {
    let world = World::new().await;
    let token = world.token().await;
    let (id, secret) = account(&world.engine, ACME).await;
    let form = [("client_id", id.as_str()), ("client_secret", &secret), ("token", &token)];
    assert_eq!(world.post(REVOKE, &form, &[]).await.refusal(), (400, "unauthorized_client"));
    assert!(world.passes(&token).await);
}

#[tokio::test]
async fn rfc7009_5_a_hint_changes_nothing() {
    for hint in ["refresh_token", "access_token", "color"] {
        let world = World::new().await;
        let token = world.token().await;
        let form = [&world.own()[..], &[("token", &token), ("token_type_hint", hint)]].concat();
        assert_eq!(world.post(REVOKE, &form, &[]).await.status, 200);
        assert!(!world.passes(&token).await, "{hint}");
    }
}

#[tokio::test]
async fn rfc7009_6_at_once_and_in_every_process() {
    let world = World::new().await;
    let token = world.token().await;
    let other = world.process();
    let passes = async || other.authorize(Some(format!("Bearer {token}")), need(ACME, "read_only")).await;
    passes().await.expect("it passes there as well");
    world.about(REVOKE, &token).await;
    assert!(!world.passes(&token).await && !world.is_active(&token).await);
    assert_eq!(passes().await.expect_err("revoked").code.as_str(), "invalid_token");
}

#[tokio::test]
async fn rfc7009_6_for_as_long_as_the_token_lives() {
    let world = World::new().await;
    let token = world.token().await;
    world.about(REVOKE, &token).await;
    let kept = world.token().await;
    world.clock.advance(3600 + 59);
    assert!(world.passes(&kept).await, "the other is good to the last second");
    assert!(!world.passes(&token).await);
}

#[tokio::test]
async fn rfc7009_7_an_unknown_token_is_revoked_already() {
    let world = World::new().await;
    let token = world.token().await;
    for unknown in ["x", &altered(&token, json!({ "kid": "x" }), json!({})), &format!("{token}x")] {
        assert_eq!(world.about(REVOKE, unknown).await.status, 200, "{unknown}");
    }
    assert!(world.passes(&token).await, "that was no token of ours");
    for _ in 0..2 {
        assert_eq!(world.about(REVOKE, &token).await.status, 200);
    }
}

#[tokio::test]
async fn rfc7009_8_a_failing_store_revokes_nothing_and_says_so() {
    let mut world = Simulation::new(1_800_000_000);
    let made = world.run(seed(1, 1), |core, start| {
        core.create_account(start, Principal::Platform, ACME.into(), NewAccount::custom("Sync"), None)
    });
    let made = made.expect("an account");
    let (id, secret) = (made.account.client_id.to_string(), made.client_secret.expect("a secret"));
    let change: PermissionChange =
        serde_json::from_value(json!({ "company": { "rfis": "read_only" } })).expect("a change");
    let set = world.run(seed(1, 2), |core, start| {
        core.set_permissions(start, Principal::Platform, ACME.into(), id.clone(), change, None)
    });
    set.expect("levels");
    let own = [("client_id", id.as_str()), ("client_secret", secret.reveal())];
    let granted = posted(TOKEN, &[&[GRANT], &own[..]].concat(), &[]);
    let token = Answer::of(world.handle(seed(1, 3), granted, None)).token();

    let request = posted(REVOKE, &[&own[..], &[("token", &token)]].concat(), &[]);
    let operation = world.core.handle(badgehouse::Start { now: world.now, seed: seed(1, 4) }, request, None);
    let response = badgehouse::driver::run(operation, |ask| match ask {
        Ask::Commit { .. } => operation::Answer::Commit(Err(StoreError::Unavailable("gone".into()))),
        ask => world.answer(ask),
    });
    assert_eq!(response.status, 503);
    assert!(response.headers.iter().any(|(name, _)| name == "retry-after"));
    let bearer = Some(format!("Bearer {token}"));
    let passes = world.run(seed(1, 5), |core, start| core.authorize(start, bearer, need(ACME, "read_only")));
    passes.expect("the token lives");
}

#[tokio::test]
async fn rfc7009_9_guessing_is_held_up_here_too() {
    let world = World::new().await;
    let from = async |source: &str, secret: &str| {
        let form = [("client_id", world.id.as_str()), ("client_secret", secret), ("token", "x")];
        world.post_from(source, REVOKE, &form, &[]).await.status
    };
    for number in 0..10 {
        assert_eq!(from("192.0.2.1", &format!("wrong-{number}")).await, 401);
    }
    assert_eq!(from("192.0.2.1", "another").await, 429);
    assert_eq!(from("192.0.2.1", &world.secret).await, 200);
}
