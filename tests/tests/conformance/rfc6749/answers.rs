//! Answers of the token endpoint and of its neighbours (sections 4.4.3, 5.1 and 5.2), and what no answer and no record tells (section 10).

use crate::endpoints::{
    ACCOUNTS, Answer, GRANT, INTROSPECT, JWT_BEARER, JWT_GRANT, MULTIPART, REVOKE, TOKEN, as_json, basic,
    multipart,
};
use crate::tokens::parts;
use crate::world::{ACME, World};
use badgehouse::account::NewAccount;
use badgehouse::principal::Principal;
use badgehouse::settings::Policy;
use badgehouse::store::Store;
use badgehouse_tests::jwt::signed;
use data_encoding::BASE64;
use serde_json::json;

#[tokio::test]
async fn rfc6749_15_a_granted_scope_that_differs_is_told() {
    let answer = World::new().await.grant(&[("scope", "rfis:admin drawings:read_only")]).await;
    assert_eq!(answer.body["scope"], "rfis:read_only");
    assert_eq!(parts(&answer.token())[1]["scope"], answer.body["scope"]);
}

#[tokio::test]
async fn rfc6749_19_no_refresh_token() {
    assert_eq!(World::new().await.grant(&[]).await.body["refresh_token"], json!(null));
}

#[tokio::test]
async fn rfc6749_20_the_answer() {
    let answer = World::new().await.grant(&[]).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")));
    assert_eq!((&answer.body["token_type"], &answer.body["expires_in"]), (&json!("Bearer"), &json!(3600)));
    let [_, claims] = parts(&answer.token());
    let seconds = claims["exp"].as_u64().expect("exp") - claims["iat"].as_u64().expect("iat");
    assert_eq!(answer.body["expires_in"], seconds);
}

#[tokio::test]
async fn rfc6749_20_json_whatever_a_client_accepts() {
    let world = World::new().await;
    let form = [&[GRANT], &world.own()[..]].concat();
    for accept in ["text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", "text/html", "", "x"] {
        let answer = world.post(TOKEN, &form, &[("accept", accept)]).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")));
        assert!(world.passes(&answer.token()).await, "{accept}");
    }
}

#[tokio::test]
async fn rfc6749_21_nothing_is_cached() {
    let world = World::new().await;
    let token = world.token().await;
    let new = json!({ "app_type": "custom", "name": "Nightly sync" });
    let created = world.administer("POST", ACCOUNTS, &new).await;
    let id = created.body["client_id"].as_str().expect("an id");
    let added = world.administer("POST", &format!("{ACCOUNTS}/{id}/secrets"), &json!({})).await;
    assert!(created.body["client_secret"].is_string() && added.body["client_secret"].is_string());
    for (what, answer) in [
        ("a token", world.grant(&[]).await),
        ("a refusal", world.bare(&[GRANT]).await),
        ("an introspection", world.about(INTROSPECT, &token).await),
        ("a refused one", world.post(INTROSPECT, &[], &[]).await),
        ("a revocation", world.about(REVOKE, &token).await),
        ("a refused one", world.post(REVOKE, &[], &[]).await),
        ("an account", created.clone()),
        ("a secret", added),
    ] {
        let headers = (answer.header("cache-control"), answer.header("pragma"));
        assert_eq!(headers, (Some("no-store"), Some("no-cache")), "{what}");
    }
}

#[tokio::test]
async fn rfc6749_23_errors() {
    let world = World::new().await;
    let resource = [("resource", "https://other.example.com")];
    let outside = signed("rsa", json!({}), world.trust().await);
    let stranger = signed("ec", json!({}), parts(&outside)[1].clone());
    let mut answers = vec![
        (world.grant(&[("scope", "x")]).await, (400, "invalid_scope")),
        (world.grant(&resource).await, (400, "invalid_target")),
        (world.bare(&[("grant_type", "x")]).await, (400, "unsupported_grant_type")),
        (world.bare(&[]).await, (400, "invalid_request")),
        (world.bare(&[GRANT]).await, (401, "invalid_client")),
        (world.exchange("x", &[]).await, (400, "invalid_grant")),
        (world.exchange(&stranger, &[]).await, (400, "invalid_grant")),
    ];
    assert_eq!(world.exchange(&outside, &[]).await.status, 200, "an issuer's that it trusts");
    world.disable().await;
    answers.push((world.grant(&[]).await, (400, "unauthorized_client")));
    answers.push((world.exchange(&outside, &[]).await, (400, "unauthorized_client")));
    for (answer, expected) in answers {
        assert_eq!(answer.refusal(), expected);
        assert_eq!(answer.header("content-type"), Some("application/json"));
        assert!(answer.body["error_description"].is_string());
    }
}

#[tokio::test]
async fn rfc6749_24_a_challenge_with_each_401() {
    let world = World::new().await;
    for header in [basic(&world.id, "wrong"), "Basic !".into(), "Basic".into(), "Digest x".into()] {
        for (endpoint, form) in [(TOKEN, GRANT), (REVOKE, ("token", "x")), (INTROSPECT, ("token", "x"))] {
            let answer = world.post(endpoint, &[form], &[("authorization", &header)]).await;
            assert_eq!(answer.refusal(), (401, "invalid_client"), "{endpoint} {header}");
            let challenge = answer.header("www-authenticate").unwrap_or_default();
            assert_eq!(challenge, CHALLENGE, "{endpoint} {header}");
        }
    }
    for answer in [
        world.bare(&[GRANT, ("client_id", &world.id), ("client_secret", "wrong")]).await,
        world.assert("x", &[]).await,
        world.assert(&signed("ec", json!({}), world.claims("1")), &[]).await,
    ] {
        assert_eq!(answer.refusal(), (401, "invalid_client"));
        assert_eq!(answer.header("www-authenticate"), Some(CHALLENGE));
    }
}

