//! Token requests (sections 3.2, 3.3 and 4.4.2): how they are written, and what they ask for.

use crate::endpoints::{
    Answer, FORM, GRANT, INTROSPECT, JWT_BEARER, METADATA, MULTIPART, REVOKE, TOKEN, as_json, basic,
    multipart, urlencoded,
};
use crate::world::World;
use badgehouse_tests::jwt::signed;
use serde_json::json;

#[tokio::test]
async fn rfc6749_8_post_only() {
    let world = World::new().await;
    for method in ["GET", "PUT", "DELETE", "OPTIONS"] {
        let answer = world.send(method, TOKEN, &[], &[]).await;
        assert_eq!((answer.status, answer.header("allow")), (405, Some("POST")), "{method}");
    }
}

#[tokio::test]
async fn rfc6749_9_the_endpoint_has_no_fragment_and_keeps_a_query() {
    let world = World::new().await;
    let metadata = world.get(METADATA).await;
    assert!(!metadata.body["token_endpoint"].as_str().expect("a URL").contains('#'));
    let form = [&[GRANT], &world.own()[..]].concat();
    for query in ["tenant=1", "from=https://app.acme.com/start", "a=1?b=2"] {
        assert_eq!(world.post(&format!("{TOKEN}?{query}"), &form, &[]).await.status, 200, "{query}");
    }
    let elsewhere = format!("/nothing?from=https://app.acme.com{TOKEN}");
    assert_eq!(world.post(&elsewhere, &form, &[]).await.status, 404, "a query is no address");
}

#[tokio::test]
async fn rfc6749_10_a_parameter_without_a_value_is_absent() {
    let world = World::new().await;
    let answer = world.grant(&[("scope", ""), ("resource", ""), ("client_assertion", "")]).await;
    assert_eq!((answer.status, &answer.body["scope"]), (200, &json!(null)));
    assert!(world.passes(&answer.token()).await, "it is limited to nothing");
    let header = basic(&world.id, &world.secret);
    let empty = [GRANT, ("client_secret", ""), ("client_assertion", ""), ("client_assertion_type", "")];
    assert_eq!(world.post(TOKEN, &empty, &[("authorization", &header)]).await.status, 200);
    let form = [&[("grant_type", "")], &world.own()[..]].concat();
    assert_eq!(world.bare(&form).await.refusal(), (400, "invalid_request"));
}

#[tokio::test]
async fn rfc6749_11_an_unknown_parameter_is_ignored() {
    assert_eq!(World::new().await.grant(&[("color", "red")]).await.status, 200);
}

#[tokio::test]
async fn rfc6749_12_repeated_parameter() {
    let world = World::new().await;
    world.enter("ec").await;
    for name in ["grant_type", "client_id", "client_secret", "scope", "color"] {
        let answer = world.grant(&[(name, "x"), (name, "x")]).await;
        assert_eq!(answer.refusal(), (400, "invalid_request"), "{name}");
    }
    let assertion = signed("ec", json!({}), world.claims("1"));
    for again in [("client_assertion", assertion.as_str()), ("client_assertion_type", JWT_BEARER)] {
        let answer = world.assert(&assertion, &[again]).await;
        assert_eq!(answer.refusal(), (400, "invalid_request"), "{again:?}");
    }
    let token = world.token().await;
    for endpoint in [REVOKE, INTROSPECT] {
        for again in [("token", token.as_str()), ("token_type_hint", "access_token")] {
            let more = [("token", token.as_str()), ("token_type_hint", "access_token"), again];
            let answer = world.post(endpoint, &[&world.own()[..], &more].concat(), &[]).await;
            assert_eq!(answer.refusal(), (400, "invalid_request"), "{endpoint} {again:?}");
        }
    }
    assert!(world.passes(&token).await, "nothing was revoked");
}

