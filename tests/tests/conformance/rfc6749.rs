//! RFC 6749: the framework, as far as it is about clients that act for themselves.

use crate::world::{GRANT, World, altered, basic};
use badgehouse::settings::{Policy, Settings};
use badgehouse_native::{Engine, MemoryStore};
use badgehouse_tests::engines::settings;
use data_encoding::BASE64;
use serde_json::json;

#[tokio::test]
async fn rfc6749_1_two_methods_at_once() {
    let world = World::new().await;
    let header = basic(&world.id, &world.secret);
    let form = [GRANT, ("client_id", world.id.as_str()), ("client_secret", &world.secret)];
    let answer = world.post("/oauth/token", &form, &[("authorization", &header)]).await;
    assert_eq!(answer.refusal(), (400, "invalid_request"));
}

#[tokio::test]
async fn rfc6749_2_basic() {
    let world = World::new().await;
    let header = basic(&world.id, &world.secret);
    assert_eq!(world.post("/oauth/token", &[GRANT], &[("authorization", &header)]).await.status, 200);
}

#[tokio::test]
async fn rfc6749_3_basic_is_form_decoded_once() {
    let world = World::new().await;
    let escape = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let escaped = basic(&escape(&world.id), &escape(&world.secret));
    assert_eq!(world.post("/oauth/token", &[GRANT], &[("authorization", &escaped)]).await.status, 200);
    let twice = basic(&escape(&escape(&world.id)), &world.secret);
    let odd = ["a:b", "%", "%zz", "+", "a b", "ü", "%C3"].map(|secret| basic(&world.id, secret));
    for header in odd.iter().chain([&twice]) {
        let answer = world.post("/oauth/token", &[GRANT], &[("authorization", header)]).await;
        assert_eq!(answer.refusal(), (401, "invalid_client"), "{header}");
    }
}

#[tokio::test]
async fn rfc6749_4_credentials_in_the_body() {
    assert_eq!(World::new().await.grant(&[]).await.status, 200);
}

#[tokio::test]
async fn rfc6749_5_no_credentials_in_the_uri() {
    let world = World::new().await;
    let target = format!("/oauth/token?client_id={}&client_secret={}", world.id, world.secret);
    assert_eq!(world.post(&target, &[GRANT], &[]).await.refusal(), (401, "invalid_client"));
}

#[test]
fn rfc6749_6_the_issuer_is_https_but_on_loopback() {
    let opens = |issuer: &str| {
        let settings = Settings { issuer: issuer.into(), ..settings() };
        Engine::open(settings, MemoryStore::new()).is_ok()
    };
    assert!(opens("https://id.acme.com") && opens("http://127.0.0.1:8080") && opens("http://[::1]:8080"));
    assert!(!opens("http://id.acme.com") && !opens("http://127.0.0.1.acme.com"));
}

#[tokio::test]
async fn rfc6749_7_guessing_is_held_up() {
    let policy = Policy { failures: 2, ..Policy::default() };
    let world = World::with(Settings { policy, ..settings() }).await;
    let guess = async |secret: &str| {
        let body = format!("grant_type=client_credentials&client_id={}&client_secret={secret}", world.id);
        let request = badgehouse::http::HttpRequest {
            method: "POST".into(),
            target: "/oauth/token".into(),
            headers: vec![("content-type".into(), "application/x-www-form-urlencoded".into())],
            body: body.into_bytes().into(),
            source: Some("192.0.2.1".into()),
            ..badgehouse::http::HttpRequest::default()
        };
        world.engine.handle(request, None).await.status
    };
    assert_eq!([guess("one").await, guess("two").await, guess(&world.secret).await], [401, 401, 429]);
    assert_eq!(world.grant(&[]).await.status, 200, "from elsewhere");
}

#[tokio::test]
async fn rfc6749_8_post_only() {
    let world = World::new().await;
    for method in ["GET", "PUT", "DELETE", "OPTIONS"] {
        let answer = world.send(method, "/oauth/token", &[], &[]).await;
        assert_eq!((answer.status, answer.header("allow")), (405, Some("POST")), "{method}");
    }
}

