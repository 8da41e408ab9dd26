//! RFC 9068: access tokens as JWTs.

use crate::endpoints::{GRANT, METADATA, REVOKE};
use crate::tokens::{altered, parts, signing_input};
use crate::world::{ACME, World, account};
use badgehouse::crypto::{Algorithm, Crypto, CryptoError, GeneratedKey, PublicJwk, SigningKey};
use badgehouse::settings::{Policy, Settings};
use badgehouse::store::Reply;
use badgehouse_simulation::ISSUER;
use badgehouse_simulation::settings;
use badgehouse_tests::jwt;
use data_encoding::BASE64URL_NOPAD;
use ring::hmac;
use serde_json::{Value, json};

const A: &str = "https://a.example.com";
const B: &str = "https://b.example.com";

async fn with_two_audiences() -> World {
    World::with(Settings { audiences: vec![A.into(), B.into()], ..settings() }).await
}

#[tokio::test]
async fn rfc9068_1_signed_and_never_none() {
    let world = World::new().await;
    let token = world.token().await;
    assert_eq!(parts(&token)[0]["alg"], "ES256");
    let unsigned = altered(&token, json!({ "alg": "none" }), json!({}));
    let bare = unsigned.rsplit_once('.').map(|(input, _)| format!("{input}.")).expect("parts");
    let none = world.forged(json!({ "alg": "none" }), json!({})).await;
    assert!(!world.passes(&unsigned).await && !world.passes(&bare).await && !world.passes(&none).await);
}

#[tokio::test]
async fn rfc9068_1_no_public_key_is_a_shared_secret() {
    let world = World::new().await;
    let token = world.token().await;
    let published = world.get("/oauth/jwks").await;
    let jwk = &published.body["keys"][0];
    let point: PublicJwk = serde_json::from_value(jwk.clone()).expect("a public key");
    let input = signing_input(&token, json!({ "alg": "HS256" }), json!({}));
    for secret in [
        jwk.to_string().into_bytes(),
        published.text.clone().into_bytes(),
        point.canonical().into_bytes(),
        point.public_bytes().expect("a point"),
        jwk["x"].as_str().expect("x").as_bytes().to_vec(),
    ] {
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &secret), input.as_bytes());
        let forged = format!("{input}.{}", BASE64URL_NOPAD.encode(tag.as_ref()));
        assert_eq!(world.refusal_of(&forged).await, "invalid_token");
    }
}

/// A host's provider for RS256, with one key.
struct Rsa;

impl Crypto for Rsa {
    fn generate<'a>(&'a self, algorithm: Algorithm) -> Reply<'a, Result<GeneratedKey, CryptoError>> {
        assert_eq!(algorithm, Algorithm::Rs256);
        let jwk = serde_json::from_value(jwt::public("rsa")).expect("a key");
        Box::pin(async { Ok(GeneratedKey { jwk, sealed: "in the host's keeping".into() }) })
    }

    fn sign<'a>(&'a self, _: &'a SigningKey, message: &'a [u8]) -> Reply<'a, Result<Vec<u8>, CryptoError>> {
        Box::pin(async { Ok(jwt::signature("rsa", "RS256", message)) })
    }

    fn verify<'a>(
        &'a self,
        _: Algorithm,
        _: &'a PublicJwk,
        _: &'a [u8],
        _: &'a [u8],
    ) -> Reply<'a, Result<bool, CryptoError>> {
        Box::pin(async { Err(CryptoError::Unsupported) })
    }
}

#[tokio::test]
async fn rfc9068_1_rs256_by_the_hosts_provider() {
    let policy = Policy { signing_algorithm: Algorithm::Rs256, ..Policy::default() };
    let world = World::signing_by(Settings { policy, ..settings() }, Rsa).await;
    let token = world.token().await;
    assert_eq!(parts(&token)[0]["alg"], "RS256");
    assert!(world.passes(&token).await);
    assert!(!world.passes(&altered(&token, json!({}), json!({ "exp": 4_000_000_000_u64 }))).await);
    let keys = world.get("/oauth/jwks").await.body["keys"].clone();
    assert_eq!((&keys[0]["kty"], &keys[0]["alg"]), (&json!("RSA"), &json!("RS256")));
}

#[tokio::test]
async fn rfc9068_2_the_type() {
    assert_eq!(parts(&World::new().await.token().await)[0]["typ"], "at+jwt");
}

#[tokio::test]
async fn rfc9068_3_all_claims() {
    let world = World::new().await;
    let claims = parts(&world.token().await)[1].clone();
    for name in ["iss", "aud", "sub", "client_id", "jti"] {
        assert!(claims[name].as_str().is_some_and(|text| !text.is_empty()), "{name}");
    }
    assert_eq!((&claims["iss"], &claims["aud"]), (&json!(ISSUER), &json!(ISSUER)));
    assert_eq!(claims["iat"].as_u64(), Some(world.clock.now()));
    assert_eq!(claims["exp"].as_u64(), Some(world.clock.now() + 3600));
    assert_ne!(claims["jti"], parts(&world.token().await)[1]["jti"], "each token has its own");
}

#[tokio::test]
async fn rfc9068_4_the_subject_is_the_account() {
    let world = World::new().await;
    let claims = parts(&world.token().await)[1].clone();
    assert_eq!((&claims["sub"], &claims["client_id"]), (&json!(world.id), &json!(world.id)));
}

