//! The face over HTTP: a real server on a loopback port, a real client, and administrators who prove themselves by actor tokens.

use crate::engines::{Clock, platform, tokens_of};
use crate::face::{Face, Later, RawRequest, RawResponse};
use crate::jwt;
use crate::watched::{Counts, Watched};
use axum::Router;
use axum::extract::{ConnectInfo, Query, Request, State};
use axum::http::HeaderMap;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use badgehouse::authorize::{NeedInput, Presented};
use badgehouse::crypto::{Algorithm, BuiltIn, GeneratedKey, SealingKey};
use badgehouse::dpop::DpopInput;
use badgehouse::error::Error;
use badgehouse::settings::Settings;
use badgehouse_axum::Paths;
use badgehouse_native::Engine;
use badgehouse_simulation::ISSUER;
use badgehouse_simulation::actor;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use serde_json::{Map, Value, json};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use tokio::net::TcpListener;

const ACTOR_ISSUER: &str = "https://app.example.com";

/// A server with a store of its own.
pub struct Server {
    address: SocketAddr,
    client: ureq::Agent,
    clock: Clock,
    counts: Arc<Counts>,
    signer: BuiltIn,
    actor_key: GeneratedKey,
    engine: Engine,
}

impl Server {
    /// Starts the router on a port of its own; it stops with the process.
    pub async fn start(settings: Settings) -> Self {
        let (clock, counts) = (Clock::default(), Arc::new(Counts::default()));
        let store = Watched::new(clock.store(), Arc::clone(&counts));
        let moving = clock.clone();
        let engine = Engine::open(settings, store).expect("the settings").with_clock(move || moving.now());
        let signer = BuiltIn::new(vec![SealingKey::from_bytes([9; 32])]);
        let actor_key =
            signer.generate(Algorithm::Es256, &mut ChaCha20Rng::from_seed([9; 32])).expect("a key");
        let keys = vec![actor_key.jwk.clone()];
        let verifier = engine.clone();
        let actor_from = move |parts: axum::http::request::Parts| {
            let (verifier, keys) = (verifier.clone(), keys.clone());
            async move {
                let header = parts.headers.get("x-actor-token").and_then(|value| value.to_str().ok());
                match header {
                    Some(token) => verifier
                        .verify_actor_token(token.to_owned(), ACTOR_ISSUER.to_owned(), keys)
                        .await
                        .map(Some),
                    None => Ok(None),
                }
            }
        };
        let app = badgehouse_axum::routes_at(&Paths::of(engine.settings()), engine.clone(), actor_from)
            .merge(Router::new().route("/check", get(check)).with_state(engine.clone()))
            .fallback(not_found)
            .layer(from_fn(come_from));
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(async move { axum::serve(listener, app).await });
        let config = ureq::Agent::config_builder().http_status_as_error(false).build();
        Self { address, client: config.into(), clock, counts, signer, actor_key, engine }
    }

    fn send(&self, request: RawRequest, by: Option<Value>) -> RawResponse {
        let mut builder = ureq::http::Request::builder()
            .method(request.method.as_str())
            .uri(format!("http://{}{}", self.address, request.path));
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        if let Some(source) = &request.source {
            builder = builder.header("x-source", source);
        }
        if let Some(by) = by {
            builder = builder.header("x-actor-token", self.actor_token(by));
        }
        let request = builder.body(request.body).expect("a request");
        let mut response = self.client.run(request).expect("a response");
        let headers = response.headers().iter();
        let headers = headers
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()))
            .collect();
        RawResponse {
            status: response.status().as_u16(),
            headers,
            body: response.body_mut().read_to_vec().expect("a body"),
        }
    }

    fn actor_token(&self, by: Value) -> String {
        let actor = actor(Some(by.clone())).expect("an actor");
        let now = self.clock.now();
        let header =
            json!({ "typ": "badgehouse-actor+jwt", "alg": "ES256", "kid": self.actor_key.jwk.kid() });
        let claims = json!({
            "iss": ACTOR_ISSUER, "aud": format!("{ISSUER}/admin"), "sub": actor.id, "company": actor.company,
            "levels": by["levels"], "iat": now, "exp": now + 300, "jti": format!("{now}"),
        });
        jwt::signed_by(&self.signer, &self.actor_key, &header, &claims)
    }
}

impl Face for Server {
    fn call<'a>(
        &'a self,
        operation: &'a str,
        by: Option<Value>,
        with: Map<String, Value>,
    ) -> Later<'a, Result<Value, Value>> {
        Box::pin(async move {
            if operation == "verify" {
                let bearer = with.get("token").and_then(Value::as_str).map(|token| format!("Bearer {token}"));
                let audience = with.get("audience").and_then(Value::as_str).map(ToOwned::to_owned);
                let verified = self.engine.verify(bearer, tokens_of(&with), audience).await;
                return verified.map(|token| json!(token)).map_err(|error| json_of(&error));
            }
            if let Some(answer) = platform(&self.engine, operation, &with).await {
                return answer;
            }
            let request = request(operation, &with);
            let response = tokio::task::block_in_place(|| self.send(request, by));
            let body = if response.body.is_empty() {
                Value::Null
            } else {
                serde_json::from_slice(&response.body).expect("JSON")
            };
            if response.status < 400 { Ok(body) } else { Err(body) }
        })
    }

    fn http<'a>(&'a self, request: RawRequest, by: Option<Value>) -> Later<'a, RawResponse> {
        Box::pin(async move { tokio::task::block_in_place(|| self.send(request, by)) })
    }

    fn advance(&self, seconds: u64) {
        self.clock.advance(seconds);
    }

    fn commits(&self) -> u64 {
        self.counts.changed()
    }
}

