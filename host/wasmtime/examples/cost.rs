//! What a request costs in an instance, beside the same natively: processor time of this thread, with a store in memory. On Linux, and by hand, since a time is no test:
//! `cargo run --release -p badgehouse-wasmtime --example cost [requests] [native|component]`.
//!
//! It wants the component where `embed` does. `nothing` is a request for an address that is not there: what it costs is the instance, and the settings that it is opened with.

use badgehouse::account::NewAccount;
use badgehouse::authorize::NeedInput;
use badgehouse::crypto::SealingKey;
use badgehouse::http::HttpRequest;
use badgehouse::identifier::{ActorId, CompanyId, ToolId};
use badgehouse::permission::{Level, Levels};
use badgehouse::principal::{Actor, ActorKind, Principal};
use badgehouse::service::Service;
use badgehouse::settings::Settings;
use badgehouse_native::{Engine, MemoryStore};
use badgehouse_wasmtime::{Limits, Program};
use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

/// The processor time of this thread, in seconds.
fn cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    text.split(' ').next().unwrap().parse::<f64>().unwrap() / 1e9
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let times: u32 = std::env::args().nth(1).and_then(|t| t.parse().ok()).unwrap_or(1000);
    let only = std::env::args().nth(2);
    let settings =
        Settings::new("https://id.acme.com", "svc.acme.com", vec![SealingKey::from_bytes([7; 32])]);
    let store = MemoryStore::new();
    let native = Engine::open(settings.clone(), store.clone())?;
    let begun = Instant::now();
    let program = Program::load(component(), Limits::default())?;
    println!("load {:?}", begun.elapsed());
    let badges = program.open(settings, store)?;
    let levels: Levels = [("admin", Level::Admin), ("directory", Level::Admin)]
        .into_iter()
        .map(|(id, level)| (ToolId::parse(id).unwrap(), level))
        .collect();
    let ada = Actor {
        company: CompanyId::parse("acme")?,
        id: ActorId::parse("ada")?,
        kind: ActorKind::User { levels },
    };
    let made = native
        .create_account(
            Principal::Actor(ada.clone()),
            "acme".into(),
            NewAccount::custom("Nightly export"),
            None,
        )
        .await?;
    let id = made.account.client_id.to_string();
    let secret = made.client_secret.unwrap().reveal().to_owned();
    let change = badgehouse::permission::PermissionChange {
        company: Some([(ToolId::parse("rfis")?, Level::ReadOnly)].into_iter().collect()),
        ..Default::default()
    };
    native.set_permissions(Principal::Actor(ada), "acme".into(), id.clone(), change, None).await?;
    let basic = data_encoding::BASE64.encode(format!("{id}:{secret}").as_bytes());
    let header = |name: &str, value: String| (name.to_owned(), value);
    let token_request = HttpRequest {
        method: "POST".into(),
        target: "/oauth/token".into(),
        headers: vec![
            header("authorization", format!("Basic {basic}")),
            header("content-type", "application/x-www-form-urlencoded".into()),
        ],
        body: b"grant_type=client_credentials".to_vec().into(),
        ..HttpRequest::default()
    };
    let nothing = HttpRequest { method: "GET".into(), target: "/nothing".into(), ..HttpRequest::default() };
    let token = native.handle(token_request.clone(), None).await;
    assert_eq!(token.status, 200);
    let token: serde_json::Value = serde_json::from_slice(&token.body)?;
    let bearer = Some(format!("Bearer {}", token["access_token"].as_str().unwrap()));
    let need = NeedInput {
        company: "acme".into(),
        audience: None,
        tool: "rfis".into(),
        level: Some(Level::ReadOnly),
        action: None,
        project: None,
    };
    for _ in 0..3 {
        for (name, engine) in [("native", &native as &dyn Service), ("component", &badges)] {
            if only.as_ref().is_some_and(|only| only != name) {
                continue;
            }
            let before = cpu();
            for _ in 0..times {
                engine.handle(nothing.clone(), None).await;
            }
            let looked = cpu();
            for _ in 0..times {
                assert_eq!(engine.handle(token_request.clone(), None).await.status, 200);
            }
            let tok = cpu();
            for _ in 0..times {
                engine.authorize(bearer.clone().into(), need.clone()).await.unwrap();
            }
            let auth = cpu();
            let us = |a: f64, b: f64| (b - a) * 1e6 / f64::from(times);
            println!(
                "{name:<10} nothing {:7.1} us  token {:7.1} us  authorize {:7.1} us",
                us(before, looked),
                us(looked, tok),
                us(tok, auth)
            );
        }
    }
    println!(
        "{}",
        std::fs::read_to_string("/proc/self/status")?
            .lines()
            .filter(|l| l.contains("Rss") || l.contains("VmHWM"))
            .collect::<Vec<_>>()
            .join(" ")
    );
    Ok(())
}

fn component() -> PathBuf {
    let built = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/badgehouse/component.wasm");
    std::env::var_os("BADGEHOUSE_COMPONENT").map_or_else(|| built.into(), PathBuf::from)
}
