//! The component in a program of one's own, with a store of one's own: `cargo run -p badgehouse-wasmtime --example embed`.
//!
//! It wants the component at `target/badgehouse/component.wasm` (`cargo xtask build component`) or where `BADGEHOUSE_COMPONENT` says.

use badgehouse::crypto::SealingKey;
use badgehouse::http::HttpRequest;
use badgehouse::settings::Settings;
use badgehouse_native::MemoryStore as MyStore;
use badgehouse_wasmtime::Badgehouse;
use std::error::Error;
use std::path::PathBuf;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let component = std::fs::read(component())?;
    let mut seed = [0; 32];
    getrandom::fill(&mut seed)?;
    let settings = Settings::new("https://id.acme.com", "svc.acme.com", vec![SealingKey::from_bytes(seed)]);

    let badges = Badgehouse::load(component, settings, MyStore::new())?; // pooling and limits inside
    let request =
        HttpRequest { method: "GET".into(), target: "/oauth/jwks".into(), ..HttpRequest::default() };
    let out = badges.handle(request, None).await?;

    println!("{} {}", out.status, String::from_utf8_lossy(&out.body));
    if out.status == 200 { Ok(()) } else { Err("the keys were not published".into()) }
}

fn component() -> PathBuf {
    let built = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/badgehouse/component.wasm");
    std::env::var_os("BADGEHOUSE_COMPONENT").map_or_else(|| built.into(), PathBuf::from)
}
