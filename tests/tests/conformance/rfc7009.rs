//! RFC 7009: giving a token back.

use crate::world::{ACME, World, account, altered, basic};
use badgehouse::principal::Principal;
use serde_json::json;

#[tokio::test]
async fn rfc7009_1_access_tokens_are_revoked() {
    let world = World::new().await;
    let token = world.token().await;
    assert_eq!(world.about("/oauth/revoke", &token).await.status, 200);
    assert!(!world.passes(&token).await);
}

#[tokio::test]
async fn rfc7009_3_as_at_the_token_endpoint() {
    let world = World::new().await;
    let token = world.token().await;
    assert_eq!(world.get("/oauth/revoke").await.status, 405);
    let own = [("client_id", world.id.as_str()), ("client_secret", &world.secret)];
    assert_eq!(world.post("/oauth/revoke", &own, &[]).await.refusal(), (400, "invalid_request"), "no token");
    let wrong = [("client_id", world.id.as_str()), ("client_secret", "wrong"), ("token", &token)];
    assert_eq!(world.post("/oauth/revoke", &wrong, &[]).await.refusal(), (401, "invalid_client"));
    let header = basic(&world.id, &world.secret);
    let answer = world.post("/oauth/revoke", &[("token", &token)], &[("authorization", &header)]).await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn rfc7009_4_another_clients_token_stays() {
    let world = World::new().await;
    let token = world.token().await;
    let (id, secret) = account(&world.engine, ACME).await;
    let form = [("client_id", id.as_str()), ("client_secret", &secret), ("token", &token)];
    assert_eq!(world.post("/oauth/revoke", &form, &[]).await.refusal(), (400, "unauthorized_client"));
    assert!(world.passes(&token).await);
}

#[tokio::test]
async fn rfc7009_5_a_hint_changes_nothing() {
    for hint in ["refresh_token", "access_token", "color"] {
        let world = World::new().await;
        let token = world.token().await;
        let own = [("client_id", world.id.as_str()), ("client_secret", &world.secret)];
        let form = [own[0], own[1], ("token", &token), ("token_type_hint", hint)];
        assert_eq!(world.post("/oauth/revoke", &form, &[]).await.status, 200);
        assert!(!world.passes(&token).await, "{hint}");
    }
}

#[tokio::test]
async fn rfc7009_6_at_once() {
    let world = World::new().await;
    let token = world.token().await;
    world.about("/oauth/revoke", &token).await;
    assert!(!world.passes(&token).await && !world.is_active(&token).await);
}

#[tokio::test]
async fn rfc7009_7_an_unknown_token_is_revoked_already() {
    let world = World::new().await;
    let token = world.token().await;
    for unknown in ["x", "", &altered(&token, json!({ "kid": "x" }), json!({})), &format!("{token}x")] {
        let answer = world.about("/oauth/revoke", unknown).await;
        assert_eq!(answer.status, if unknown.is_empty() { 400 } else { 200 }, "{unknown}");
    }
    for _ in 0..2 {
        assert_eq!(world.about("/oauth/revoke", &token).await.status, 200);
    }
}

#[tokio::test]
async fn rfc7009_8_a_failing_store_revokes_nothing_and_says_so() {
    use badgehouse::http::HttpRequest;
    use badgehouse::operation::{Answer, Ask};
    use badgehouse::store::StoreError;
    use badgehouse_tests::simulation::{Simulation, seed};
    let mut world = Simulation::new(1_800_000_000);
    let made = world.run(seed(1, 1), |core, start| {
        let new = badgehouse::account::NewAccount::custom("Sync");
        core.create_account(start, Principal::Platform, ACME.into(), new, None)
    });
    let made = made.expect("an account");
    let (id, secret) = (made.account.client_id.to_string(), made.client_secret.expect("a secret"));
    let request = badgehouse::grant::TokenRequest {
        client_id: id.clone(),
        client_secret: secret.reveal().to_owned().into(),
        ..badgehouse::grant::TokenRequest::default()
    };
    let token = world.run(seed(1, 2), |core, start| core.request_token(start, request)).expect("a token");
    let body = format!("client_id={id}&client_secret={}&token={}", secret.reveal(), token.access_token);
    let request = HttpRequest {
        method: "POST".into(),
        target: "/oauth/revoke".into(),
        headers: vec![("content-type".into(), "application/x-www-form-urlencoded".into())],
        body: body.into_bytes().into(),
        ..HttpRequest::default()
    };
    let start = badgehouse::Start { now: world.now, seed: seed(1, 3) };
    let operation = world.core.handle(start, request, None);
    let response = badgehouse::driver::run(operation, |ask| match ask {
        Ask::Commit { .. } => Answer::Commit(Err(StoreError::Unavailable("gone".into()))),
        ask => world.answer(ask),
    });
    assert_eq!(response.status, 503);
    assert!(response.headers.iter().any(|(name, _)| name == "retry-after"));
}

#[tokio::test]
async fn rfc7009_9_guessing_is_held_up_here_too() {
    use badgehouse::http::HttpRequest;
    let world = World::new().await;
    let mut last = 0;
    for number in 0..11 {
        let request = HttpRequest {
            method: "POST".into(),
            target: "/oauth/revoke".into(),
            headers: vec![("content-type".into(), "application/x-www-form-urlencoded".into())],
            body: format!("client_id={}&client_secret=wrong-{number}&token=x", world.id).into_bytes().into(),
            source: Some("192.0.2.1".into()),
            ..HttpRequest::default()
        };
        last = world.engine.handle(request, None).await.status;
    }
    assert_eq!(last, 429);
}
