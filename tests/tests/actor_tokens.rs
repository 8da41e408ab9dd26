//! The Rust of docs/actor-tokens: what it signs administers at a server, with the levels that it says and none besides.

use badgehouse::crypto::{OkpCurve, PublicJwk};
use badgehouse::settings::Settings;
use badgehouse_native::{Engine, MemoryStore};
use badgehouse_simulation::settings;
use data_encoding::BASE64URL_NOPAD;
use jsonwebtoken::EncodingKey;
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};
use tokio::net::TcpListener;

#[expect(unreachable_pub, reason = "a product has it where others reach it")]
#[path = "../../docs/actor-tokens/actor_token.rs"]
mod example;

#[tokio::test(flavor = "multi_thread")]
async fn an_actor_token_signed_as_the_documents_say_administers() {
    let pkcs8 = Ed25519KeyPair::generate_pkcs8(&ring::rand::SystemRandom::new()).expect("a key");
    let public = Ed25519KeyPair::from_pkcs8(pkcs8.as_ref()).expect("the key");
    let x = BASE64URL_NOPAD.encode(public.public_key().as_ref());
    let keys = vec![PublicJwk::Okp { crv: OkpCurve::Ed25519, x }];

    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let issuer = format!("http://{}", listener.local_addr().expect("an address"));
    let settings = Settings { issuer: issuer.clone(), ..settings() };
    let engine = Engine::open(settings, MemoryStore::new()).expect("the settings");
    let verifier = engine.clone();
    let app = badgehouse_axum::routes(engine, move |parts: axum::http::request::Parts| {
        let (verifier, keys) = (verifier.clone(), keys.clone());
        async move {
            let token = parts.headers["authorization"].to_str().expect("text").replace("Bearer ", "");
            let actor = verifier.verify_actor_token(token, "https://app.acme.example".into(), keys).await?;
            Ok(Some(actor))
        }
    });
    tokio::spawn(async move { axum::serve(listener, app).await });

    let key = EncodingKey::from_ed_der(pkcs8.as_ref());
    let status = |at: &str, levels: Value| {
        let token = example::actor_token(&key, at, "ann", "acme", levels).expect("a token");
        let url = format!("{issuer}/badgehouse/v1/companies/acme/service-accounts");
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
        tokio::task::block_in_place(|| {
            let response = agent.get(&url).header("authorization", format!("Bearer {token}")).call();
            response.expect("an answer").status().as_u16()
        })
    };
    assert_eq!(status(&issuer, json!({ "admin": "admin" })), 200);
    assert_eq!(status(&issuer, json!({ "admin": "standard" })), 403);
    assert_eq!(status("https://other.example", json!({ "admin": "admin" })), 401);
}
