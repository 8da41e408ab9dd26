//! RFC 7521 and RFC 7523, as RFC 10070 updates them: clients that prove themselves by a JWT.

use crate::world::{GRANT, JWT_BEARER, World, changed, signed};
use badgehouse_tests::scenario::ISSUER;
use serde_json::{Value, json};

async fn world() -> World {
    let world = World::new().await;
    for key in ["ec", "okp", "rsa"] {
        world.enter(key).await;
    }
    world
}

/// What becomes of an assertion with these claims.
async fn outcome(world: &World, claims: Value) -> (u16, String) {
    let answer = world.assert(&signed("ec", json!({}), claims), &[]).await;
    (answer.status, answer.body["error"].as_str().unwrap_or_default().to_owned())
}

fn refused() -> (u16, String) {
    (401, "invalid_client".into())
}

#[tokio::test]
async fn rfc7523_1_the_type_is_the_urn_and_the_assertion_one_jwt() {
    let world = world().await;
    let assertion = signed("ec", json!({}), world.claims("1"));
    for kind in ["", "urn:ietf:params:oauth:client-assertion-type:JWT-BEARER", "jwt-bearer"] {
        let form = [GRANT, ("client_assertion_type", kind), ("client_assertion", &assertion)];
        assert_eq!(world.bare(&form).await.refusal(), (400, "invalid_request"), "{kind}");
    }
    let two = format!("{assertion} {}", signed("ec", json!({}), world.claims("2")));
    assert_eq!(world.assert(&two, &[]).await.refusal(), (401, "invalid_client"));
    let form = [GRANT, ("client_assertion_type", JWT_BEARER), ("client_assertion", &assertion)];
    assert_eq!(world.bare(&form).await.status, 200);
}

#[tokio::test]
async fn rfc7523_2_a_client_id_matches() {
    let world = world().await;
    let assertion = signed("ec", json!({}), world.claims("1"));
    let other = "sa_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    assert_eq!(world.assert(&assertion, &[("client_id", other)]).await.refusal(), (401, "invalid_client"));
    assert_eq!(world.assert(&assertion, &[("client_id", &world.id)]).await.status, 200);
}

#[tokio::test]
async fn rfc7523_3_the_claims() {
    let world = world().await;
    let (good, now) = (world.claims("1"), world.clock.now());
    for (name, value) in [
        ("iss", json!("x")),
        ("sub", json!("x")),
        ("exp", json!(null)),
        ("exp", json!(now - 60)),
        ("exp", json!(now + 3661)),
        ("nbf", json!(now + 61)),
        ("iat", json!(now + 61)),
    ] {
        assert_eq!(outcome(&world, changed(good.clone(), name, value)).await, refused(), "{name}");
    }
    assert_eq!(outcome(&world, good).await.0, 200);
}

#[tokio::test]
async fn rfc7523_4_a_jti_counts_once() {
    let world = world().await;
    let claims = world.claims("1");
    assert_eq!(outcome(&world, claims.clone()).await.0, 200);
    assert_eq!(outcome(&world, claims).await, refused());
    let mut without = world.claims("x");
    without.as_object_mut().expect("an object").remove("jti");
    assert_eq!(outcome(&world, without).await, refused(), "one without a jti");
}

#[tokio::test]
async fn rfc7523_5_by_a_registered_key_with_its_algorithm() {
    let world = world().await;
    for (key, header) in [
        ("other_ec", json!({})),
        ("ec", json!({ "alg": "none" })),
        ("ec", json!({ "alg": "HS256" })),
        ("ec", json!({ "alg": "EdDSA" })),
        ("rsa", json!({ "alg": "PS256" })),
    ] {
        let assertion = signed(key, header.clone(), world.claims("1"));
        assert_eq!(world.assert(&assertion, &[]).await.refusal(), (401, "invalid_client"), "{key} {header}");
    }
    for key in ["ec", "okp", "rsa"] {
        assert_eq!(world.assert(&signed(key, json!({}), world.claims(key)), &[]).await.status, 200, "{key}");
    }
    let fully_specified = signed("okp", json!({ "alg": "Ed25519" }), world.claims("9864"));
    assert_eq!(world.assert(&fully_specified, &[]).await.status, 200, "RFC 9864");
}

#[tokio::test]
async fn rfc7523_6_every_failure_is_invalid_client() {
    let world = world().await;
    for assertion in ["", "x", "a.b.c", &signed("ec", json!({}), json!({}))] {
        let answer = world.assert(assertion, &[]).await;
        assert_eq!(answer.refusal(), (401, "invalid_client"), "{assertion}");
    }
}

#[tokio::test]
async fn rfc7523_7_rs256() {
    let world = world().await;
    assert_eq!(world.assert(&signed("rsa", json!({}), world.claims("1")), &[]).await.status, 200);
}

#[tokio::test]
async fn rfc10070_1_the_server_has_an_issuer() {
    let world = world().await;
    assert_eq!(world.get("/.well-known/oauth-authorization-server").await.body["issuer"], ISSUER);
}

#[tokio::test]
async fn rfc10070_2_the_issuer_as_the_sole_audience() {
    let world = world().await;
    assert_eq!(outcome(&world, world.claims("1")).await.0, 200);
    assert_eq!(outcome(&world, changed(world.claims("2"), "aud", json!([ISSUER]))).await.0, 200);
    for audience in
        [json!([ISSUER, "https://other.example.com"]), json!([ISSUER, ISSUER]), json!([]), json!(null)]
    {
        assert_eq!(
            outcome(&world, changed(world.claims("3"), "aud", audience.clone())).await,
            refused(),
            "{audience}"
        );
    }
}

#[tokio::test]
async fn rfc10070_3_no_endpoint_as_audience() {
    let world = world().await;
    for endpoint in ["token", "revoke", "introspect"] {
        let audience = json!(format!("{ISSUER}/oauth/{endpoint}"));
        assert_eq!(outcome(&world, changed(world.claims("1"), "aud", audience)).await, refused());
    }
}

#[tokio::test]
async fn rfc10070_4_compared_as_text() {
    let world = world().await;
    for audience in [
        format!("{ISSUER}/"),
        ISSUER.to_ascii_uppercase(),
        format!("{ISSUER}?x"),
        ISSUER.replace("8080", "08080"),
    ] {
        assert_eq!(outcome(&world, changed(world.claims("1"), "aud", json!(audience))).await, refused());
    }
}

#[tokio::test]
async fn rfc10070_5_typed_or_not() {
    let world = world().await;
    for (number, typ) in
        ["JWT", "client-authentication+jwt", "application/client-authentication+jwt"].iter().enumerate()
    {
        let assertion = signed("ec", json!({ "typ": typ }), world.claims(&number.to_string()));
        assert_eq!(world.assert(&assertion, &[]).await.status, 200, "{typ}");
    }
    for typ in ["at+jwt", "dpop+jwt", "badgehouse-actor+jwt"] {
        let assertion = signed("ec", json!({ "typ": typ }), world.claims("x"));
        assert_eq!(world.assert(&assertion, &[]).await.refusal(), (401, "invalid_client"), "{typ}");
    }
}