#[tokio::test]
async fn rfc6749_9_the_endpoint_has_no_fragment_and_keeps_a_query() {
    let world = World::new().await;
    let metadata = world.get("/.well-known/oauth-authorization-server").await;
    assert!(!metadata.body["token_endpoint"].as_str().expect("a URL").contains('#'));
    let form = [GRANT, ("client_id", world.id.as_str()), ("client_secret", &world.secret)];
    assert_eq!(world.post("/oauth/token?tenant=1", &form, &[]).await.status, 200);
}

#[tokio::test]
async fn rfc6749_10_a_parameter_without_a_value_is_absent() {
    let world = World::new().await;
    assert_eq!(world.grant(&[("scope", ""), ("resource", "")]).await.status, 200);
    let form = [("grant_type", ""), ("client_id", world.id.as_str()), ("client_secret", &world.secret)];
    assert_eq!(world.bare(&form).await.refusal(), (400, "invalid_request"));
}

#[tokio::test]
async fn rfc6749_11_an_unknown_parameter_is_ignored() {
    assert_eq!(World::new().await.grant(&[("color", "red")]).await.status, 200);
}

#[tokio::test]
async fn rfc6749_12_repeated_parameter() {
    let world = World::new().await;
    for name in ["grant_type", "client_id", "client_secret", "scope", "color"] {
        let twice = [(name, "x"), (name, "x")];
        let answer = world.grant(&twice).await;
        assert_eq!(answer.refusal(), (400, "invalid_request"), "{name}");
    }
}

#[tokio::test]
async fn rfc6749_13_a_client_authenticates() {
    let world = World::new().await;
    assert_eq!(world.bare(&[GRANT]).await.refusal(), (401, "invalid_client"));
}

#[tokio::test]
async fn rfc6749_14_scope_is_case_sensitive_and_in_any_order() {
    let world = World::new().await;
    let asked = |scope: &'static str| world.grant_scope(scope);
    assert_eq!(asked("rfis:read_only project=p1").await.status, 200);
    assert_eq!(
        asked("project=p1 rfis:read_only").await.body["scope"],
        asked("rfis:read_only project=p1").await.body["scope"]
    );
    for scope in
        ["RFIS:read_only", "rfis:Read_Only", "rfis:read_only  project=p1", "rfis:read_only\"", "rfis", "ü"]
    {
        assert_eq!(asked(scope).await.refusal(), (400, "invalid_scope"), "{scope}");
    }
}

#[tokio::test]
async fn rfc6749_15_a_granted_scope_that_differs_is_told() {
    let world = World::new().await;
    let answer = world.grant_scope("rfis:admin drawings:read_only").await;
    assert_eq!(answer.body["scope"], "rfis:read_only");
}

#[tokio::test]
async fn rfc6749_16_no_scope_means_what_the_account_holds() {
    let world = World::new().await;
    let answer = world.grant(&[]).await;
    assert_eq!((answer.status, &answer.body["scope"]), (200, &json!(null)));
    assert!(world.passes(&answer.token()).await);
}

#[tokio::test]
async fn rfc6749_17_a_public_client_gets_nothing() {
    let world = World::new().await;
    let answer = world.bare(&[GRANT, ("client_id", &world.id)]).await;
    assert_eq!(answer.refusal(), (401, "invalid_client"));
}

#[tokio::test]
async fn rfc6749_18_the_grant() {
    let world = World::new().await;
    assert!(world.passes(&world.token().await).await);
    for grant in ["password", "authorization_code", "Client_Credentials"] {
        let form =
            [("grant_type", grant), ("client_id", world.id.as_str()), ("client_secret", &world.secret)];
        assert_eq!(world.bare(&form).await.refusal(), (400, "unsupported_grant_type"), "{grant}");
    }
    let own = [("client_id", world.id.as_str()), ("client_secret", &world.secret)];
    assert_eq!(world.bare(&own).await.refusal(), (400, "invalid_request"), "none");
    let charset = [("content-type", "application/x-www-form-urlencoded;charset=UTF-8")];
    let body = format!("grant_type=client_credentials&client_id={}&client_secret={}", world.id, world.secret);
    assert_eq!(world.send("POST", "/oauth/token", &charset, body.as_bytes()).await.status, 200);
    for media_type in ["application/json", "multipart/form-data; boundary=x", "text/plain"] {
        let answer =
            world.send("POST", "/oauth/token", &[("content-type", media_type)], body.as_bytes()).await;
        assert_eq!(answer.refusal(), (400, "invalid_request"), "{media_type}");
    }
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
    assert!(answer.body["access_token"].is_string());
}