/// Also where the client used no header: RFC 6749 leaves that open, RFC 9110 section 15.5.2 does not.
const CHALLENGE: &str = r#"Basic realm="token", charset="UTF-8""#;

const ODD: &str = "\"\\\u{7f}ü\n";

#[tokio::test]
async fn rfc6749_25_characters_of_errors() {
    let strict = World::by(Policy { failures: 1, ..Policy::default() }).await;
    let lenient = World::by(Policy { failures: 1, lenient_token_endpoint: true, ..Policy::default() }).await;
    for world in [strict, lenient] {
        let mut answers = refusals(&world).await;
        world.disable().await;
        answers.push(world.grant(&[]).await);
        answers.push(world.about(INTROSPECT, ODD).await);
        for answer in answers {
            assert!(answer.status >= 400, "{answer:?}");
            for member in ["error", "error_description"] {
                let text = answer.body[member].as_str().expect("a text");
                assert!(text.chars().all(is_allowed), "{text}");
            }
        }
    }
}

fn is_allowed(c: char) -> bool {
    matches!(c, '\x20'..='\x21' | '\x23'..='\x5b' | '\x5d'..='\x7e')
}

/// Refusals of every kind, of requests that say odd things wherever something can be said.
async fn refusals(world: &World) -> Vec<Answer> {
    let header = format!("Basic {}", BASE64.encode(ODD.as_bytes()));
    let odd = [("client_id", ODD), ("client_secret", ODD)];
    let form = [&[GRANT], &world.own()[..]].concat();
    let mut answers = vec![
        world.grant(&[("scope", ODD)]).await,
        world.grant(&[("resource", ODD)]).await,
        world.grant(&[(ODD, ODD), (ODD, ODD)]).await,
        world.post(TOKEN, &[GRANT], &[("authorization", &header)]).await,
        world.post(TOKEN, &[GRANT], &[("authorization", ODD)]).await,
        world.post(TOKEN, &form, &[("dpop", ODD)]).await,
        world.post(TOKEN, &form, &[("dpop", ODD), ("dpop", ODD)]).await,
        world.send("POST", TOKEN, &[("content-type", ODD)], ODD.as_bytes()).await,
        world.send(ODD, TOKEN, &[], &[]).await,
        world.exchange(ODD, &[]).await,
        world.bare(&[JWT_GRANT, (ODD, ODD)]).await,
        world.post_from(ODD, TOKEN, &[&[GRANT], &odd[..]].concat(), &[]).await,
        world.post_from(ODD, TOKEN, &[&[GRANT], &odd[..]].concat(), &[]).await,
        world.post_from(ODD, TOKEN, &[GRANT, odd[0], ("client_secret", "another")], &[]).await,
    ];
    assert_eq!(answers.last().map(|answer| answer.status), Some(429));
    let forms: [&[(&str, &str)]; 5] = [
        &[],
        &[GRANT],
        &[("grant_type", ODD)],
        &[GRANT, odd[0], odd[1]],
        &[GRANT, ("client_assertion_type", JWT_BEARER), ("client_assertion", ODD)],
    ];
    for form in forms {
        let typed = |media_type| [("content-type", media_type)];
        answers.push(world.bare(form).await);
        answers.push(world.post(REVOKE, form, &[]).await);
        answers.push(world.post(INTROSPECT, form, &[]).await);
        let json = as_json(form);
        answers.push(world.send("POST", TOKEN, &typed("application/json"), json.as_bytes()).await);
        answers.push(world.send("POST", TOKEN, &typed(MULTIPART), multipart(form).as_bytes()).await);
    }
    answers
}

#[tokio::test]
async fn rfc6749_27_nothing_that_holds_one_prints_it() {
    let world = World::new().await;
    let request = badgehouse::grant::TokenRequest {
        client_id: world.id.clone(),
        client_secret: world.secret.clone().into(),
        ..badgehouse::grant::TokenRequest::default()
    };
    let asked = format!("{request:?}");
    let answer = world.engine.request_token(request).await.expect("a token");
    assert!(!asked.contains(&world.secret) && !format!("{answer:?}").contains(&answer.access_token));
}

#[tokio::test]
async fn rfc6749_27_no_record_holds_one() {
    let world = World::new().await;
    let new = NewAccount::custom("Sync");
    let made = world.engine.create_account(Principal::Platform, ACME.into(), new, Some("once".into())).await;
    let made = made.expect("an account");
    let token = world.token().await;
    world.about(REVOKE, &token).await;
    world.engine.record_usage().await.expect("recorded");
    let records = world.store.list("", None, 1000).await.expect("all records");
    let all: String =
        records.iter().map(|listed| String::from_utf8_lossy(&listed.entry.value).into_owned()).collect();
    assert!(all.contains(&world.id), "the records are there");
    for secret in [world.secret.as_str(), made.client_secret.as_ref().expect("a secret").reveal()] {
        let random = secret.split('_').nth(2).expect("the random part");
        assert!(!all.contains(random));
    }
    assert!(!all.contains(&token));
}
