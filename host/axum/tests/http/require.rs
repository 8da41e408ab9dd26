//! The layer, by real requests: who gets through, and what the others are told.

use crate::world::{engine, get, grant, serve, token};
use axum::Router;
use axum::extract::Extension;
use axum::routing::get as on_get;
use badgehouse::authorize::Authorized;
use badgehouse::crypto::SealingKey;
use badgehouse::identifier::CompanyId;
use badgehouse::settings::Settings;
use badgehouse_axum::{Need, require};
use badgehouse_native::{Engine, MemoryStore};
use serde_json::json;

async fn show(Extension(caller): Extension<Authorized>) -> String {
    format!("{} {} {}", caller.client_id, caller.tool, caller.level)
}

fn guarded(engine: &Engine, path: &str, need: Need) -> Router {
    Router::new().route(path, on_get(show)).route_layer(require(engine.clone(), need))
}

#[tokio::test]
async fn a_call_passes_once_its_account_holds_the_level() {
    let engine = engine("https://id.example.com");
    let need = Need::tool("rfis").read_only().company("acme");
    let server = serve(guarded(&engine, "/rfis", need)).await;
    let (authorization, client_id) = token(&engine, "acme").await;

    let answer = get(format!("{server}/rfis"), &[]).await;
    assert_eq!(
        (answer.status, answer.challenge.as_deref()),
        (
            401,
            Some(r#"Bearer resource_metadata="https://id.example.com/.well-known/oauth-protected-resource""#)
        )
    );
    assert_eq!(answer.json()["code"], "unauthenticated");

    let answer = get(format!("{server}/rfis"), &[("authorization", &authorization)]).await;
    assert_eq!(answer.status, 403);
    let challenge = r#"Bearer error="insufficient_scope", scope="rfis:read_only", resource_metadata="https://id.example.com/.well-known/oauth-protected-resource""#;
    assert_eq!(answer.challenge.as_deref(), Some(challenge));
    assert_eq!(answer.json()["required"], json!({ "tool": "rfis", "level": "read_only" }));

    grant(&engine, "acme", &client_id, r#"{"company":{"rfis":"standard"}}"#).await;
    let answer = get(format!("{server}/rfis"), &[("authorization", &authorization)]).await;
    assert_eq!((answer.status, answer.body), (200, format!("{client_id} rfis standard")));
}

#[tokio::test]
async fn no_challenge_is_a_scheme_alone() {
    let mut settings =
        Settings::new("https://id.example.com", "svc.example.com", vec![SealingKey::from_bytes([1; 32])]);
    // Of an audience that is no URL there is no metadata.
    settings.audiences = vec!["urn:acme:api".into()];
    let engine = Engine::open(settings, MemoryStore::new()).unwrap();
    let server = serve(guarded(&engine, "/rfis", Need::tool("rfis").read_only().company("acme"))).await;
    let answer = get(format!("{server}/rfis"), &[]).await;
    assert_eq!((answer.status, answer.challenge.as_deref()), (401, Some(r#"Bearer realm="api""#)));
}

#[tokio::test]
async fn company_and_project_may_come_from_the_path() {
    let engine = engine("https://id.example.com");
    let need = Need::tool("rfis").read_only().company_param("company").project_param("project");
    let server = serve(guarded(&engine, "/{company}/{project}/rfis", need)).await;
    let (authorization, client_id) = token(&engine, "acme").await;
    grant(&engine, "acme", &client_id, r#"{"projects":[{"project":"p1","levels":{"rfis":"read_only"}}]}"#)
        .await;
    let call = |path: &str| {
        let (url, authorization) = (format!("{server}{path}"), authorization.clone());
        async move { get(url, &[("authorization", &authorization)]).await }
    };
    assert_eq!(call("/acme/p1/rfis").await.status, 200);
    assert_eq!(call("/acme/p2/rfis").await.json()["required"]["project"], "p2");
    let strange = call("/other/p1/rfis").await;
    assert_eq!((strange.status, &strange.json()["code"]), (401, &json!("invalid_token")));
    let malformed = call("/acme/p%201/rfis").await;
    assert_eq!((malformed.status, &malformed.json()["errors"][0]["pointer"]), (400, &json!("/project")));
}

#[tokio::test]
async fn the_company_may_come_from_an_earlier_layer() {
    let engine = engine("https://id.example.com");
    let company = CompanyId::parse("acme").unwrap();
    let router = guarded(&engine, "/rfis", Need::tool("rfis").read_only()).layer(Extension(company));
    let server = serve(router).await;
    let (authorization, client_id) = token(&engine, "acme").await;
    grant(&engine, "acme", &client_id, r#"{"company":{"rfis":"read_only"}}"#).await;
    assert_eq!(get(format!("{server}/rfis"), &[("authorization", &authorization)]).await.status, 200);
}

#[tokio::test]
async fn a_route_that_is_not_set_up_right_lets_nobody_through() {
    let engine = engine("https://id.example.com");
    let (authorization, client_id) = token(&engine, "acme").await;
    grant(&engine, "acme", &client_id, r#"{"company":{"rfis":"admin","reports":"admin"}}"#).await;
    let rfis = || Need::tool("rfis").read_only();
    let flaws = [
        ("no company", rfis()),
        ("a company that is not in the path", rfis().company_param("company")),
        ("a company of nothing", rfis().company_from(|_| None)),
        ("an unknown tool", Need::tool("rockets").read_only().company("acme")),
        ("the level none", Need::tool("rfis").level(badgehouse::permission::Level::None).company("acme")),
        ("an unknown audience", rfis().company("acme").audience("https://other.example.com")),
    ];
    for (flaw, need) in flaws {
        let server = serve(guarded(&engine, "/rfis", need)).await;
        let answer = get(format!("{server}/rfis"), &[("authorization", &authorization)]).await;
        assert_eq!((answer.status, &answer.json()["code"]), (500, &json!("broken")), "{flaw}");
    }
    let need = rfis().company("acme").project_from(|_| None);
    let server = serve(guarded(&engine, "/rfis", need)).await;
    let answer = get(format!("{server}/rfis"), &[("authorization", &authorization)]).await;
    assert_eq!(answer.status, 400, "no project where one is needed");
}

#[tokio::test]
async fn two_authorization_headers_are_refused_and_no_other_header_counts() {
    let engine = engine("https://id.example.com");
    let server = serve(guarded(&engine, "/rfis", Need::tool("rfis").read_only().company("acme"))).await;
    let (authorization, client_id) = token(&engine, "acme").await;
    grant(&engine, "acme", &client_id, r#"{"company":{"rfis":"read_only"}}"#).await;
    let twice = [("authorization", authorization.as_str()), ("authorization", authorization.as_str())];
    let answer = get(format!("{server}/rfis"), &twice).await;
    assert_eq!((answer.status, &answer.json()["code"]), (400, &json!("invalid_request")));
    for name in ["x-authorization", "proxy-authorization", "x-forwarded-authorization", "cookie"] {
        assert_eq!(get(format!("{server}/rfis"), &[(name, &authorization)]).await.status, 401, "{name}");
    }
}
