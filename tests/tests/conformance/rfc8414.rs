//! RFC 8414: the server's metadata.

use crate::endpoints::{Answer, GRANT, METADATA, TOKEN};
use crate::tokens::parts;
use crate::world::World;
use badgehouse::settings::Settings;
use badgehouse_native::{Engine, MemoryStore};
use badgehouse_simulation::ISSUER;
use badgehouse_simulation::settings;
use badgehouse_tests::jwt::{proof_claims, proof_header, signed};
use serde_json::{Value, json};

const METHODS: [&str; 3] = ["client_secret_basic", "client_secret_post", "private_key_jwt"];

async fn metadata() -> Answer {
    World::new().await.get(METADATA).await
}

async fn issued_by(issuer: &str) -> World {
    World::with(Settings { issuer: issuer.into(), ..settings() }).await
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
    assert_eq!(metadata().await.body["token_endpoint_auth_methods_supported"], json!(METHODS));
}

#[tokio::test]
async fn rfc8414_6_methods_and_algorithms_of_each_endpoint() {
    let metadata = metadata().await.body;
    for endpoint in ["token", "revocation", "introspection"] {
        let methods = &metadata[format!("{endpoint}_endpoint_auth_methods_supported")];
        assert_eq!(*methods, json!(METHODS), "{endpoint}");
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
    let world = issued_by("https://id.acme.com").await;
    assert_eq!(world.get(METADATA).await.body["jwks_uri"], "https://id.acme.com/oauth/jwks");
    let keys = world.get("/oauth/jwks").await.body["keys"].as_array().expect("keys").clone();
    assert_eq!(keys.len(), 1);
    assert_eq!(keys[0]["use"], "sig");
}

#[tokio::test]
async fn rfc8414_8_the_well_known_segment_stands_before_the_path() {
    for issuer in ["https://id.acme.com/t1", "https://id.acme.com/t1/"] {
        let world = issued_by(issuer).await;
        let found = world.get(&format!("{METADATA}/t1")).await;
        assert_eq!(found.body["issuer"], "https://id.acme.com/t1");
        assert_eq!(found.body["token_endpoint"], "https://id.acme.com/t1/oauth/token");
        for target in [
            METADATA.to_owned(),
            format!("/t1{METADATA}"),
            format!("{METADATA}/t1/"),
            format!("{METADATA}/t2"),
        ] {
            assert_eq!(world.get(&target).await.status, 404, "{target}");
        }
    }
    let slash = issued_by("https://id.acme.com/").await;
    assert_eq!(slash.get(METADATA).await.body["issuer"], "https://id.acme.com");
}

#[tokio::test]
async fn rfc8414_8_the_endpoints_stand_below_the_path() {
    let world = issued_by("https://id.acme.com/t1").await;
    let form = [&[GRANT], &world.own()[..]].concat();
    assert_eq!(world.post(TOKEN, &form, &[]).await.status, 404);
    let answer = world.post("/t1/oauth/token", &form, &[]).await;
    assert_eq!(parts(&answer.token())[1]["iss"], "https://id.acme.com/t1");
    assert!(world.passes(&answer.token()).await);
    let proof =
        |jti: &str, url: &str| signed("ec", proof_header(), proof_claims(url, jti, world.clock.now()));
    let below = proof("1", "https://id.acme.com/t1/oauth/token");
    assert_eq!(world.post("/t1/oauth/token", &form, &[("dpop", &below)]).await.body["token_type"], "DPoP");
    let beside = proof("2", "https://id.acme.com/oauth/token");
    let refused = world.post("/t1/oauth/token", &form, &[("dpop", &beside)]).await;
    assert_eq!(refused.refusal(), (400, "invalid_dpop_proof"));
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
async fn rfc8414_9_head_is_get() {
    let world = World::new().await;
    for target in [METADATA, "/oauth/jwks"] {
        let (get, head) = (world.get(target).await, world.send("HEAD", target, &[], &[]).await);
        assert_eq!((get.status, head.status), (200, 200), "{target}");
        for header in ["content-type", "cache-control"] {
            assert!(get.header(header).is_some());
            assert_eq!(get.header(header), head.header(header), "{target} {header}");
        }
        assert_eq!(world.send("POST", target, &[], &[]).await.status, 405, "{target}");
    }
}

#[tokio::test]
async fn rfc8414_10_the_issuer_is_the_one_that_was_asked() {
    assert_eq!(metadata().await.body["issuer"], ISSUER);
}
