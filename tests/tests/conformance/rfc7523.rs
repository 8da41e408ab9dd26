//! RFC 7521 and RFC 7523, as RFC 10070 updates them: clients that prove themselves by a JWT.

use crate::endpoints::{GRANT, JWT_BEARER, METADATA};
use crate::world::{ACME, World, account};
use badgehouse_simulation::ISSUER;
use badgehouse_tests::jwt::{self, merged, signed};
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
    let other = "sa_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    assert_eq!(world.assert(&assertion, &[("client_id", other)]).await.refusal(), (401, "invalid_client"));
    assert_eq!(world.assert(&assertion, &[("client_id", &world.id)]).await.status, 200);
}

#[tokio::test]
async fn rfc7523_3_the_claims() {
    let world = world().await;
    let (good, now) = (world.claims("1"), world.clock.now());
    let (other, _) = account(&world.engine, ACME).await;
    for altered in [
        json!({ "iss": "x" }),
        json!({ "iss": other }),
        json!({ "sub": "x" }),
        json!({ "sub": other }),
        json!({ "iss": null }),
        json!({ "sub": null }),
        json!({ "exp": null }),
        json!({ "exp": now - 60, "iat": now - 120 }),
        json!({ "exp": now + 3661 }),
        json!({ "nbf": now + 61 }),
        json!({ "iat": now + 61 }),
    ] {
        assert_eq!(outcome(&world, merged(good.clone(), altered.clone())).await, refused(), "{altered}");
    }
    assert_eq!(outcome(&world, good).await.0, 200);
    for (jti, within) in [
        ("2", json!({ "exp": now - 59, "iat": now - 119 })),
        ("3", json!({ "nbf": now + 60 })),
        ("4", json!({ "iat": now + 60 })),
        ("5", json!({ "exp": now + 3660 })),
    ] {
        assert_eq!(outcome(&world, merged(world.claims(jti), within.clone())).await.0, 200, "{within}");
    }
}

#[tokio::test]
async fn rfc7523_3_a_moment_may_have_a_fraction() {
    let world = world().await;
    let now = world.clock.now();
    let at = |seconds: u64| json!((now + seconds) as f64 + 0.5);
    let good = json!({ "exp": at(60), "iat": at(0), "nbf": at(0) });
    assert_eq!(outcome(&world, merged(world.claims("1"), good.clone())).await.0, 200);
    let outside = signed("rsa", json!({}), merged(world.trust().await, good));
    assert_eq!(world.exchange(&outside, &[]).await.status, 200, "another's JWT as well");
    for late in [json!({ "exp": at(0) }), json!({ "exp": 0.5 })] {
        let claims = merged(world.claims("2"), late);
        world.clock.advance(61);
        assert_eq!(outcome(&world, claims).await, refused());
    }
    for odd in [json!(-1.5), json!(1e300), json!("1800000060.5")] {
        let claims = merged(world.claims("3"), json!({ "exp": odd }));
        assert_eq!(outcome(&world, claims).await, refused(), "{odd}");
    }
}

#[tokio::test]
async fn rfc7523_4_a_jti_counts_once() {
    let world = world().await;
    let (other, _) = account(&world.engine, ACME).await;
    world.enter_jwk(&other, jwt::public("ec")).await;
    let claims = world.claims("1");
    assert_eq!(outcome(&world, claims.clone()).await.0, 200);
    assert_eq!(outcome(&world, claims.clone()).await, refused());
    let of_another = merged(claims.clone(), json!({ "iss": other, "sub": other }));
    assert_eq!(outcome(&world, of_another.clone()).await.0, 200, "each client counts its own");
    assert_eq!(outcome(&world, of_another).await, refused());
    world.clock.advance(60 + 59);
    assert_eq!(
        outcome(&world, claims.clone()).await,
        refused(),
        "in the last second in which it could be good"
    );
    let fresh = merged(claims, json!({ "jti": "2" }));
    assert_eq!(outcome(&world, fresh).await.0, 200, "which another is");
    let mut without = world.claims("x");
    without.as_object_mut().expect("an object").remove("jti");
    assert_eq!(outcome(&world, without).await, refused(), "one without a jti");
}

#[tokio::test]
async fn rfc7523_5_by_a_registered_key_with_its_algorithm() {
    let world = world().await;
    for (key, header) in [
        ("other_ec", json!({})),
        ("other_ec", json!({ "jwk": "public" })),
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
async fn rfc7523_5_a_key_for_ps256_is_for_nothing_else() {
    let world = World::new().await;
    world.enter_jwk(&world.id, merged(jwt::public("rsa"), json!({ "alg": "PS256" }))).await;
    let pss = signed("rsa", json!({ "alg": "PS256" }), world.claims("1"));
    assert_eq!(world.assert(&pss, &[]).await.status, 200);
    let pkcs1 = signed("rsa", json!({ "alg": "RS256" }), world.claims("2"));
    assert_eq!(world.assert(&pkcs1, &[]).await.refusal(), (401, "invalid_client"));
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
    assert_eq!(world().await.get(METADATA).await.body["issuer"], ISSUER);
}

#[tokio::test]
async fn rfc10070_2_the_issuer_as_the_sole_audience() {
    let world = world().await;
    assert_eq!(outcome(&world, world.claims("1")).await.0, 200);
    assert_eq!(outcome(&world, merged(world.claims("2"), json!({ "aud": [ISSUER] }))).await.0, 200);
    for audience in
        [json!([ISSUER, "https://other.example.com"]), json!([ISSUER, ISSUER]), json!([]), json!(null)]
    {
        let claims = merged(world.claims("3"), json!({ "aud": audience }));
        assert_eq!(outcome(&world, claims).await, refused(), "{audience}");
    }
}

#[tokio::test]
async fn rfc10070_3_no_endpoint_as_audience() {
    let world = world().await;
    for endpoint in ["token", "revoke", "introspect"] {
        let claims = merged(world.claims("1"), json!({ "aud": format!("{ISSUER}/oauth/{endpoint}") }));
        assert_eq!(outcome(&world, claims).await, refused());
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
        let claims = merged(world.claims("1"), json!({ "aud": audience }));
        assert_eq!(outcome(&world, claims).await, refused());
    }
}

#[tokio::test]
async fn rfc10070_5_typed_or_not() {
    let world = world().await;
    for typ in [
        "JWT",
        "jwt",
        "client-authentication+jwt",
        "Client-Authentication+JWT",
        "application/client-authentication+jwt",
        "Application/Client-Authentication+JWT",
    ] {
        let assertion = signed("ec", json!({ "typ": typ }), world.claims(typ));
        assert_eq!(world.assert(&assertion, &[]).await.status, 200, "{typ}");
    }
    for typ in ["at+jwt", "AT+JWT", "dpop+jwt", "badgehouse-actor+jwt"] {
        let assertion = signed("ec", json!({ "typ": typ }), world.claims("x"));
        assert_eq!(world.assert(&assertion, &[]).await.refusal(), (401, "invalid_client"), "{typ}");
    }
}
