//! A request that the host knows to have come without TLS (RFC 6749 sections 2.3.1 and 10.3): what is public is answered, and no credentials are read.

use badgehouse::account::NewAccount;
use badgehouse::http::{HttpRequest, HttpResponse};
use badgehouse::principal::Principal;
use badgehouse::settings::Settings;
use badgehouse_native::{Engine, MemoryStore};
use badgehouse_simulation::{actor, settings};
use serde_json::json;

const ACCOUNTS: &str = "/badgehouse/v1/companies/acme/service-accounts";

struct Server {
    engine: Engine,
    form: String,
}

impl Server {
    async fn new(issuer: &str) -> Self {
        let mut settings = Settings { issuer: issuer.into(), ..settings() };
        settings.policy.lenient_token_endpoint = true;
        let engine = Engine::open(settings, MemoryStore::new()).expect("the settings");
        let made =
            engine.create_account(Principal::Platform, "acme".into(), NewAccount::custom("Sync"), None);
        let made = made.await.expect("an account");
        let (id, secret) = (made.account.client_id, made.client_secret.expect("a secret"));
        let form =
            format!("grant_type=client_credentials&client_id={id}&client_secret={}&token=x", secret.reveal());
        Self { engine, form }
    }

    async fn send(&self, method: &str, target: &str, encrypted: Option<bool>) -> HttpResponse {
        let request = HttpRequest {
            method: method.into(),
            target: target.into(),
            headers: vec![("content-type".into(), "application/x-www-form-urlencoded".into())],
            body: self.form.clone().into_bytes().into(),
            encrypted,
            ..HttpRequest::default()
        };
        let levels = json!({ "admin": "admin" });
        let ann = json!({ "company": "acme", "id": "ann", "kind": "user", "levels": levels });
        self.engine.handle(request, actor(Some(ann))).await
    }
}

#[tokio::test]
async fn rfc6749_6_no_credentials_are_read_of_a_request_in_clear() {
    let server = Server::new("https://id.example.com").await;
    for (method, target) in [
        ("POST", "/oauth/token"),
        ("POST", "/oauth/revoke"),
        ("POST", "/oauth/introspect"),
        ("GET", "/oauth/token/info"),
        ("GET", ACCOUNTS),
    ] {
        let refused = server.send(method, target, Some(false)).await;
        let body = String::from_utf8(refused.body).expect("text");
        assert_eq!(refused.status, 400, "{target}");
        assert!(body.contains("invalid_request") && body.contains("https"), "{target}: {body}");
        for encrypted in [None, Some(true)] {
            let answer = server.send(method, target, encrypted).await;
            assert_ne!(answer.status, 400, "{target}, {encrypted:?}");
        }
    }
    for target in ["/oauth/jwks", "/.well-known/oauth-authorization-server"] {
        assert_eq!(server.send("GET", target, Some(false)).await.status, 200, "{target}");
    }
}

#[tokio::test]
async fn rfc6749_6_an_issuer_on_loopback_is_served_in_clear() {
    let server = Server::new("http://127.0.0.1:8080").await;
    assert_eq!(server.send("POST", "/oauth/token", Some(false)).await.status, 200);
    assert_eq!(server.send("GET", ACCOUNTS, Some(false)).await.status, 200);
}