#[tokio::test]
async fn rfc9068_5_a_scope_that_was_asked_for() {
    let world = World::new().await;
    let asked = world.grant(&[("scope", "rfis:read_only")]).await.token();
    assert_eq!(parts(&asked)[1]["scope"], "rfis:read_only");
    assert_eq!(parts(&world.token().await)[1]["scope"], json!(null));
}

#[tokio::test]
async fn rfc9068_7_the_audience_is_the_resource_or_the_default() {
    let world = with_two_audiences().await;
    assert_eq!(parts(&world.token().await)[1]["aud"], A);
    assert_eq!(parts(&world.grant(&[("resource", B)]).await.token())[1]["aud"], B);
}

#[tokio::test]
async fn rfc9068_8_nothing_ambiguous_is_issued() {
    let world = World::new().await;
    let admin = format!("{ISSUER}/admin");
    let answer = world.grant(&[("resource", ISSUER), ("resource", &admin)]).await;
    assert_eq!(answer.refusal(), (400, "invalid_target"), "an API could administer with it");
}

#[tokio::test]
async fn rfc9068_9_keys_and_issuer_by_the_metadata() {
    let world = World::new().await;
    let token = world.token().await;
    assert_eq!(world.get(METADATA).await.body["issuer"], parts(&token)[1]["iss"]);
    let keys = world.get("/oauth/jwks").await.body;
    let published =
        keys["keys"].as_array().expect("keys").iter().any(|key| key["kid"] == parts(&token)[0]["kid"]);
    assert!(published);
}

#[tokio::test]
async fn rfc9068_10_what_a_verifier_checks() {
    let world = with_two_audiences().await;
    let (token, now) = (world.token().await, world.clock.now());
    assert!(world.passes(&world.forged(json!({}), json!({})).await).await, "with nothing altered");
    for (header, claims) in bad(now) {
        let forged = world.forged(header.clone(), claims.clone()).await;
        assert!(!world.passes(&forged).await, "{header} {claims}");
    }
    let another_id = altered(&token, json!({}), json!({ "jti": "0".repeat(24) }));
    assert!(!world.passes(&another_id).await, "no key has signed it");
    assert!(!world.passes(&world.grant(&[("resource", B)]).await.token()).await);
    world.clock.advance(3600 + 59);
    assert!(world.passes(&token).await, "within the leeway");
    world.clock.advance(1);
    assert!(!world.passes(&token).await, "it has expired");
}

/// What makes a token bad, by header and claims.
fn bad(now: u64) -> Vec<(Value, Value)> {
    let headers = [
        json!({ "typ": "JWT" }),
        json!({ "typ": null }),
        json!({ "typ": "application/jwt" }),
        json!({ "typ": "at+jwt2" }),
        json!({ "alg": "none" }),
        json!({ "alg": "EdDSA" }),
        json!({ "kid": "unknown" }),
        json!({ "kid": null }),
        json!({ "crit": ["exp"] }),
    ];
    let claims = [
        json!({ "iss": format!("{ISSUER}/") }),
        json!({ "iss": null }),
        json!({ "aud": B }),
        json!({ "aud": format!("{A}/") }),
        json!({ "aud": [] }),
        json!({ "exp": now - 60 }),
        json!({ "exp": null }),
        json!({ "iat": now + 61 }),
        json!({ "sub": "ann" }),
        json!({ "client_id": null }),
        json!({ "jti": null }),
        json!({ "company": "zenith" }),
        json!({ "epoch": 7 }),
        json!({ "cred": "x" }),
        json!({ "scope": "nothing" }),
        json!({ "cnf": { "jkt": "x" } }),
    ];
    let headers = headers.map(|header| (header, json!({})));
    headers.into_iter().chain(claims.map(|claims| (json!({}), claims))).collect()
}

#[tokio::test]
async fn rfc9068_10_the_type_in_any_case_and_in_full() {
    let world = with_two_audiences().await;
    for typ in ["AT+JWT", "at+JWT", "application/at+jwt", "Application/AT+JWT"] {
        let forged = world.forged(json!({ "typ": typ }), json!({})).await;
        assert!(world.passes(&forged).await, "{typ}");
    }
    let within = json!({ "aud": [B, A], "iat": world.clock.now() + 60, "exp": world.clock.now() - 59 });
    assert!(world.passes(&world.forged(json!({}), within).await).await, "and what the leeway lets pass");
}

#[tokio::test]
async fn rfc9068_11_every_failure_is_invalid_token() {
    let world = with_two_audiences().await;
    let token = world.token().await;
    for (header, claims) in bad(world.clock.now()) {
        let forged = world.forged(header.clone(), claims.clone()).await;
        assert_eq!(world.refusal_of(&forged).await, "invalid_token", "{header} {claims}");
    }
    let (id, secret) = account(&world.engine, "zenith").await;
    let form = [GRANT, ("client_id", &id), ("client_secret", &secret)];
    for bad in ["x".to_owned(), format!("{token}x"), world.bare(&form).await.token()] {
        assert_eq!(world.refusal_of(&bad).await, "invalid_token");
    }
    assert!(world.passes(&token).await);
    world.about(REVOKE, &token).await;
    assert_eq!(world.refusal_of(&token).await, "invalid_token", "it was revoked");
    let later = world.token().await;
    world.clock.advance(3600 + 60);
    assert_eq!(world.refusal_of(&later).await, "invalid_token", "it has expired");
}

#[tokio::test]
async fn rfc9068_12_no_client_chooses_its_id() {
    let world = World::new().await;
    let (other, _) = account(&world.engine, ACME).await;
    assert!(other.starts_with("sa_") && other != world.id);
}
