//! RFC 9449: tokens that are bound to a key.

use crate::endpoints::{Answer, GRANT, INTROSPECT, METADATA, TOKEN};
use crate::tokens::parts;
use crate::world::{ACME, World};
use badgehouse::account::NewAccount;
use badgehouse::authorize::Presented;
use badgehouse::crypto::PublicJwk;
use badgehouse::dpop::DpopInput;
use badgehouse::principal::Principal;
use badgehouse::settings::Policy;
use badgehouse_simulation::ISSUER;
use badgehouse_tests::jwt::{self, merged, proof_claims, proof_header, signed};
use serde_json::{Value, json};

const API: &str = "https://api.example.com/rfis";

/// A good proof for the token endpoint, with another header and other claims.
fn proof(world: &World, jti: &str, header: Value, claims: Value) -> String {
    proof_by("ec", world, jti, header, claims)
}

fn proof_by(key: &str, world: &World, jti: &str, header: Value, claims: Value) -> String {
    let good = proof_claims(&format!("{ISSUER}{TOKEN}"), jti, world.clock.now());
    signed(key, merged(proof_header(), header), merged(good, claims))
}

async fn request(world: &World, proofs: &[&str]) -> Answer {
    let headers: Vec<_> = proofs.iter().map(|proof| ("dpop", *proof)).collect();
    world.post(TOKEN, &[&[GRANT], &world.own()[..]].concat(), &headers).await
}

/// A bound token.
async fn bound(world: &World) -> String {
    request(world, &[&proof(world, "bound", json!({}), json!({}))]).await.token()
}

/// What an API answers to the token with a proof of the key, with other claims.
async fn call(world: &World, token: &str, scheme: &str, claims: Value) -> Result<(), String> {
    let claims = merged(json!({ "htm": "GET", "htu": API, "ath_of": token }), claims);
    present(world, token, scheme, Some(proof(world, "call", json!({}), claims))).await
}

async fn present(world: &World, token: &str, scheme: &str, proof: Option<String>) -> Result<(), String> {
    let dpop = proof.map(|proof| DpopInput { proof, method: "GET".into(), url: API.into() });
    let presented = Presented { authorization: Some(format!("{scheme} {token}")), dpop };
    world.authorize(presented, "read_only").await.map(drop).map_err(|error| error.code.as_str().into())
}

#[tokio::test]
async fn rfc9449_1_what_a_proof_is() {
    let world = World::new().await;
    let good = proof(&world, "1", json!({}), json!({}));
    assert_eq!(request(&world, &[&good]).await.status, 200);
    for (header, claims) in [
        (json!({ "typ": "JWT" }), json!({})),
        (json!({ "alg": "none" }), json!({})),
        (json!({ "alg": "HS256" }), json!({})),
        (json!({ "jwk": jwt::key("ec") }), json!({})),
        (json!({ "jwk": { "kty": "oct", "k": "AA" } }), json!({})),
        (json!({}), json!({ "jti": null })),
        (json!({}), json!({ "htm": null })),
        (json!({}), json!({ "htu": null })),
        (json!({}), json!({ "iat": null })),
    ] {
        let bad = proof(&world, "2", header.clone(), claims.clone());
        assert_eq!(
            request(&world, &[&bad]).await.refusal(),
            (400, "invalid_dpop_proof"),
            "{header} {claims}"
        );
    }
}

#[tokio::test]
async fn rfc9449_1_as_clients_write_it() {
    let world = World::new().await;
    for typ in ["DPOP+JWT", "DPoP+jwt", "application/dpop+jwt"] {
        let written = proof(&world, typ, json!({ "typ": typ }), json!({}));
        assert_eq!(request(&world, &[&written]).await.status, 200, "{typ}");
    }
    let exported = json!({ "ext": true, "key_ops": ["verify"], "x5t": "x", "color": "red" });
    let jwk = merged(jwt::public("ec"), exported);
    let token = request(&world, &[&proof(&world, "1", json!({ "jwk": jwk }), json!({}))]).await.token();
    let key: PublicJwk = serde_json::from_value(jwt::public("ec")).expect("a key");
    assert_eq!(parts(&token)[1]["cnf"]["jkt"], json!(key.kid()), "they are no part of the thumbprint");
}

#[tokio::test]
async fn rfc9449_2_one_proof_and_every_check() {
    let world = World::new().await;
    let [one, two] = ["1", "2"].map(|jti| proof(&world, jti, json!({}), json!({})));
    for proofs in [&[one.as_str(), &two][..], &[&format!("{one}, {two}")], &[&format!("{one},{two}")]] {
        assert_eq!(request(&world, proofs).await.refusal(), (400, "invalid_dpop_proof"), "two proofs");
    }
    let now = world.clock.now();
    for claims in [
        json!({ "htm": "GET" }),
        json!({ "htm": "post" }),
        json!({ "htu": API }),
        json!({ "iat": now - 301 }),
        json!({ "iat": now + 61 }),
    ] {
        let bad = proof(&world, "3", json!({}), claims.clone());
        assert_eq!(request(&world, &[&bad]).await.refusal(), (400, "invalid_dpop_proof"), "{claims}");
    }
    let foreign = proof(&world, "4", json!({ "jwk": jwt::public("other_ec") }), json!({}));
    assert_eq!(request(&world, &[&foreign]).await.refusal(), (400, "invalid_dpop_proof"), "another's key");
    for (jti, claims) in [
        ("5", json!({ "htu": format!("{ISSUER}{TOKEN}?x=1#y") })),
        ("6", json!({ "iat": now - 300 })),
        ("7", json!({ "iat": now + 60 })),
        ("8", json!({ "iat": now as f64 + 0.5 })),
    ] {
        let good = proof(&world, jti, json!({}), claims.clone());
        assert_eq!(request(&world, &[&good]).await.status, 200, "{claims}");
    }
}

