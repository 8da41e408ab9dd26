//! RFC 7517: the keys that are published, and those that are read.

use crate::endpoints::Answer;
use crate::world::World;
use badgehouse::crypto::Algorithm;
use badgehouse::settings::Policy;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The published set, with a key that signs and the next.
async fn published(signing_algorithm: Algorithm) -> Answer {
    let world = World::by(Policy { signing_algorithm, ..Policy::default() }).await;
    world.engine.maintain().await.expect("a first key");
    world.clock.advance(90 * 86_400);
    world.engine.maintain().await.expect("a second key");
    world.get("/oauth/jwks").await
}

async fn keys(algorithm: Algorithm) -> Vec<Value> {
    let keys = published(algorithm).await.body["keys"].as_array().expect("a list").clone();
    assert_eq!(keys.len(), 2);
    keys
}

#[tokio::test]
async fn rfc7517_1_every_key_has_its_type() {
    assert!(keys(Algorithm::Es256).await.iter().all(|key| key["kty"] == "EC" && key["crv"] == "P-256"));
    assert!(keys(Algorithm::EdDsa).await.iter().all(|key| key["kty"] == "OKP" && key["crv"] == "Ed25519"));
}

#[tokio::test]
async fn rfc7517_1_no_member_stands_there_twice() {
    for algorithm in [Algorithm::Es256, Algorithm::EdDsa] {
        let answer = published(algorithm).await;
        // A parsed object has each member once, so that it would be shorter.
        assert_eq!(answer.body.to_string().len(), answer.text.len(), "{}", answer.text);
    }
}

#[tokio::test]
async fn rfc7517_2_use_without_key_ops() {
    for key in keys(Algorithm::Es256).await {
        assert_eq!((&key["use"], &key["key_ops"]), (&json!("sig"), &Value::Null));
    }
}

#[tokio::test]
async fn rfc7517_3_distinct_kids() {
    let keys = keys(Algorithm::Es256).await;
    let kids: BTreeSet<String> = keys.iter().map(|key| key["kid"].to_string()).collect();
    assert_eq!(kids.len(), 2);
}

#[tokio::test]
async fn rfc7517_4_a_key_that_is_unknown_is_left_out_and_not_the_set() {
    let world = World::new().await;
    let known = badgehouse_tests::jwt::public("ec");
    let odd = [json!({ "kty": "XX" }), json!({ "kty": "EC", "crv": "P-256", "x": "AA" }), json!({}), known];
    let issuer = json!({ "issuer": "https://ci.example.com", "jwks": { "keys": odd } });
    let issuer = serde_json::from_value(issuer).expect("an issuer");
    assert_eq!(world.engine.put_trusted_issuer(issuer).await.expect("entered").known.len(), 1);
}

#[tokio::test]
async fn rfc7517_5_nothing_private_is_published() {
    for algorithm in [Algorithm::Es256, Algorithm::EdDsa] {
        for key in keys(algorithm).await {
            for member in ["d", "p", "q", "dp", "dq", "qi", "k", "oth"] {
                assert_eq!(key[member], Value::Null, "{member}");
            }
            assert_ne!(key["kty"], "oct");
        }
    }
}

#[tokio::test]
async fn rfc7517_6_the_media_type_of_a_set() {
    let answer = World::new().await.get("/oauth/jwks").await;
    assert_eq!(answer.header("content-type"), Some("application/jwk-set+json"));
}
