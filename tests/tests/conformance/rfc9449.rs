//! RFC 9449: tokens that are bound to a key.

use crate::world::{Answer, GRANT, World, parts, signed};
use badgehouse::authorize::Presented;
use badgehouse::dpop::DpopInput;
use badgehouse::settings::{Policy, Settings};
use badgehouse_tests::engines::settings;
use badgehouse_tests::scenario::ISSUER;
use serde_json::{Value, json};

const API: &str = "https://api.example.com/rfis";

/// A good proof for the token endpoint, with other claims and another header.
fn proof(world: &World, jti: &str, header: Value, claims: Value) -> String {
    let mut full = json!({ "jti": jti, "htm": "POST", "htu": format!("{ISSUER}/oauth/token"), "iat": world.clock.now() });
    let mut head = json!({ "typ": "dpop+jwt", "jwk": "public" });
    for (into, more) in [(&mut full, claims), (&mut head, header)] {
        crate::world::object(more).into_iter().for_each(|(name, value)| into[name] = value);
    }
    signed("ec", head, full)
}

async fn request(world: &World, proofs: &[&str]) -> Answer {
    let form = [GRANT, ("client_id", world.id.as_str()), ("client_secret", &world.secret)];
    let headers: Vec<_> = proofs.iter().map(|proof| ("dpop", *proof)).collect();
    world.post("/oauth/token", &form, &headers).await
}

/// A bound token.
async fn bound(world: &World) -> String {
    request(world, &[&proof(world, "bound", json!({}), json!({}))]).await.token()
}

async fn call(world: &World, token: &str, scheme: &str, claims: Value) -> Result<(), String> {
    let mut full = json!({ "htm": "GET", "htu": API, "ath_of": token });
    crate::world::object(claims).into_iter().for_each(|(name, value)| full[name] = value);
    let proof = proof(world, "call", json!({}), full);
    let dpop = Some(DpopInput { proof, method: "GET".into(), url: API.into() });
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
        (json!({ "jwk": badgehouse_tests::jwt::key("ec") }), json!({})),
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
async fn rfc9449_2_one_proof_and_every_check() {
    let world = World::new().await;
    let [one, two] = ["1", "2"].map(|jti| proof(&world, jti, json!({}), json!({})));
    assert_eq!(request(&world, &[&one, &two]).await.refusal(), (400, "invalid_dpop_proof"), "two headers");
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
    let foreign = proof(&world, "4", json!({ "jwk": badgehouse_tests::jwt::public("other_ec") }), json!({}));
    assert_eq!(request(&world, &[&foreign]).await.refusal(), (400, "invalid_dpop_proof"), "another's key");
    let query = proof(&world, "5", json!({}), json!({ "htu": format!("{ISSUER}/oauth/token?x=1#y") }));
    assert_eq!(request(&world, &[&query]).await.status, 200, "query and fragment are not looked at");
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
    use badgehouse::account::NewAccount;
    use badgehouse::principal::Principal;
    let mut world = World::new().await;
    let metadata = world.get("/.well-known/oauth-authorization-server").await.body;
    let algorithms = metadata["dpop_signing_alg_values_supported"].as_array().expect("a list").clone();
    assert!(algorithms.contains(&json!("ES256")) && !algorithms.contains(&json!("none")));
    let new = NewAccount { dpop_bound_access_tokens: true, ..NewAccount::custom("Bound") };
    let made = world.engine.create_account(Principal::Platform, crate::world::ACME.into(), new, None).await;
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
    let jwk: badgehouse::crypto::PublicJwk =
        serde_json::from_value(badgehouse_tests::jwt::public("ec")).expect("a key");
    assert_eq!(parts(&token)[1]["cnf"]["jkt"], json!(jwk.kid()));
    let seen = world.about("/oauth/introspect", &token).await.body;
    assert_eq!((&seen["token_type"], &seen["cnf"]["jkt"]), (&json!("DPoP"), &json!(jwk.kid())));
}

#[tokio::test]
async fn rfc9449_6_what_an_api_checks() {
    let world = World::new().await;
    let token = bound(&world).await;
    assert_eq!(call(&world, &token, "DPoP", json!({})).await, Ok(()));
    assert_eq!(call(&world, &token, "Bearer", json!({})).await, Err("invalid_token".into()));
    assert_eq!(
        call(&world, &token, "DPoP", json!({ "ath_of": "x" })).await,
        Err("invalid_dpop_proof".into())
    );
    assert_eq!(
        call(&world, &world.token().await, "DPoP", json!({})).await,
        Err("invalid_token".into()),
        "not bound"
    );
}

#[tokio::test]
async fn rfc9449_7_nonces() {
    let policy = Policy { dpop_nonces: true, ..Policy::default() };
    let world = World::with(Settings { policy, ..settings() }).await;
    let refused = request(&world, &[&proof(&world, "1", json!({}), json!({}))]).await;
    assert_eq!(refused.refusal(), (400, "use_dpop_nonce"));
    let nonce = refused.header("dpop-nonce").expect("a nonce").to_owned();
    assert!(nonce.len() >= 22, "128 bits at least");
    let good = proof(&world, "2", json!({}), json!({ "nonce": nonce }));
    assert_eq!(request(&world, &[&good]).await.status, 200);
}

#[tokio::test]
async fn rfc9449_8_a_short_time_and_once() {
    let world = World::new().await;
    let proof = proof(&world, "1", json!({}), json!({}));
    assert_eq!(request(&world, &[&proof]).await.status, 200);
    assert_eq!(request(&world, &[&proof]).await.refusal(), (400, "invalid_dpop_proof"), "again");
    world.clock.advance(301);
    assert_eq!(request(&world, &[&proof]).await.refusal(), (400, "invalid_dpop_proof"), "too late");
}
