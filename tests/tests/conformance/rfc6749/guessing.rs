//! What guessing comes to (sections 2.3.1 and 10.10).

use crate::endpoints::{Answer, GRANT, TOKEN, basic};
use crate::tokens::{altered, parts};
use crate::world::{ACME, World, account};
use badgehouse::settings::Policy;
use serde_json::json;
use std::collections::BTreeSet;

const HERE: &str = "192.0.2.1";

async fn world() -> World {
    World::by(Policy { failures: 2, ..Policy::default() }).await
}

async fn in_header(world: &World, source: &str, secret: &str) -> Answer {
    let header = basic(&world.id, secret);
    world.post_from(source, TOKEN, &[GRANT], &[("authorization", &header)]).await
}

async fn in_body(world: &World, source: &str, id: &str, secret: &str) -> Answer {
    world.post_from(source, TOKEN, &[GRANT, ("client_id", id), ("client_secret", secret)], &[]).await
}

#[tokio::test]
async fn rfc6749_7_guessing_is_held_up() {
    for by_header in [false, true] {
        let world = world().await;
        let guess = async |source: &str, secret: &str| match by_header {
            true => in_header(&world, source, secret).await,
            false => in_body(&world, source, &world.id, secret).await,
        };
        // Of the right form and for the right company, but another's.
        let (_, other) = account(&world.engine, ACME).await;
        assert_eq!([guess(HERE, "one").await.status, guess(HERE, &other).await.status], [401, 401]);
        let held_up = guess(HERE, "three").await;
        assert_eq!((held_up.status, held_up.header("retry-after")), (429, Some("300")));
        assert_eq!(guess("192.0.2.2", "three").await.status, 401, "from elsewhere");
        assert_eq!(guess(HERE, &world.secret).await.status, 200, "what is right passes");
        world.clock.advance(299);
        let (_, other) = account(&world.engine, ACME).await;
        let held_up = guess(HERE, &other).await;
        assert_eq!((held_up.status, held_up.header("retry-after")), (429, Some("1")));
        world.clock.advance(1);
        assert_eq!(guess(HERE, &other).await.status, 401, "it has waited");
    }
}

#[tokio::test]
async fn rfc6749_7_the_header_and_then_the_body_is_one_guess() {
    let world = world().await;
    assert_eq!(in_header(&world, HERE, "one").await.status, 401);
    assert_eq!(in_body(&world, HERE, &world.id, "one").await.status, 401);
    assert_eq!(in_body(&world, HERE, &world.id, "two").await.status, 401, "the second guess");
    assert_eq!(in_body(&world, HERE, &world.id, "three").await.status, 429);
}

#[tokio::test]
async fn rfc6749_7_guesses_at_other_clients_make_none_forgotten() {
    let world = world().await;
    for secret in ["one", "two"] {
        assert_eq!(in_body(&world, HERE, &world.id, secret).await.status, 401);
    }
    for number in 0..300 {
        let answer = in_body(&world, HERE, &format!("sa_{number:052}"), &format!("{number}")).await;
        assert!([401, 429].contains(&answer.status), "{answer:?}");
    }
    assert_eq!(in_body(&world, HERE, &world.id, "three").await.status, 429);
    assert_eq!(in_body(&world, HERE, &world.id, &world.secret).await.status, 200);
}

#[tokio::test]
async fn rfc6749_26_nothing_can_be_guessed() {
    let world = World::new().await;
    let bits = |characters: usize, alphabet: f64| characters as f64 * alphabet.log2();
    let (mut secrets, mut ids) = (Vec::new(), Vec::new());
    for _ in 0..200 {
        let (_, secret) = account(&world.engine, "zenith").await;
        secrets.push(secret.split('_').nth(2).expect("the random part").to_owned());
        ids.push(parts(&world.token().await)[1]["jti"].as_str().expect("a jti").to_owned());
    }
    assert!(secrets[0].chars().all(|c| c.is_ascii_alphanumeric()));
    assert!(bits(secrets[0].len(), 62.0) >= 160.0);
    assert!(bits(ids[0].len(), 62.0) >= 128.0, "and the token is signed");
    for texts in [secrets, ids] {
        assert_eq!(texts.iter().collect::<BTreeSet<_>>().len(), 200, "each is another");
        for position in 0..texts[0].len() {
            let here: BTreeSet<u8> = texts.iter().map(|text| text.as_bytes()[position]).collect();
            assert!(here.len() >= 24, "at {position}: {here:?}");
        }
    }
    let forged = altered(&world.token().await, json!({}), json!({ "jti": "0".repeat(24) }));
    assert!(!world.passes(&forged).await);
}