/// The request of an operation, as the admin API documents it.
fn request(operation: &str, with: &Map<String, Value>) -> RawRequest {
    let text = |name: &str| with.get(name).and_then(Value::as_str).unwrap_or_default();
    let escaped = |name: &str| {
        form_urlencoded::byte_serialize(text(name).as_bytes()).collect::<String>().replace('+', "%20")
    };
    let company = format!("/badgehouse/v1/companies/{}", escaped("company"));
    let accounts = format!("{company}/service-accounts");
    let account = format!("{accounts}/{}", escaped("client_id"));
    let contact = format!("{company}/contacts/{}", escaped("client_id"));
    let body = |name: &str| with.get(name).cloned();
    let page = || {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for name in ["limit", "cursor", "attention"] {
            match with.get(name) {
                Some(Value::String(value)) => query.append_pair(name, value),
                Some(value) => query.append_pair(name, &value.to_string()),
                None => &mut query,
            };
        }
        query.finish()
    };
    let (method, path, body) = match operation {
        "create_account" => ("POST", accounts, body("new")),
        "get_account" => ("GET", account, None),
        "list_accounts" => ("GET", format!("{accounts}?{}", page()), None),
        "delete_account" => ("DELETE", account, None),
        "add_secret" => ("POST", format!("{account}/secrets"), body("new")),
        "list_secrets" => ("GET", format!("{account}/secrets"), None),
        "revoke_secret" => ("DELETE", format!("{account}/secrets/{}", escaped("secret_id")), None),
        "get_permissions" => ("GET", format!("{account}/permissions?{}", page()), None),
        "set_permissions" => ("PUT", format!("{account}/permissions"), body("change")),
        "get_contact" => ("GET", contact, None),
        "change_contact" => ("PATCH", contact, body("change")),
        "repair_contact" => ("POST", format!("{account}/repair"), Some(json!({ "how": text("how") }))),
        "create_contact" => ("POST", format!("{company}/contacts"), body("new")),
        "authorize" => return checked(with),
        "request_token" => return token(with),
        unknown => panic!("no operation is called {unknown}"),
    };
    let mut headers = Vec::new();
    if operation == "set_permissions" {
        let revision = with.get("revision").map(|revision| format!("\"{revision}\""));
        headers.push(("if-match".into(), revision.unwrap_or_else(|| "*".into())));
    }
    if let Some(key) = with.get("idempotency_key").and_then(Value::as_str) {
        headers.push(("idempotency-key".into(), key.into()));
    }
    if body.is_some() {
        headers.push(("content-type".into(), "application/json".into()));
    }
    let body = body.map(|body| body.to_string().into_bytes()).unwrap_or_default();
    RawRequest { method: method.into(), path, headers, body, source: None }
}

fn token(with: &Map<String, Value>) -> RawRequest {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("grant_type", "client_credentials");
    for name in ["client_id", "client_secret", "scope", "resource"] {
        if let Some(value) = with.get(name).and_then(Value::as_str) {
            form.append_pair(name, value);
        }
    }
    RawRequest {
        method: "POST".into(),
        path: "/oauth/token".into(),
        headers: vec![("content-type".into(), "application/x-www-form-urlencoded".into())],
        body: form.finish().into_bytes(),
        ..RawRequest::default()
    }
}

/// A call of an API that needs what the scenario says.
fn checked(with: &Map<String, Value>) -> RawRequest {
    let text = |name: &str| with.get(name).and_then(Value::as_str);
    let authorization = text("token")
        .map(|token| format!("Bearer {token}"))
        .or_else(|| text("authorization").map(Into::into));
    let need = form_urlencoded::Serializer::new(String::new())
        .append_pair("need", &with["need"].to_string())
        .finish();
    let proof = with.get("dpop").map(|dpop| dpop["proof"].as_str().expect("a proof").to_owned());
    let headers = authorization.into_iter().map(|value| ("authorization".to_owned(), value));
    let headers = headers.chain(proof.map(|proof| ("dpop".into(), proof))).collect();
    // The address that the proof is of, which the host of the API knows.
    let called = with.get("dpop").map(|dpop| json!([dpop["method"], dpop["url"]]).to_string());
    let called = form_urlencoded::byte_serialize(called.unwrap_or_default().as_bytes()).collect::<String>();
    RawRequest {
        method: "GET".into(),
        path: format!("/check?{need}&called={called}"),
        headers,
        ..RawRequest::default()
    }
}

/// An API of the product: what it needs is in the query, so that a scenario can choose.
async fn check(
    State(engine): State<Engine>,
    Query(query): Query<std::collections::BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    let need: NeedInput = serde_json::from_str(&query["need"]).expect("a need");
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(ToOwned::to_owned);
    let called: Option<(String, String)> = serde_json::from_str(&query["called"]).ok();
    let dpop = header("dpop").zip(called).map(|(proof, (method, url))| DpopInput { proof, method, url });
    let presented = Presented { authorization: header("authorization"), dpop };
    match engine.authorize(presented, need).await {
        Ok(authorized) => json!(authorized).to_string().into_response(),
        Err(error) => problem(&error),
    }
}

/// Every request comes from this machine; where it says it comes from is where it comes from.
async fn come_from(mut request: Request, next: Next) -> Response {
    let source =
        request.headers().get("x-source").and_then(|value| value.to_str().ok()?.parse::<IpAddr>().ok());
    if let Some(source) = source {
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from((source, 1))));
    }
    next.run(request).await
}

fn json_of(error: &Error) -> Value {
    serde_json::from_str(&error.to_json()).expect("JSON")
}

async fn not_found() -> Response {
    axum::http::StatusCode::NOT_FOUND.into_response()
}

fn problem(error: &Error) -> Response {
    let status = axum::http::StatusCode::from_u16(error.code.status()).expect("a status");
    (status, error.to_json()).into_response()
}