#[tokio::test]
async fn rfc6749_21_nothing_is_cached() {
    let world = World::new().await;
    for answer in [world.grant(&[]).await, world.bare(&[GRANT]).await] {
        assert_eq!(
            (answer.header("cache-control"), answer.header("pragma")),
            (Some("no-store"), Some("no-cache"))
        );
    }
}

#[tokio::test]
async fn rfc6749_23_errors() {
    let world = World::new().await;
    let resource = [("resource", "https://other.example.com")];
    for (answer, expected) in [
        (world.grant(&[("scope", "x")]).await, (400, "invalid_scope")),
        (world.grant(&resource).await, (400, "invalid_target")),
        (world.bare(&[("grant_type", "x")]).await, (400, "unsupported_grant_type")),
        (world.bare(&[]).await, (400, "invalid_request")),
        (world.bare(&[GRANT]).await, (401, "invalid_client")),
    ] {
        assert_eq!(answer.refusal(), expected);
        assert_eq!(answer.header("content-type"), Some("application/json"));
        assert!(answer.body["error_description"].is_string());
    }
}

#[tokio::test]
async fn rfc6749_24_a_challenge_for_who_used_the_header() {
    let world = World::new().await;
    for header in [basic(&world.id, "wrong"), "Basic !".into(), "Basic".into(), "Digest x".into()] {
        let answer = world.post("/oauth/token", &[GRANT], &[("authorization", &header)]).await;
        assert_eq!(answer.refusal(), (401, "invalid_client"), "{header}");
        assert!(
            answer.header("www-authenticate").is_some_and(|value| value.starts_with("Basic ")),
            "{header}"
        );
    }
    let answer = world.bare(&[GRANT, ("client_id", &world.id), ("client_secret", "wrong")]).await;
    assert_eq!((answer.status, answer.header("www-authenticate")), (401, None));
}

#[tokio::test]
async fn rfc6749_25_characters_of_errors() {
    let world = World::new().await;
    let odd = "\"\\\u{7f}ü\n";
    let header = format!("Basic {}", BASE64.encode(odd.as_bytes()));
    let forms: [&[(&str, &str)]; 6] = [
        &[GRANT],
        &[("grant_type", odd)],
        &[GRANT, ("client_id", odd), ("client_secret", odd)],
        &[(odd, odd), (odd, odd)],
        &[GRANT, ("client_assertion_type", odd), ("client_assertion", odd)],
        &[],
    ];
    let mut answers = vec![
        world.grant(&[("scope", odd)]).await,
        world.grant(&[("resource", odd)]).await,
        world.post("/oauth/token", &[GRANT], &[("authorization", &header)]).await,
        world.send("POST", "/oauth/token", &[("content-type", odd)], odd.as_bytes()).await,
    ];
    for form in forms {
        answers.push(world.bare(form).await);
    }
    let allowed = |c: char| matches!(c, '\x20'..='\x21' | '\x23'..='\x5b' | '\x5d'..='\x7e');
    for answer in answers {
        for member in ["error", "error_description"] {
            let text = answer.body[member].as_str().expect("a text");
            assert!(text.chars().all(allowed), "{text}");
        }
    }
}

#[tokio::test]
async fn rfc6749_26_nothing_can_be_guessed() {
    let world = World::new().await;
    let bits = |characters: usize, alphabet: f64| characters as f64 * alphabet.log2();
    let random = world.secret.split('_').nth(2).expect("the random part");
    assert!(random.chars().all(|c| c.is_ascii_alphanumeric()) && bits(random.len(), 62.0) >= 160.0);
    let jti = crate::world::parts(&world.token().await)[1]["jti"].as_str().expect("a jti").to_owned();
    assert!(bits(jti.len(), 62.0) >= 128.0, "and the token is signed");
    let forged = altered(&world.token().await, json!({}), json!({ "jti": "0".repeat(24) }));
    assert!(!world.passes(&forged).await);
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

impl World {
    async fn grant_scope(&self, scope: &str) -> crate::world::Answer {
        self.grant(&[("scope", scope)]).await
    }
}
