//! A product on a loopback port, with a store in memory, and a client that calls it.

use axum::Router;
use badgehouse::account::NewAccount;
use badgehouse::crypto::SealingKey;
use badgehouse::grant::TokenRequest;
use badgehouse::identifier::{ActorId, CompanyId, ToolId};
use badgehouse::permission::{Level, PermissionChange};
use badgehouse::principal::{Actor, ActorKind, Principal};
use badgehouse::settings::Settings;
use badgehouse_native::{Engine, MemoryStore};
use serde_json::Value;
use tokio::net::TcpListener;
use ureq::http::{Request, Response};

pub(crate) fn engine(issuer: &str) -> Engine {
    let settings = Settings::new(issuer, "svc.example.com", vec![SealingKey::from_bytes([1; 32])]);
    Engine::open(settings, MemoryStore::new()).unwrap()
}

pub(crate) fn administrator(company: &str) -> Actor {
    let tool = |id: &str| (ToolId::parse(id).unwrap(), Level::Admin);
    Actor {
        company: CompanyId::parse(company).unwrap(),
        id: ActorId::parse("ann").unwrap(),
        kind: ActorKind::User { levels: [tool("admin"), tool("directory")].into_iter().collect() },
    }
}

/// A fresh account's id and secret.
pub(crate) async fn new_account(engine: &Engine, company: &str) -> (String, String) {
    let new = NewAccount::custom("Sync");
    let created = engine.create_account(Principal::Platform, company.into(), new, None).await.unwrap();
    (created.account.client_id.to_string(), created.client_secret.unwrap().reveal().to_owned())
}

/// A fresh account's Authorization header, and its id.
pub(crate) async fn token(engine: &Engine, company: &str) -> (String, String) {
    let (client_id, client_secret) = new_account(engine, company).await;
    let request = TokenRequest {
        client_id: client_id.clone(),
        client_secret: client_secret.into(),
        ..TokenRequest::default()
    };
    let token = engine.request_token(request).await.unwrap();
    (format!("Bearer {}", token.access_token), client_id)
}

pub(crate) async fn grant(engine: &Engine, company: &str, client_id: &str, change: &str) {
    let change: PermissionChange = serde_json::from_str(change).unwrap();
    engine
        .set_permissions(Principal::Platform, company.into(), client_id.into(), change, None)
        .await
        .unwrap();
}

/// The address of a server that serves `router` until the test ends.
pub(crate) async fn serve(router: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    address
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) challenge: Option<String>,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

pub(crate) async fn get(url: String, headers: &[(&str, &str)]) -> Answer {
    send("GET", url, headers, Vec::new()).await
}

pub(crate) async fn send(method: &str, url: String, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
    let mut request = Request::builder().method(method).uri(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(body).unwrap();
    tokio::task::spawn_blocking(move || {
        let config =
            ureq::config::Config::builder().http_status_as_error(false).allow_non_standard_methods(true);
        let mut response: Response<ureq::Body> = ureq::Agent::from(config.build()).run(request).unwrap();
        Answer {
            status: response.status().as_u16(),
            challenge: response
                .headers()
                .get("www-authenticate")
                .map(|value| value.to_str().unwrap().to_owned()),
            body: response.body_mut().read_to_string().unwrap(),
        }
    })
    .await
    .unwrap()
}
