//! RFC 8414, the server's metadata, and RFC 7517, its keys.

use crate::world::{Answer, World};
use badgehouse::crypto::Algorithm;
use badgehouse::settings::{Policy, Settings};
use badgehouse_native::{Engine, MemoryStore};
use badgehouse_tests::engines::settings;
use badgehouse_tests::scenario::ISSUER;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const WELL_KNOWN: &str = "/.well-known/oauth-authorization-server";

async fn metadata() -> Answer {
    World::new().await.get(WELL_KNOWN).await
}

fn opens(issuer: &str) -> bool {
    Engine::open(Settings { issuer: issuer.into(), ..settings() }, MemoryStore::new()).is_ok()
}

#[test]
fn rfc8414_1_the_issuer_is_an_https_url_alone() {
    assert!(opens("https://id.acme.com") && opens("https://id.acme.com/tenant"));
    assert!(
        !opens("https://id.acme.com?x=1") && !opens("https://id.acme.com#x") && !opens("ftp://id.acme.com")
    );
}

#[tokio::test]
async fn rfc8414_2_the_token_endpoint() {
    assert_eq!(metadata().await.body["token_endpoint"], format!("{ISSUER}/oauth/token"));
}

#[tokio::test]
async fn rfc8414_3_response_types_are_there_and_none() {
    assert_eq!(metadata().await.body["response_types_supported"], json!([]));
}

#[tokio::test]
async fn rfc8414_4_the_grant_types() {
    let grants = json!(["client_credentials", "urn:ietf:params:oauth:grant-type:jwt-bearer"]);
    assert_eq!(metadata().await.body["grant_types_supported"], grants);
}

#[tokio::test]
async fn rfc8414_5_the_methods() {
    let methods = json!(["client_secret_basic", "client_secret_post", "private_key_jwt"]);
    assert_eq!(metadata().await.body["token_endpoint_auth_methods_supported"], methods);
}

#[tokio::test]
async fn rfc8414_6_the_algorithms_of_assertions() {
    let metadata = metadata().await.body;
    for endpoint in ["token", "revocation", "introspection"] {
        let name = format!("{endpoint}_endpoint_auth_signing_alg_values_supported");
        let algorithms: Vec<&str> =
            metadata[&name].as_array().expect(&name).iter().filter_map(Value::as_str).collect();
        assert!(
            algorithms.contains(&"RS256") && algorithms.contains(&"ES256") && !algorithms.contains(&"none")
        );
    }
}

#[tokio::test]
async fn rfc8414_7_the_keys() {
    let world = World::new().await;
    assert_eq!(world.get(WELL_KNOWN).await.body["jwks_uri"], format!("{ISSUER}/oauth/jwks"));
    for key in world.get("/oauth/jwks").await.body["keys"].as_array().expect("keys") {
        assert_eq!(key["use"], "sig");
    }
}

#[tokio::test]
async fn rfc8414_8_the_well_known_segment_stands_before_the_path() {
    let world = World::with(Settings { issuer: "https://id.acme.com/t1".into(), ..settings() }).await;
    let found = world.get(&format!("{WELL_KNOWN}/t1")).await;
    assert_eq!(found.body["issuer"], "https://id.acme.com/t1");
    assert_eq!(found.body["token_endpoint"], "https://id.acme.com/t1/oauth/token");
    for target in [
        WELL_KNOWN.to_owned(),
        format!("/t1{WELL_KNOWN}"),
        format!("{WELL_KNOWN}/t1/"),
        format!("{WELL_KNOWN}/t2"),
    ] {
        assert_eq!(world.get(&target).await.status, 404, "{target}");
    }
    let slash = World::with(Settings { issuer: "https://id.acme.com/".into(), ..settings() }).await;
    assert_eq!(slash.get(WELL_KNOWN).await.body["issuer"], "https://id.acme.com");
}

#[tokio::test]
async fn rfc8414_9_json_without_empty_members() {
    let answer = metadata().await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")));
    for (name, value) in answer.body.as_object().expect("an object") {
        let empty = value.as_array().is_some_and(Vec::is_empty) && name != "response_types_supported";
        assert!(!empty && !value.is_null(), "{name}");
    }
}

#[tokio::test]
async fn rfc8414_10_the_issuer_is_the_one_that_was_asked() {
    assert_eq!(metadata().await.body["issuer"], ISSUER);
}

async fn keys(algorithm: Algorithm) -> Vec<Value> {
    let policy = Policy { signing_algorithm: algorithm, ..Policy::default() };
    let world = World::with(Settings { policy, ..settings() }).await;
    world.engine.jwks().await.expect("a first key");
    world.clock.advance(90 * 86_400);
    world.engine.maintain().await.expect("a second key");
    world.get("/oauth/jwks").await.body["keys"].as_array().expect("a list").clone()
}

#[tokio::test]
async fn rfc7517_1_every_key_has_its_type() {
    assert!(keys(Algorithm::Es256).await.iter().all(|key| key["kty"] == "EC" && key["crv"] == "P-256"));
    assert!(keys(Algorithm::EdDsa).await.iter().all(|key| key["kty"] == "OKP" && key["crv"] == "Ed25519"));
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
    assert_eq!((kids.len(), keys.len()), (2, 2));
}

#[tokio::test]
async fn rfc7517_4_a_key_that_is_unknown_is_left_out_and_not_the_set() {
    let world = World::new().await;
    let known = badgehouse_tests::jwt::public("ec");
    let odd = [json!({ "kty": "XX" }), json!({ "kty": "EC", "crv": "P-256", "x": "AA" }), json!({}), known];
    let issuer = json!({ "issuer": "https://ci.example.com", "jwks": { "keys": odd } });
    let issuer = serde_json::from_value(issuer).expect("an issuer");
    assert_eq!(world.engine.put_trusted_issuer(issuer).await.expect("entered"), 1);
}

#[tokio::test]
async fn rfc7517_5_nothing_private_is_published() {
    for algorithm in [Algorithm::Es256, Algorithm::EdDsa] {
        for key in keys(algorithm).await {
            for member in ["d", "p", "q", "dp", "dq", "qi", "k", "oth"] {
                assert_eq!(key[member], Value::Null, "{member}");
            }
        }
    }
}

#[tokio::test]
async fn rfc7517_6_the_media_type_of_a_set() {
    let answer = World::new().await.get("/oauth/jwks").await;
    assert_eq!(answer.header("content-type"), Some("application/jwk-set+json"));
}
