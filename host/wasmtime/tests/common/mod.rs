//! What the tests share: the built component, settings, a company's administrator.
#![allow(dead_code, unused_imports, unused_macros, reason = "each test file uses a part of it")]

use badgehouse::account::{CreatedAccount, NewAccount};
use badgehouse::catalogue::{App, Requests};
use badgehouse::crypto::SealingKey;
use badgehouse::identifier::{ActorId, AppId, CompanyId, ToolId};
use badgehouse::permission::{Level, Levels};
use badgehouse::principal::{Actor, ActorKind, Principal};
use badgehouse::settings::Settings;
use badgehouse_native::{Engine, MemoryStore};
use badgehouse_wasmtime::{Badgehouse, Program};
use std::path::PathBuf;
use std::sync::OnceLock;

pub(crate) const COMPANY: &str = "acme";

/// The moment of all that happens.
pub(crate) const NOW: u64 = 1_800_000_000;

/// Asks both engines, and gives their one answer.
macro_rules! same {
    ($native:ident, $component:ident, $function:ident($($argument:expr),*)) => {{
        let expected = $native.$function($($argument),*).await;
        let answer = $component.$function($($argument),*).await;
        assert_eq!(answer, expected);
        answer
    }};
}
pub(crate) use same;

/// Both engines on one store, at one moment.
pub(crate) fn both() -> (Engine, Badgehouse) {
    let store = MemoryStore::with_clock(|| NOW);
    let native = Engine::open(settings(), store.clone()).unwrap().with_clock(|| NOW);
    let component = program().open(settings(), store).unwrap().with_clock(|| NOW);
    (native, component)
}

pub(crate) fn company() -> String {
    COMPANY.into()
}

/// The component, built by `cargo xtask build component`.
pub(crate) fn component() -> Vec<u8> {
    built("component.wasm")
}

/// A file that `cargo xtask build` made.
pub(crate) fn built(file: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/badgehouse");
    let path = PathBuf::from(folder).join(file);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{error}: run `cargo xtask build` first"))
}

/// The component with default bounds, compiled once a test program.
pub(crate) fn program() -> Program {
    static PROGRAM: OnceLock<Program> = OnceLock::new();
    PROGRAM.get_or_init(|| Program::compile(component()).unwrap()).clone()
}

pub(crate) fn settings() -> Settings {
    let key = SealingKey::from_bytes([7; 32]);
    let mut settings = Settings::new("https://id.acme.com", "svc.acme.com", vec![key]);
    settings.audiences = vec!["https://api.acme.com".into(), "https://other.acme.com".into()];
    let id = AppId::parse("gantt").unwrap();
    settings.catalogue.apps.push(App { id, name: "Gantt".into(), requests: Requests::default() });
    settings
}

pub(crate) fn tool(id: &str) -> ToolId {
    ToolId::parse(id).unwrap()
}

pub(crate) fn user(levels: &[(&str, Level)]) -> Actor {
    let levels: Levels = levels.iter().map(|(id, level)| (tool(id), *level)).collect();
    Actor {
        company: CompanyId::parse(COMPANY).unwrap(),
        id: ActorId::parse("ada").unwrap(),
        kind: ActorKind::User { levels },
    }
}

pub(crate) fn administrator() -> Principal {
    Principal::Actor(user(&[("admin", Level::Admin), ("directory", Level::Admin)]))
}

pub(crate) fn new_account() -> NewAccount {
    NewAccount::custom("Nightly export")
}

pub(crate) async fn create(badges: &Badgehouse) -> CreatedAccount {
    badges.create_account(administrator(), COMPANY.into(), new_account(), None).await.unwrap()
}
