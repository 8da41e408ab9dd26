//! The lenient mode of the token endpoint: it reads more ways of writing a request, and takes no other proof than the strict one.

use crate::endpoints::{
    Answer, FORM, Form, GRANT, JWT_BEARER, MULTIPART, TOKEN, as_json, basic, multipart, urlencoded,
};
use crate::world::World;
use badgehouse::settings::Policy;
use badgehouse_tests::jwt::signed;
use serde_json::json;

async fn world() -> World {
    World::by(Policy { lenient_token_endpoint: true, ..Policy::default() }).await
}

/// The parameters in each way of writing them, and what is answered.
async fn each(world: &World, target: &str, form: Form<'_>, authorization: Option<&str>) -> Vec<Answer> {
    let mut answers = Vec::new();
    for (media_type, body) in
        [(FORM, urlencoded(form)), ("application/json", as_json(form)), (MULTIPART, multipart(form))]
    {
        let mut headers = vec![("content-type", media_type)];
        headers.extend(authorization.map(|value| ("authorization", value)));
        answers.push(world.send("POST", target, &headers, body.as_bytes()).await);
    }
    answers
}

fn all_refused(answers: &[Answer], expected: (u16, &str)) {
    for answer in answers {
        assert_eq!(answer.refusal(), expected, "{answer:?}");
    }
}

#[tokio::test]
async fn rfc6749_1_two_methods_at_once_however_they_are_written() {
    let world = world().await;
    world.enter("ec").await;
    let header = basic(&world.id, &world.secret);
    let form = [&[GRANT], &world.own()[..]].concat();
    for answer in each(&world, TOKEN, &form, None).await {
        assert_eq!(answer.status, 200, "the three ways of writing: {answer:?}");
    }
    all_refused(&each(&world, TOKEN, &form, Some(&header)).await, (400, "invalid_request"));
    let assertion = signed("ec", json!({}), world.claims("1"));
    let proof = [("client_assertion_type", JWT_BEARER), ("client_assertion", assertion.as_str())];
    let both = [&form[..], &proof].concat();
    all_refused(&each(&world, TOKEN, &both, None).await, (400, "invalid_request"));
    let both = [&[GRANT], &proof[..]].concat();
    all_refused(&each(&world, TOKEN, &both, Some(&header)).await, (400, "invalid_request"));
}

#[tokio::test]
async fn rfc6749_5_no_credentials_in_the_uri_of_the_lenient_mode() {
    let world = world().await;
    let target = format!("{TOKEN}?client_id={}&client_secret={}", world.id, world.secret);
    all_refused(&each(&world, &target, &[GRANT], None).await, (401, "invalid_client"));
    let target = format!("{TOKEN}?grant_type=client_credentials&client_id={}", world.id);
    assert_eq!(world.get(&format!("{target}&client_secret={}", world.secret)).await.status, 405);
}

#[tokio::test]
async fn rfc6749_12_repeated_members_however_they_are_written() {
    let world = world().await;
    let form = [&[GRANT], &world.own()[..]].concat();
    for again in [GRANT, ("client_id", &world.id), ("client_secret", &world.secret), ("scope", "x")] {
        let twice = [&form[..], &[("scope", "x"), again]].concat();
        all_refused(&each(&world, TOKEN, &twice, None).await, (400, "invalid_request"));
    }
    let wrong_first = [&[GRANT, ("client_secret", "wrong")], &world.own()[..]].concat();
    all_refused(&each(&world, TOKEN, &wrong_first, None).await, (400, "invalid_request"));
}

#[tokio::test]
async fn rfc6749_17_a_public_client_gets_nothing_from_the_lenient_mode() {
    let world = world().await;
    let public = [GRANT, ("client_id", world.id.as_str())];
    all_refused(&each(&world, TOKEN, &public, None).await, (401, "invalid_client"));
    let empty = [GRANT, ("client_id", world.id.as_str()), ("client_secret", "")];
    all_refused(&each(&world, TOKEN, &empty, None).await, (401, "invalid_client"));
}

#[tokio::test]
async fn rfc9700_3_no_password_grant_in_the_lenient_mode() {
    let world = world().await;
    let user = [("grant_type", "password"), ("username", "ann"), ("password", "x")];
    let form = [&user[..], &world.own()].concat();
    all_refused(&each(&world, TOKEN, &form, None).await, (400, "unsupported_grant_type"));
}