#[tokio::test]
async fn rfc9449_3_the_token_type() {
    let world = World::new().await;
    let answer = request(&world, &[&proof(&world, "1", json!({}), json!({}))]).await;
    assert_eq!((answer.status, &answer.body["token_type"]), (200, &json!("DPoP")));
    assert_eq!(request(&world, &["x"]).await.refusal(), (400, "invalid_dpop_proof"));
}

#[tokio::test]
async fn rfc9449_4_metadata_and_accounts_whose_tokens_must_be_bound() {
    let mut world = World::new().await;
    let metadata = world.get(METADATA).await.body;
    let algorithms = metadata["dpop_signing_alg_values_supported"].as_array().expect("a list").clone();
    assert!(algorithms.contains(&json!("ES256")) && !algorithms.contains(&json!("none")));
    let new = NewAccount { dpop_bound_access_tokens: true, ..NewAccount::custom("Bound") };
    let made = world.engine.create_account(Principal::Platform, ACME.into(), new, None).await;
    let made = made.expect("an account");
    world.id = made.account.client_id.to_string();
    world.secret = made.client_secret.expect("a secret").reveal().to_owned();
    assert_eq!(request(&world, &[]).await.refusal(), (400, "invalid_dpop_proof"));
    assert_eq!(request(&world, &[&proof(&world, "1", json!({}), json!({}))]).await.status, 200);
}

#[tokio::test]
async fn rfc9449_5_bound_by_the_thumbprint() {
    let world = World::new().await;
    let token = bound(&world).await;
    let jwk: PublicJwk = serde_json::from_value(jwt::public("ec")).expect("a key");
    assert_eq!(parts(&token)[1]["cnf"]["jkt"], json!(jwk.kid()));
    let seen = world.about(INTROSPECT, &token).await.body;
    assert_eq!((&seen["token_type"], &seen["cnf"]["jkt"]), (&json!("DPoP"), &json!(jwk.kid())));
}

#[tokio::test]
async fn rfc9449_6_what_an_api_checks() {
    let world = World::new().await;
    let token = bound(&world).await;
    for scheme in ["DPoP", "dpop", "DPOP"] {
        assert_eq!(call(&world, &token, scheme, json!({})).await, Ok(()), "{scheme}");
    }
    let bad_proof = || Err("invalid_dpop_proof".to_owned());
    let bad_token = || Err("invalid_token".to_owned());
    assert_eq!(call(&world, &token, "Bearer", json!({})).await, bad_token());
    assert_eq!(call(&world, &token, "DPoP", json!({ "ath_of": "x" })).await, bad_proof());
    assert_eq!(call(&world, &token, "DPoP", json!({ "htm": "POST" })).await, bad_proof());
    assert_eq!(call(&world, &token, "DPoP", json!({ "htu": format!("{API}/1") })).await, bad_proof());
    assert_eq!(present(&world, &token, "DPoP", None).await, bad_proof(), "none");
    let claims = json!({ "htm": "GET", "htu": API, "ath_of": token });
    let another = proof_by("other_ec", &world, "another", json!({}), claims.clone());
    assert_eq!(present(&world, &token, "DPoP", Some(another)).await, bad_token(), "another key's");
    let forged = proof_by("other_ec", &world, "forged", json!({ "jwk": jwt::public("ec") }), claims);
    assert_eq!(present(&world, &token, "DPoP", Some(forged)).await, bad_proof(), "in the key's name");
    assert_eq!(call(&world, &world.token().await, "DPoP", json!({})).await, bad_token(), "not bound");
}

#[tokio::test]
async fn rfc9449_7_nonces() {
    let world = World::by(Policy { dpop_nonces: true, ..Policy::default() }).await;
    let refused = request(&world, &[&proof(&world, "1", json!({}), json!({}))]).await;
    assert_eq!(refused.refusal(), (400, "use_dpop_nonce"));
    let nonce = refused.header("dpop-nonce").expect("a nonce").to_owned();
    assert!(nonce.len() >= 22, "128 bits at least");
    for (jti, wrong) in [("2", ""), ("3", "x"), ("4", &nonce.to_ascii_uppercase())] {
        let answer = request(&world, &[&proof(&world, jti, json!({}), json!({ "nonce": wrong }))]).await;
        assert_eq!(answer.refusal(), (400, "use_dpop_nonce"), "{wrong}");
        assert_eq!(answer.header("dpop-nonce"), Some(nonce.as_str()));
    }
    let good = proof(&world, "5", json!({}), json!({ "nonce": nonce }));
    assert_eq!(request(&world, &[&good]).await.status, 200);
}

#[tokio::test]
async fn rfc9449_8_a_short_time_and_once() {
    let world = World::new().await;
    let [used, late, last] = ["1", "2", "3"].map(|jti| proof(&world, jti, json!({}), json!({})));
    assert_eq!(request(&world, &[&used]).await.status, 200);
    assert_eq!(request(&world, &[&used]).await.refusal(), (400, "invalid_dpop_proof"), "again");
    world.clock.advance(300);
    assert_eq!(request(&world, &[&used]).await.refusal(), (400, "invalid_dpop_proof"), "and again");
    assert_eq!(request(&world, &[&last]).await.status, 200, "in the last second");
    world.clock.advance(1);
    assert_eq!(request(&world, &[&late]).await.refusal(), (400, "invalid_dpop_proof"), "too late");
}
