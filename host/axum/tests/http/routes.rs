//! The router, by real requests.

use crate::world::{administrator, engine, get, send, serve};
use axum::Router;
use axum::http::request::Parts;
use axum::routing::get as on_get;
use badgehouse::crypto::SealingKey;
use badgehouse::error::{Code, Error};
use badgehouse::principal::Actor;
use badgehouse::settings::Settings;
use badgehouse_axum::{Paths, routes, routes_at};
use badgehouse_native::{Engine, MemoryStore};
use serde_json::json;

const ACCOUNTS: &str = "/badgehouse/v1/companies/acme/service-accounts";
const JSON: (&str, &str) = ("content-type", "application/json");

async fn nobody(_: Parts) -> Result<Option<Actor>, Error> {
    Ok(None)
}

async fn ann(_: Parts) -> Result<Option<Actor>, Error> {
    Ok(Some(administrator("acme")))
}

#[tokio::test]
async fn the_hosts_actor_creates_an_account_that_fetches_a_token() {
    let server = serve(routes(engine("https://id.example.com"), ann)).await;
    let new = json!({ "app_type": "custom", "name": "Sync" }).to_string();
    let created = send("POST", format!("{server}{ACCOUNTS}"), &[JSON], new.into()).await;
    assert_eq!(created.status, 201, "{created:?}");
    let created = created.json();
    let form = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}",
        created["client_id"].as_str().unwrap(),
        created["client_secret"].as_str().unwrap()
    );
    let of_form = ("content-type", "application/x-www-form-urlencoded");
    let token = send("POST", format!("{server}/oauth/token"), &[of_form], form.into()).await;
    assert_eq!((token.status, &token.json()["token_type"]), (200, &json!("Bearer")), "{token:?}");
    let keys = get(format!("{server}/oauth/jwks"), &[]).await;
    assert_eq!(keys.json()["keys"][0]["alg"], "ES256");
}