#[tokio::test]
async fn rfc6749_14_scope_is_case_sensitive_and_in_any_order() {
    let world = World::new().await;
    let asked = async |scope: &str| world.grant(&[("scope", scope)]).await;
    let expected = json!("rfis:read_only project=p1");
    assert_eq!(asked("rfis:read_only project=p1").await.body["scope"], expected);
    assert_eq!(asked("project=p1 rfis:read_only").await.body["scope"], expected);
    for scope in [
        "RFIS:read_only",
        "rfis:Read_Only",
        "rfis",
        " rfis:read_only",
        "rfis:read_only ",
        "rfis:read_only  project=p1",
        "rfis:read_only\tproject=p1",
        "rfis:read_only\\",
        "rfis:read_only\"",
        "rfis:read_only\u{7f}",
        "rfis:read_only\n",
        "ü",
    ] {
        assert_eq!(asked(scope).await.refusal(), (400, "invalid_scope"), "{scope:?}");
    }
}

#[tokio::test]
async fn rfc6749_16_no_scope_means_what_the_account_holds() {
    let world = World::new().await;
    let answer = world.grant(&[]).await;
    assert_eq!((answer.status, &answer.body["scope"]), (200, &json!(null)));
    assert!(world.passes(&answer.token()).await);
}

#[tokio::test]
async fn rfc6749_18_the_grant() {
    let world = World::new().await;
    assert!(world.passes(&world.token().await).await);
    for grant in ["password", "authorization_code", "Client_Credentials"] {
        let form = [&[("grant_type", grant)], &world.own()[..]].concat();
        assert_eq!(world.bare(&form).await.refusal(), (400, "unsupported_grant_type"), "{grant}");
    }
    assert_eq!(world.bare(&world.own()).await.refusal(), (400, "invalid_request"), "none");
}

#[tokio::test]
async fn rfc6749_18_a_body_is_a_form() {
    let world = World::new().await;
    let form = [&[GRANT], &world.own()[..]].concat();
    for media_type in [
        "application/x-www-form-urlencoded;charset=UTF-8",
        "APPLICATION/X-WWW-FORM-URLENCODED",
        "Application/X-WWW-Form-Urlencoded ; Charset=utf-8",
    ] {
        assert_eq!(typed(&world, Some(media_type), urlencoded(&form).as_bytes()).await.status, 200);
    }
    for (media_type, body) in [
        (Some("application/json"), as_json(&form)),
        (Some(MULTIPART), multipart(&form)),
        (Some("text/plain"), urlencoded(&form)),
        (Some("application/x-www-form-urlencodedx"), urlencoded(&form)),
        (None, urlencoded(&form)),
    ] {
        let answer = typed(&world, media_type, body.as_bytes()).await;
        assert_eq!(answer.refusal(), (400, "invalid_request"), "{media_type:?}");
    }
}

#[tokio::test]
async fn rfc6749_18_a_body_is_utf_8() {
    let world = World::new().await;
    let form = urlencoded(&[&[GRANT], &world.own()[..]].concat());
    assert_eq!(typed(&world, Some(FORM), format!("{form}&color=%C3%BC").as_bytes()).await.status, 200);
    for odd in [&b"&color=\xff"[..], b"&\xff=red", b"&color=%FF", b"&%FF=red", b"&color=%C3", b"&scope=%ff"] {
        let answer = typed(&world, Some(FORM), &[form.as_bytes(), odd].concat()).await;
        assert_eq!(answer.refusal(), (400, "invalid_request"), "{}", String::from_utf8_lossy(odd));
    }
    let token = format!("{}&token=%FF", urlencoded(&world.own()));
    for endpoint in [REVOKE, INTROSPECT] {
        let answer = world.send("POST", endpoint, &[("content-type", FORM)], token.as_bytes()).await;
        assert_eq!(answer.refusal(), (400, "invalid_request"), "{endpoint}");
    }
}

async fn typed(world: &World, media_type: Option<&str>, body: &[u8]) -> Answer {
    let headers: Vec<_> = media_type.map(|media_type| ("content-type", media_type)).into_iter().collect();
    world.send("POST", TOKEN, &headers, body).await
}
