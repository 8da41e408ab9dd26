//! The router, by real requests.

use crate::world::{administrator, engine, get, send, serve};
use axum::http::request::Parts;
use badgehouse::error::{Code, Error};
use badgehouse::principal::Actor;
use badgehouse_axum::{Paths, routes, routes_at};
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
    assert_eq!(send("PUT", format!("{server}{ACCOUNTS}"), &[], Vec::new()).await.status, 405);
    assert_eq!(get(format!("{server}/oauth/token"), &[]).await.status, 405);
}