#[tokio::test]
async fn without_an_actor_from_the_host_no_header_makes_one() {
    let server = serve(routes(engine("https://id.example.com"), nobody)).await;
    let forged = [
        ("x-actor", "ann"),
        ("x-badgehouse-actor", r#"{"company":"acme","id":"ann","kind":"user","levels":{"admin":"admin"}}"#),
        ("x-user", "ann"),
        ("x-remote-user", "ann"),
        ("remote-user", "ann"),
        ("x-forwarded-user", "ann"),
        ("x-forwarded-for", "127.0.0.1"),
        ("x-forwarded-host", "id.example.com"),
        ("x-forwarded-proto", "https"),
        ("forwarded", "for=127.0.0.1;host=id.example.com;proto=https"),
        ("x-company", "acme"),
        ("x-http-method-override", "DELETE"),
        ("x-original-url", "/oauth/jwks"),
        ("x-rewrite-url", "/oauth/jwks"),
        ("authorization", "Basic YW5uOmFubg=="),
        ("cookie", "actor=ann"),
    ];
    let plain = get(format!("{server}{ACCOUNTS}"), &[]).await;
    assert_eq!(plain.status, 401);
    let answer = get(format!("{server}{ACCOUNTS}"), &forged).await;
    assert_eq!((answer.status, &answer.body), (plain.status, &plain.body));
    for header in forged {
        let answer = get(format!("{server}{ACCOUNTS}"), &[header]).await;
        assert_eq!((answer.status, &answer.body), (plain.status, &plain.body), "{header:?}");
    }
    let metadata = |headers| get(format!("{server}/.well-known/oauth-authorization-server"), headers);
    assert_eq!(metadata(&forged).await.body, metadata(&[]).await.body);
}

#[tokio::test]
async fn a_host_that_refuses_a_request_is_heard() {
    let refuse = |_: Parts| async { Err(Error::new(Code::InvalidToken, "the session has ended")) };
    let server = serve(routes(engine("https://id.example.com"), refuse)).await;
    let answer = get(format!("{server}{ACCOUNTS}"), &[]).await;
    assert_eq!((answer.status, &answer.json()["detail"]), (401, &json!("the session has ended")));
    assert_eq!(
        get(format!("{server}/oauth/jwks"), &[]).await.status,
        200,
        "it is asked for the admin API only"
    );
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_with_its_status_however_large_it_is() {
    let server = serve(routes(engine("https://id.example.com"), ann)).await;
    for length in [64 * 1024 + 1, 1024 * 1024, 5 * 1024 * 1024] {
        let answer = send("POST", format!("{server}{ACCOUNTS}"), &[JSON], vec![b' '; length]).await;
        assert_eq!((answer.status, &answer.json()["code"]), (413, &json!("body_too_large")), "{length}");
    }
    let at_the_bound = send("POST", format!("{server}{ACCOUNTS}"), &[JSON], vec![b' '; 64 * 1024]).await;
    assert_eq!(at_the_bound.status, 400, "it is read, and is no JSON");
}

#[tokio::test]
async fn an_issuer_with_a_path_and_another_base_are_served_where_they_are() {
    let engine = engine("https://example.com/tenant");
    let paths = Paths { admin: "/api/badges".into(), ..Paths::of(engine.settings()) };
    assert_eq!(paths.issuer, "/tenant");
    let server = serve(routes_at(&paths, engine, nobody)).await;
    let metadata = get(format!("{server}/.well-known/oauth-authorization-server/tenant"), &[]).await;
    assert_eq!(metadata.json()["jwks_uri"], "https://example.com/tenant/oauth/jwks");
    assert_eq!(get(format!("{server}/tenant/oauth/jwks"), &[]).await.status, 200);
    assert_eq!(get(format!("{server}/oauth/jwks"), &[]).await.status, 404);
}

#[tokio::test]
async fn an_unknown_address_or_method_is_refused() {
    let server = serve(routes(engine("https://id.example.com"), ann)).await;
    assert_eq!(get(format!("{server}/oauth/other"), &[]).await.status, 404);
    assert_eq!(get(format!("{server}/badgehouse/v1/other"), &[]).await.status, 404);
    let nothing = send("POST", format!("{server}/oauth/"), &[], Vec::new()).await;
    assert_eq!((nothing.status, &nothing.json()["error"]), (404, &json!("invalid_request")));
    let nothing = get(format!("{server}/badgehouse/v1/"), &[]).await;
    assert_eq!((nothing.status, &nothing.json()["code"]), (404, &json!("not_found")));
    assert_eq!(send("PUT", format!("{server}{ACCOUNTS}"), &[], Vec::new()).await.status, 405);
    assert_eq!(get(format!("{server}/oauth/token"), &[]).await.status, 405);
}

fn with(issuer: &str, change: impl Fn(&mut Settings)) -> Engine {
    let mut settings = Settings::new(issuer, "svc.example.com", vec![SealingKey::from_bytes([1; 32])]);
    change(&mut settings);
    Engine::open(settings, MemoryStore::new()).unwrap()
}

#[tokio::test]
async fn no_slash_too_many_ends_in_a_404_that_says_nothing() {
    for (issuer, at) in [("https://id.example.com", ""), ("https://example.com/tenant", "/tenant")] {
        let engine = with(issuer, |_| {});
        let server = serve(routes_at(&Paths::of(engine.settings()), engine, nobody)).await;
        for path in ["/oauth/token/", "//oauth/token", "/oauth//token"] {
            let answer = send("POST", format!("{server}{at}{path}"), &[], Vec::new()).await;
            assert_eq!((answer.status, &answer.json()["error"]), (404, &json!("invalid_request")), "{path}");
            let named = answer.json()["error_description"].as_str().unwrap().to_owned();
            assert!(named.ends_with(&format!("{issuer}/oauth/token")), "{path}: {named}");
        }
    }
}

#[tokio::test]
async fn the_address_of_openid_connect_is_left_to_the_product_unless_the_policy_says_otherwise() {
    let inserted = "/.well-known/openid-configuration/tenant";
    let appended = "/tenant/.well-known/openid-configuration";
    for wanted in [false, true] {
        let issuer = "https://example.com/tenant";
        let engine = with(issuer, |settings| settings.policy.openid_configuration = wanted);
        let own = Router::new().route("/.well-known/openid-configuration", on_get(async || "the product's"));
        let router = routes_at(&Paths::of(engine.settings()), engine, nobody).merge(own);
        let server = serve(router).await;
        assert_eq!(
            get(format!("{server}/.well-known/openid-configuration"), &[]).await.body,
            "the product's"
        );
        for path in [inserted, appended] {
            let answer = get(format!("{server}{path}"), &[]).await;
            assert_eq!(answer.status, if wanted { 200 } else { 404 }, "{path}");
            if wanted {
                let jwks = format!("{issuer}/oauth/jwks");
                assert_eq!(
                    (&answer.json()["issuer"], &answer.json()["jwks_uri"]),
                    (&json!(issuer), &json!(jwks))
                );
            }
        }
    }
}

#[tokio::test]
async fn no_refusal_of_a_host_is_without_a_challenge() {
    let refused = async |_: Parts| Err(Error::new(Code::Unauthenticated, "sign in \"again\""));
    let server = serve(routes(engine("https://id.example.com"), refused)).await;
    let answer = get(format!("{server}{ACCOUNTS}"), &[]).await;
    assert_eq!((answer.status, answer.challenge.as_deref()), (401, Some(r#"Bearer realm="api""#)));
    let odd = async |_: Parts| Err(Error::new(Code::InvalidToken, "the session \"ü\\\" has\nended"));
    let server = serve(routes(engine("https://id.example.com"), odd)).await;
    let challenge = get(format!("{server}{ACCOUNTS}"), &[]).await.challenge;
    let told = r#"Bearer error="invalid_token", error_description="the session '''' has'ended""#;
    assert_eq!(challenge.as_deref(), Some(told));
}
